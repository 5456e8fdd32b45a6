package dev.throughline.processes.resourcesync;

/**
 * What delivery learns of people.
 *
 * @param costRates whether delivery learns what an hour of a person costs
 * @param absences  whether delivery learns of approved absences
 */
public record ResourcePolicy(boolean costRates, boolean absences) {
    public static ResourcePolicy defaults() {
        return new ResourcePolicy(true, true);
    }
}
