package dev.throughline.mapping;

import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A vendor's record on its way in.
 *
 * @param payload as maps, lists and scalars with exact decimals
 * @param asOf    the day for lookups that name none: the day of the change
 */
public record SourceRecord(
        ObjectType objectType, ExternalId externalId, Map<String, @Nullable Object> payload, LocalDate asOf) {

    /** @throws CanonicalJsonException when the payload is no JSON object */
    @SuppressWarnings("unchecked")
    public static SourceRecord of(ObjectType objectType, ExternalId externalId, JsonNode payload, LocalDate asOf) {
        if (CanonicalJson.plain(payload) instanceof Map<?, ?> map) {
            return new SourceRecord(objectType, externalId, (Map<String, @Nullable Object>) map, asOf);
        }
        throw new CanonicalJsonException("", "a record must be a JSON object");
    }

    /** How messages name it. */
    public String label() {
        return objectType + " " + Words.brief(externalId);
    }
}
