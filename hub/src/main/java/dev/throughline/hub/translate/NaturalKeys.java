package dev.throughline.hub.translate;

import dev.throughline.model.CanonicalType;
import java.util.Map;
import java.util.Optional;

/**
 * Objects that the whole firm calls by one code, whichever system keeps them: a reference that is no id of the referring system's own is taken as that code. So a CRM
 * can name a legal entity that only the ERP holds.
 */
final class NaturalKeys {
    private static final Map<CanonicalType, String> CODES = Map.of(
            CanonicalType.LEGAL_ENTITY, "code", CanonicalType.SERVICE_ITEM, "code", CanonicalType.DIMENSION, "code");

    private NaturalKeys() {}

    static Optional<String> attribute(CanonicalType type) {
        return Optional.ofNullable(CODES.get(type));
    }
}
