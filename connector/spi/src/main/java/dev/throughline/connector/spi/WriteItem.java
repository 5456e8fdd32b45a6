package dev.throughline.connector.spi;

import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One wish to a system.
 *
 * @param key             names the effect; the connector stores it with the record wherever the vendor lets it
 * @param id              the record, when the hub knows it; then the item updates
 * @param expectedVersion version token that the record must still have, where the vendor can check it
 * @param body            raw vendor JSON; keys that begin with {@code _} are directions for the connector and are never sent
 */
public record WriteItem(
        IdempotencyKey key, Verb verb, Optional<ExternalId> id, Optional<String> expectedVersion, JsonNode body) {
    /** What is wished. */
    public enum Verb {
        /** Create it unless the key is there already; then answer {@link WriteResult.Duplicate}. */
        CREATE,
        /** Create it or bring the record of that key (or id) to this state. */
        UPSERT,
        /** Change the named fields of an existing record. */
        UPDATE,
        DELETE,
        /** A vendor's own verb, such as approve, void or apply; the body's {@code _action} names it. */
        ACTION
    }
}
