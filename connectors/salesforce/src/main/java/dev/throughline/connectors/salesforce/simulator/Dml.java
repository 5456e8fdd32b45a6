package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Creates, changes and deletes single records inside a transaction, with the checks that the org makes. */
final class Dml {
    /** @param created true when an upsert made a new record */
    record Done(String id, boolean created) {}

    private final Org org;
    private final Faults faults;
    private final References references;
    private final Derived derived;

    Dml(Org org, Faults faults) {
        this.org = org;
        this.faults = faults;
        this.references = new References(org);
        this.derived = new Derived(org);
    }

    Done insert(Transaction tx, ObjectDef type, JsonNode body) {
        requireWritable(type);
        if (body.has("Id") || body.has("id")) {
            throw Refusal.bad("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", "Id");
        }
        Map<FieldDef, Object> given = fields(type, body, true);
        Row row = new Row(type, org.newId(type));
        derived.defaults(tx, row);
        apply(row, given);
        requireFields(row);
        requireUnique(row, given.keySet());
        derived.beforeInsert(tx, row);
        lock(tx, row);
        org.stamp(tx, row, true, late(tx));
        org.add(tx, row);
        derived.after(tx, row);
        return new Done(row.id(), true);
    }

    Done update(Transaction tx, ObjectDef type, String id, JsonNode body) {
        requireWritable(type);
        Row row = org.require(type, id);
        Map<FieldDef, Object> given = fields(type, body, false);
        Row next = row.copy();
        apply(next, given);
        requireFields(next);
        requireUnique(next, given.keySet());
        derived.beforeUpdate(tx, row, next, given.keySet());
        lock(tx, row);
        org.stamp(tx, next, false, late(tx));
        org.replace(tx, row, next, "UPDATE", changed(row, next));
        derived.after(tx, row);
        return new Done(row.id(), false);
    }

    /** @throws Refusal 300 when the key belongs to several records */
    Done upsert(Transaction tx, ObjectDef type, FieldDef key, String value, JsonNode body, boolean updateOnly) {
        if (key.type() == FieldDef.Type.ID) {
            return update(tx, type, value, body);
        }
        requireKeyField(type, key);
        List<String> ids = org.byKey(type, key, value.strip());
        if (ids.size() > 1) {
            throw new Refusal(
                    300,
                    "DUPLICATE_EXTERNAL_ID",
                    "%s: more than one record found for external id field: [%s]"
                            .formatted(key.name(), String.join(", ", ids)),
                    ids);
        }
        if (!ids.isEmpty()) {
            return update(tx, type, ids.getFirst(), body);
        }
        if (updateOnly) {
            throw Refusal.notFound("The requested resource does not exist");
        }
        var whole = body.isObject()
                ? ((tools.jackson.databind.node.ObjectNode) body).deepCopy()
                : tools.jackson.databind.node.JsonNodeFactory.instance.objectNode();
        whole.put(key.name(), value);
        return insert(tx, type, whole);
    }

    Done delete(Transaction tx, ObjectDef type, String id) {
        requireWritable(type);
        if (!type.deletable()) {
            throw Refusal.bad("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id");
        }
        Row row = org.require(type, id);
        lock(tx, row);
        for (Schema.Child child : org.schema().children(type)) {
            if (child.via().has("required") || type.name().equals("Account")) {
                List<Row> dependants = org.rows(child.object()).stream()
                        .filter(r ->
                                !r.is("IsDeleted") && r.text(child.via().name()).equals(row.id()))
                        .toList();
                dependants.forEach(r -> delete(tx, child.object(), r.id()));
            }
        }
        Row next = row.copy();
        next.set("IsDeleted", true);
        org.stamp(tx, next, false, late(tx));
        org.replace(tx, row, next, "DELETE", List.of());
        derived.after(tx, row);
        return new Done(row.id(), false);
    }

    static void requireKeyField(ObjectDef type, FieldDef key) {
        if (!key.has("externalId")) {
            throw new Refusal(
                    404,
                    "NOT_FOUND",
                    "Provided external ID field does not exist or is not accessible: " + key.name(),
                    List.of());
        }
    }

    private static void requireWritable(ObjectDef type) {
        if (type.has("readonly")) {
            throw Refusal.bad(
                    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
                    "entity type %s does not support this".formatted(type.name()));
        }
    }

    private Map<FieldDef, Object> fields(ObjectDef type, JsonNode body, boolean create) {
        if (!body.isObject()) {
            throw Refusal.json("The HTTP entity body is required, but this request has no entity body.");
        }
        Map<FieldDef, Object> given = new LinkedHashMap<>();
        List<String> barred = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            String name = entry.getKey();
            if (name.equals("attributes")) {
                continue;
            }
            if (name.equalsIgnoreCase("id")) {
                throw Refusal.bad("INVALID_FIELD", "The Id field should not be specified in the sobject data.");
            }
            FieldDef parent = type.byRelationship(name).orElse(null);
            if (parent != null && type.field(name).isEmpty() && entry.getValue().isObject()) {
                given.put(parent, references.byExternalId(parent, entry.getValue()));
                continue;
            }
            FieldDef field = type.require(name);
            if (create ? !field.createable() : !field.updateable()) {
                barred.add(field.name());
                continue;
            }
            Object value = references.checked(field, Values.read(field, entry.getValue()));
            given.put(field, value == null ? NOTHING : value);
        }
        if (!barred.isEmpty()) {
            throw new Refusal(
                    400,
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "Unable to create/update fields: %s. Please check the security settings of this field and verify that it is read/write for your profile or permission set."
                            .formatted(String.join(", ", barred)),
                    barred);
        }
        return given;
    }

    private static final Object NOTHING = new Object();

    private static void apply(Row row, Map<FieldDef, Object> given) {
        given.forEach((field, value) -> row.set(field.name(), value == NOTHING ? null : value));
    }

    private static void requireFields(Row row) {
        List<String> missing = row.type().fields().stream()
                .filter(f -> f.has("required") && row.get(f.name()) == null)
                .map(FieldDef::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new Refusal(
                    400,
                    "REQUIRED_FIELD_MISSING",
                    "Required fields are missing: [%s]".formatted(String.join(", ", missing)),
                    missing);
        }
    }

    private void requireUnique(Row row, Collection<FieldDef> given) {
        for (FieldDef field : row.type().uniques()) {
            if (!given.contains(field) || row.text(field.name()).isEmpty()) {
                continue;
            }
            for (String other : org.byKey(row.type(), field, row.text(field.name()))) {
                if (!other.equals(row.id())) {
                    throw Refusal.bad(
                            "DUPLICATE_VALUE",
                            "duplicate value found: %s duplicates value on record with id: %s"
                                    .formatted(field.name(), other));
                }
            }
        }
    }

    private void lock(Transaction tx, Row row) {
        if (faults.strikes(Fault.CONFLICT, tx.session().operation())) {
            throw Refusal.bad(
                    "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records: " + row.id());
        }
    }

    private boolean late(Transaction tx) {
        return faults.strikes(Fault.LATE_STAMP, tx.session().operation());
    }

    private static Collection<String> changed(Row before, Row after) {
        var changed = new TreeSet<String>();
        for (FieldDef field : before.type().fields()) {
            if (!Objects.equals(before.get(field.name()), after.get(field.name()))) {
                changed.add(field.name());
            }
        }
        return changed;
    }
}
