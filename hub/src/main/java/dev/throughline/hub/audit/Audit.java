package dev.throughline.hub.audit;

import dev.throughline.model.TenantId;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The chain. Rows are appended by the hub's own transactions; here they are read and proved. */
public interface Audit {
    /** Appends on behalf of a person or client, in a transaction of its own. */
    void record(
            TenantId tenant,
            String actor,
            String action,
            String subject,
            String reason,
            String detailJson,
            String correlationId);

    List<Entry> search(
            TenantId tenant, Optional<String> subject, Optional<String> actor, Optional<Long> before, int limit);

    /** Recomputes every hash. */
    Verdict verify(TenantId tenant);

    /** One JSON line per entry, verifiable offline. */
    void export(TenantId tenant, Writer out);

    record Entry(
            long seq,
            Instant at,
            String actor,
            String action,
            String subject,
            String reason,
            String detail,
            String correlationId,
            String hash) {}

    /** @param brokenAt first entry that does not hold */
    record Verdict(long entries, Optional<Long> brokenAt, String headHash) {}
}
