package dev.throughline.connectors.salesforce.simulator;

/**
 * Who is at work.
 *
 * @param user      the user's id
 * @param client    the name that the caller gave in {@code Sforce-Call-Options}, else empty
 * @param operation method and path, by which faults are ordered
 */
record Session(String user, String client, String version, String operation) {
    String origin() {
        return client.isEmpty()
                ? "com/salesforce/api/rest/" + version
                : "com/salesforce/api/rest/%s;client=%s".formatted(version, client);
    }
}
