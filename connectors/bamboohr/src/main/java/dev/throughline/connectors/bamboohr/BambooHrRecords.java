package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Change.Operation;
import dev.throughline.connector.spi.Change.Version;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Records of the vendor as changes. */
final class BambooHrRecords {
    /** {@code +00:00}, {@code Z} and {@code +0000} all occur. */
    private static final DateTimeFormatter STAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(java.util.Locale.ROOT);

    private static final int HASH_CHARACTERS = 16;

    private BambooHrRecords() {}

    static Optional<Instant> stamp(JsonNode value) {
        try {
            return value.isString()
                    ? Optional.of(OffsetDateTime.parse(value.asString(), STAMP).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Stamps are whole seconds and some values change without one, so the token holds a hash of the state too. */
    static Change upserted(ObjectType type, String id, Instant at, JsonNode payload) {
        Version version = new Version(Version.at(at).ordinal(), at + "/" + hash(payload.toString()));
        return new Change(type, new ExternalId(id), version, Operation.UPSERTED, at, payload);
    }

    /** Within its second a deletion comes after everything else. */
    static Change deleted(ObjectType type, String id, Instant at) {
        Version version = new Version(Version.at(at).ordinal() + 999_999, "deleted-" + at);
        return new Change(
                type, new ExternalId(id), version, Operation.DELETED, at, JsonNodeFactory.instance.nullNode());
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
