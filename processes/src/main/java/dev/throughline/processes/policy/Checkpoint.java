package dev.throughline.processes.policy;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where an instance waits for a second person. Kept in its state, so that nobody approves what another has looked at, nor what is their own doing.
 *
 * @param what     what is looked at, as an approval must name it: {@code version 2}
 * @param causedBy people whose doing it is, as far as the hub knows: who asked for it, who owns the record in its system
 */
public record Checkpoint(String processType, String processKey, String what, Set<String> causedBy) {
    public Checkpoint {
        causedBy = Set.copyOf(causedBy);
    }

    /** @param what as an approval names it */
    public boolean isAbout(String what) {
        return this.what.equals(what);
    }

    /** Why this person's approval lets nothing go on; empty when it does. */
    public Optional<String> barred(String by) {
        return causedBy.stream().anyMatch(one -> same(one, by))
                ? Optional.of("%s caused it and may not approve it".formatted(by))
                : Optional.empty();
    }

    /** The same, caused by these people too. */
    public Checkpoint causedBy(Collection<String> others) {
        var all = new HashSet<>(causedBy);
        all.addAll(others);
        return new Checkpoint(processType, processKey, what, all);
    }

    private static boolean same(String one, String other) {
        return one.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }

    /** What to do, for the exception that asks for it. */
    public String remedy() {
        var others = causedBy.isEmpty() ? "" : ", by somebody other than " + String.join(", ", new TreeSet<>(causedBy));
        return "Approve it with POST /api/v1/processes/approve {\"processType\": \"%s\", \"processKey\": \"%s\", \"what\": \"%s\"}%s, or skip it; nothing was sent yet"
                .formatted(processType, processKey, what, others);
    }
}
