package dev.throughline.connector.spi;

import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * What happened to one record, as its system says it.
 *
 * @param version    which state of the record this is; the same (object type, external id, version token) is applied at most once
 * @param occurredAt when the system says that it happened
 * @param payload    the whole record as raw vendor JSON; a JSON null for {@link Operation#DELETED} and {@link Operation#TOUCHED}
 */
public record Change(
        ObjectType objectType,
        ExternalId externalId,
        Version version,
        Operation operation,
        Instant occurredAt,
        JsonNode payload) {

    /** What the change did, as far as the system tells. */
    public enum Operation {
        /** The record exists, and the payload is its whole state. Vendors seldom tell creation from update reliably, so neither does this. */
        UPSERTED,
        /** The record is gone at its system. */
        DELETED,
        /** Something about the record changed, but the notice does not carry its state: the hub must fetch it. */
        TOUCHED
    }

    /**
     * A state of a record.
     *
     * @param ordinal larger is newer: the vendor's modification time in epoch microseconds, or its counter. Equal ordinals are settled by a fetch, never by guessing
     * @param token   the exact text that identifies the state, at most 128 characters; usually the vendor's modification stamp
     */
    public record Version(long ordinal, String token) {
        public Version {
            if (token.isEmpty() || token.length() > 128) {
                throw new IllegalArgumentException(
                        "version token must have 1 to 128 characters, has " + token.length());
            }
        }

        /** The version of a record whose vendor stamps it with a time. */
        public static Version at(Instant modified) {
            return new Version(
                    Math.multiplyExact(modified.getEpochSecond(), 1_000_000L) + modified.getNano() / 1_000,
                    modified.toString());
        }
    }
}
