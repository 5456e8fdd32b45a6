package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Change.Operation;
import dev.throughline.connector.spi.Change.Version;
import dev.throughline.model.ExternalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Rows of the vendor as changes. */
final class KantataRecords {
    private static final int HASH_CHARACTERS = 16;

    private KantataRecords() {}

    /** Date-times carry the account's own offset, which changes twice a year. */
    static Optional<Instant> stamp(JsonNode row, String field) {
        try {
            return row.path(field).isString()
                    ? Optional.of(
                            OffsetDateTime.parse(row.path(field).asString()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Stamps are whole seconds, so two states of one record can share one: the token holds a hash of the state too.
     *
     * @param otherwise when the row has no stamp of its own
     */
    static Change upserted(KantataObject object, JsonNode row, Instant otherwise) {
        Instant at = stamp(row, "updated_at").orElse(otherwise);
        Version version = new Version(Version.at(at).ordinal(), at + "/" + hash(row.toString()));
        return new Change(
                object.type(), new ExternalId(row.path("id").asString()), version, Operation.UPSERTED, at, row);
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
