package dev.throughline.hub.audit;

import dev.throughline.model.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * The hash of one entry: SHA-256, in lower-case hex, over these bytes in this order, so that anybody can recompute it without the hub.
 *
 * <ol>
 *   <li>the text {@code throughline-audit-1}
 *   <li>tenant
 *   <li>seq, 8 bytes, big-endian
 *   <li>at, microseconds since 1970-01-01T00:00:00Z, 8 bytes, big-endian
 *   <li>actor, action, subject, reason, detail, correlation id
 *   <li>hash of the entry before, as its hex text; {@link #GENESIS} for the first
 * </ol>
 *
 * Every text is its length in UTF-8 bytes (4 bytes, big-endian) and then those bytes: no two different entries have the same bytes.
 */
final class AuditHash {
    static final String GENESIS = "0".repeat(64);

    private static final String LAYOUT = "throughline-audit-1";

    private final MessageDigest digest;

    AuditHash() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String of(TenantId tenant, long seq, AuditWriter.Row row, String previous) {
        digest.reset();
        text(LAYOUT);
        text(tenant.value());
        number(seq);
        number(micros(row.at()));
        text(row.actor());
        text(row.action());
        text(row.subject());
        text(row.reason());
        text(row.detail());
        text(row.correlationId());
        text(previous);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long micros(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1_000);
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private void number(long value) {
        digest.update(ByteBuffer.allocate(8).putLong(value).flip());
    }
}
