package dev.throughline.hub;

import dev.throughline.connector.spi.Change;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a vendor's record with the mappings in force, without keeping anything of it. */
public interface RawReader {
    /** One answer per mapping that reads the object type; empty when none does. */
    List<Read> toCanonical(TenantId tenant, SystemId system, Change change);

    /** What a record means. */
    sealed interface Read {
        /**
         * @param type       canonical type name
         * @param externalId of the object in the same system
         * @param key        our idempotency key, where the record carries it
         * @param attributes in the canonical JSON form; references are external ids of the same system
         */
        record Meant(String type, String externalId, Optional<String> key, Map<String, Object> attributes)
                implements Read {}

        /** The mapping says that it is none of the hub's business. */
        record Ignored(String reason) implements Read {}

        record Refused(String code, String says) implements Read {}
    }
}
