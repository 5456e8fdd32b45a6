package dev.throughline.connectors.salesforce.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Checks values that point elsewhere: ids of other records, and picklists. */
final class References {
    private final Org org;

    References(Org org) {
        this.org = org;
    }

    @Nullable
    Object checked(FieldDef field, @Nullable Object value) {
        if (value instanceof String text) {
            if (field.type() == FieldDef.Type.REF) {
                return existing(field, text);
            }
            if (field.has("restricted") && !allowed(field).contains(text)) {
                throw Refusal.bad(
                        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                        "%s: bad value for restricted picklist field: %s".formatted(field.label(), text),
                        field.name());
            }
        }
        return value;
    }

    /** The values that a picklist offers now. */
    List<String> allowed(FieldDef field) {
        if (field.values().size() != 1 || !field.values().getFirst().startsWith("@")) {
            return field.values();
        }
        List<String> labels = new ArrayList<>();
        for (Row row : org.rows(org.schema().require(field.values().getFirst().substring(1)))) {
            if (row.is("IsActive")) {
                labels.add(row.text("ApiName"));
            }
        }
        return labels;
    }

    /** {@code "Account": {"Throughline_Id__c": "C-17"}} points to the parent by its external id. */
    String byExternalId(FieldDef reference, JsonNode nested) {
        ObjectDef parent = org.schema().require(reference.target());
        List<Map.Entry<String, JsonNode>> given = nested.properties().stream()
                .filter(e -> !e.getKey().equals("attributes"))
                .toList();
        if (given.size() != 1) {
            throw Refusal.bad(
                    "INVALID_FIELD", "A single external ID field is needed to look up " + reference.relationship());
        }
        FieldDef key = parent.require(given.getFirst().getKey());
        if (!key.has("externalId")) {
            throw Refusal.bad(
                    "INVALID_FIELD",
                    "Field name provided, %s is not an External ID or indexed field for %s"
                            .formatted(key.name(), parent.name()));
        }
        String value = given.getFirst().getValue().asString("");
        List<String> ids = org.byKey(parent, key, value);
        if (ids.size() != 1) {
            throw Refusal.bad(
                    "INVALID_FIELD",
                    ids.isEmpty()
                            ? "Foreign key external ID: %s not found for field %s in entity %s"
                                    .formatted(value, key.name(), parent.name())
                            : "%s: more than one record found for external id field: %s".formatted(key.name(), ids));
        }
        return ids.getFirst();
    }

    private String existing(FieldDef field, String written) {
        String id = RecordIds.normal(written)
                .orElseThrow(() -> Refusal.bad(
                        "MALFORMED_ID",
                        "%s: id value of incorrect type: %s".formatted(field.label(), written),
                        field.name()));
        ObjectDef target = org.schema().require(field.target());
        if (!id.startsWith(target.prefix())) {
            throw Refusal.bad(
                    "FIELD_INTEGRITY_EXCEPTION",
                    "%s: id value of incorrect type: %s".formatted(field.label(), written),
                    field.name());
        }
        Row row = org.find(target, id)
                .orElseThrow(
                        () -> Refusal.bad("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", field.name()));
        if (row.is("IsDeleted")) {
            throw Refusal.bad("ENTITY_IS_DELETED", "entity is deleted", field.name());
        }
        return id;
    }
}
