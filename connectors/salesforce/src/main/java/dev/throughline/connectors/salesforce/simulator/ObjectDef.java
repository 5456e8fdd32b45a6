package dev.throughline.connectors.salesforce.simulator;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One kind of record. Field names are matched without regard to case, as Salesforce does. */
record ObjectDef(String name, String prefix, Set<String> flags, Map<String, FieldDef> byLowerName) {
    Optional<FieldDef> field(String written) {
        return Optional.ofNullable(byLowerName.get(written.toLowerCase(Locale.ROOT)));
    }

    FieldDef require(String written) {
        return field(written)
                .orElseThrow(() -> Refusal.bad(
                        "INVALID_FIELD", "No such column '%s' on sobject of type %s".formatted(written, name)));
    }

    Optional<FieldDef> byRelationship(String written) {
        return fields().stream()
                .filter(f -> f.type() == FieldDef.Type.REF && f.relationship().equalsIgnoreCase(written))
                .findFirst();
    }

    Collection<FieldDef> fields() {
        return byLowerName.values();
    }

    List<FieldDef> uniques() {
        return fields().stream().filter(f -> f.has("unique")).toList();
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    /** Whether deleted records stay in the recycle bin for a while; setup objects are never deleted. */
    boolean deletable() {
        return !has("undeletable");
    }
}
