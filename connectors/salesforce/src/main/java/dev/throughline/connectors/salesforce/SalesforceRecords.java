package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Change.Operation;
import dev.throughline.model.ExternalId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Salesforce's records as changes. Stamps stand to the second, so two states of a record may share one: the version token therefore adds a digest of the record to
 * the stamp, and its ordinal is the stamp alone.
 */
final class SalesforceRecords {
    /** Salesforce writes offsets without a colon, {@code +0000}, which ISO parsers refuse. */
    private static final DateTimeFormatter STAMP = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX]")
            .toFormatter(Locale.ROOT);

    private SalesforceRecords() {}

    static Optional<Instant> instant(String text) {
        try {
            return Optional.of(OffsetDateTime.from(STAMP.parse(text)).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static Optional<Instant> stamp(JsonNode row) {
        return instant(row.path("SystemModstamp").asString(""));
    }

    static String id(JsonNode row) {
        return row.path("Id").asString("");
    }

    /** @return empty when the row carries no id or no stamp, so that nothing can be said of it */
    static Optional<Change> change(SalesforceObjects object, JsonNode row) {
        Optional<Instant> stamp = stamp(row);
        String id = id(row);
        if (stamp.isEmpty() || id.isEmpty()) {
            return Optional.empty();
        }
        boolean deleted = row.path("IsDeleted").asBoolean(false);
        JsonNode payload = deleted ? Json.MAPPER.nullNode() : withoutAttributes(row);
        return Optional.of(new Change(
                object.type(),
                new ExternalId(id),
                version(stamp.get(), row, deleted),
                deleted ? Operation.DELETED : Operation.UPSERTED,
                stamp.get(),
                payload));
    }

    static Change.Version version(Instant stamp, JsonNode row, boolean deleted) {
        long ordinal = Change.Version.at(stamp).ordinal();
        return new Change.Version(ordinal, stamp + "~" + (deleted ? "deleted" : digest(withoutAttributes(row))));
    }

    /** The stamp within a version token of ours, or the whole token of somebody else's. */
    static String stampOf(String token) {
        int tilde = token.indexOf('~');
        return tilde < 0 ? token : token.substring(0, tilde);
    }

    // The addresses in it name the API version, which is no part of the record.
    private static JsonNode withoutAttributes(JsonNode row) {
        JsonNode copy = row.deepCopy();
        strip(copy);
        return copy;
    }

    private static void strip(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove("attributes");
        }
        node.forEach(SalesforceRecords::strip);
    }

    private static String digest(JsonNode row) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(row.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
