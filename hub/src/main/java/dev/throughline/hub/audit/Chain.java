package dev.throughline.hub.audit;

import dev.throughline.model.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Walks a chain from its first entry and notes the first that does not hold: edited, deleted, inserted or out of place. */
final class Chain {
    private final TenantId tenant;
    private final long knownSeq;
    private final @Nullable String knownHash;
    private final AuditHash hash = new AuditHash();
    private long entries;
    private long lastSeq;
    private String lastHash = AuditHash.GENESIS;
    private Optional<Long> brokenAt = Optional.empty();

    Chain(TenantId tenant) {
        this.tenant = tenant;
        this.knownSeq = 0;
        this.knownHash = null;
    }

    Chain(TenantId tenant, long knownSeq, String knownHash) {
        this.tenant = tenant;
        this.knownSeq = knownSeq;
        this.knownHash = knownHash;
    }

    void next(long seq, AuditWriter.Row row, String previous, String own) {
        entries++;
        boolean holds = seq == lastSeq + 1
                && previous.equals(lastHash)
                && own.equals(hash.of(tenant, seq, row, previous))
                && (seq != knownSeq || own.equals(knownHash));
        if (!holds) {
            breakAt(lastSeq + 1);
        }
        lastSeq = seq;
        lastHash = own;
    }

    /** @param head where the chain must end; a shorter one has lost its tail */
    Audit.Verdict verdict(Head head) {
        if (head.seq() != lastSeq || !head.hash().equals(lastHash)) {
            breakAt(Math.min(lastSeq, head.seq()) + 1);
        }
        if (knownHash != null && knownSeq > lastSeq) {
            breakAt(lastSeq + 1);
        }
        return new Audit.Verdict(entries, brokenAt, lastHash);
    }

    private void breakAt(long seq) {
        if (brokenAt.isEmpty()) {
            brokenAt = Optional.of(seq);
        }
    }

    record Head(long seq, String hash) {}
}
