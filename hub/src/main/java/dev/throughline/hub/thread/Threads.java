package dev.throughline.hub.thread;

import dev.throughline.model.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One search box: any id or name of any system leads to the whole thread. */
public interface Threads {
    /** Things that carry this name, best first: exact ids, then numbers, then the beginning of names. At most {@code limit}. */
    List<Hit> search(TenantId tenant, String text, int limit);

    /** The thread that a canonical object belongs to. */
    Optional<Story> story(TenantId tenant, String canonicalId);

    record Hit(String canonicalId, String type, String title, String matched) {}

    /**
     * @param stands a plain sentence: where it stands and what comes next, or why it is stuck and whose turn it is
     */
    record Story(
            String canonicalId,
            String title,
            String stands,
            List<Thing> things,
            List<Step> steps,
            List<Long> openExceptions) {}

    /** @param ids system to external id */
    record Thing(String canonicalId, String type, String title, String status, java.util.Map<String, String> ids) {}

    /**
     * One thing that happened, oldest first.
     *
     * @param kind captured, applied, decided, sent, answered, posted, exception
     * @param lane the system, or {@code throughline}
     */
    record Step(Instant at, String kind, String lane, String subject, String says, Optional<String> detail) {}
}
