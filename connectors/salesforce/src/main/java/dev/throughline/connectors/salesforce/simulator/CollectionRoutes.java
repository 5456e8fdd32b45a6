package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /composite/sobjects}: up to 200 records in one call, each with its own outcome. */
final class CollectionRoutes {
    private static final int RECORDS_MAX = 200;

    private final Org org;
    private final Dml dml;
    private final Faults faults;

    CollectionRoutes(Org org, Dml dml, Faults faults) {
        this.org = org;
        this.dml = dml;
        this.faults = faults;
    }

    SimResponse handle(Call call) {
        int segments = call.segments().size();
        return switch (call.method()) {
            case "POST" ->
                segments == 2
                        ? save(call, this::create)
                        : retrieve(call, ids(call.json().path("ids")), fields(call));
            case "PATCH" -> segments == 2 ? save(call, this::update) : upsert(call);
            case "DELETE" -> delete(call);
            case "GET" ->
                retrieve(
                        call,
                        List.of(call.parameter("ids").orElse("").split(",")),
                        List.of(call.parameter("fields").orElse("Id").split(",")));
            default -> throw call.notAllowed("DELETE,GET,PATCH,POST");
        };
    }

    private Dml.Done create(Transaction tx, JsonNode node) {
        return dml.insert(tx, typeOf(node), node);
    }

    private Dml.Done update(Transaction tx, JsonNode node) {
        String id = node.path("id").asString(node.path("Id").asString(""));
        if (id.isEmpty()) {
            throw Refusal.bad("MISSING_ARGUMENT", "Id not specified in an update call");
        }
        return dml.update(tx, typeOf(node), id, without(node, "id", "Id"));
    }

    private SimResponse upsert(Call call) {
        if (call.segments().size() != 4) {
            throw Refusal.notFound("The requested resource does not exist");
        }
        ObjectDef type = org.schema().require(call.segments().get(2));
        FieldDef key = type.require(call.segments().get(3));
        return save(call, (tx, node) -> {
            if (!typeOf(node).equals(type)) {
                throw Refusal.bad("INVALID_TYPE", "all records of an upsert must be of type " + type.name());
            }
            if (key.type() == FieldDef.Type.ID) {
                return node.has("Id") || node.has("id") ? update(tx, node) : create(tx, node);
            }
            Dml.requireKeyField(type, key);
            String value = node.path(key.name()).asString("");
            if (value.isBlank()) {
                throw Refusal.bad("MISSING_ARGUMENT", "%s not specified".formatted(key.name()), key.name());
            }
            return dml.upsert(tx, type, key, value, without(node, key.name()), false);
        });
    }

    private SimResponse save(Call call, BiFunction<Transaction, JsonNode, Dml.Done> each) {
        JsonNode body = call.json();
        JsonNode records = body.path("records");
        if (!records.isArray()) {
            throw Refusal.json("The records property must be an array of records");
        }
        List<JsonNode> list = new ArrayList<>();
        records.forEach(list::add);
        limit(list.size());
        boolean upsert = call.segments().size() == 4;
        return run(call, body.path("allOrNone").asBoolean(false), list, each, upsert);
    }

    private SimResponse delete(Call call) {
        List<String> ids = List.of(call.parameter("ids").orElse("").split(","));
        limit(ids.size());
        List<JsonNode> nodes = ids.stream()
                .map(id -> (JsonNode) JsonNodeFactory.instance.stringNode(id))
                .toList();
        boolean allOrNone =
                call.parameter("allOrNone").filter("true"::equalsIgnoreCase).isPresent();
        return run(
                call,
                allOrNone,
                nodes,
                (tx, node) -> {
                    String id = RecordIds.normal(node.asString().strip())
                            .orElseThrow(() -> Refusal.bad("MALFORMED_ID", "malformed id " + node.asString()));
                    ObjectDef type = org.schema()
                            .ofId(id)
                            .orElseThrow(
                                    () -> Refusal.bad("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"));
                    return dml.delete(tx, type, id);
                },
                false);
    }

    private SimResponse run(
            Call call,
            boolean allOrNone,
            List<JsonNode> nodes,
            BiFunction<Transaction, JsonNode, Dml.Done> each,
            boolean tellCreated) {
        boolean spoil = nodes.size() > 1
                && faults.strikes(Fault.PARTIAL_FAILURE, call.session().operation());
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        org.write(call.session(), tx -> {
            boolean failed = false;
            int start = tx.savepoint();
            for (int i = 0; i < nodes.size(); i++) {
                int before = tx.savepoint();
                try {
                    if (spoil && i == nodes.size() - 1) {
                        throw Refusal.bad(
                                "FIELD_CUSTOM_VALIDATION_EXCEPTION", "A validation rule refuses this record.");
                    }
                    Dml.Done done = each.apply(tx, nodes.get(i));
                    ObjectNode ok = answer.addObject().put("id", done.id()).put("success", true);
                    ok.putArray("errors");
                    if (tellCreated) {
                        ok.put("created", done.created());
                    }
                } catch (Refusal refusal) {
                    if (refusal.code().equals("JSON_PARSER_ERROR")) {
                        // A value of the wrong JSON type is met while the whole body is read: no record is taken.
                        throw refusal;
                    }
                    tx.rollbackTo(before);
                    failed = true;
                    answer.add(failure(
                            refusal.code(), refusal.says(), refusal.status() == 300 ? List.of() : refusal.fields()));
                }
            }
            if (failed && allOrNone) {
                tx.rollbackTo(start);
                rolledBack(answer);
            }
            return answer;
        });
        return Wire.json(answer);
    }

    private static void rolledBack(ArrayNode answer) {
        for (int i = 0; i < answer.size(); i++) {
            if (answer.get(i).path("success").asBoolean(false)) {
                answer.set(
                        i,
                        failure(
                                "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                                "Record rolled back because not all records were valid and the request was using AllOrNone header",
                                List.of()));
            }
        }
    }

    private static ObjectNode failure(String code, String message, List<String> fields) {
        ObjectNode node = Wire.object().put("success", false);
        node.putArray("errors").add(Wire.errorNode("statusCode", code, message, fields));
        return node;
    }

    private SimResponse retrieve(Call call, List<String> ids, List<String> fields) {
        ObjectDef type = org.schema().require(call.segments().get(2));
        if (ids.size() > 2_000) {
            throw Refusal.bad("EXCEEDED_ID_LIMIT", "at most 2000 ids in a retrieve call");
        }
        List<FieldDef> wanted =
                fields.stream().map(f -> type.require(f.strip())).toList();
        ArrayNode answer = JsonNodeFactory.instance.arrayNode();
        org.read(o -> {
            for (String written : ids) {
                Optional<Row> row = RecordIds.normal(written.strip())
                        .flatMap(id -> o.find(type, id))
                        .filter(r -> !r.is("IsDeleted"));
                if (row.isEmpty()) {
                    answer.addNull();
                } else {
                    ObjectNode node = Records.start(row.get(), call.version());
                    node.put("Id", row.get().id());
                    wanted.forEach(f -> node.set(f.name(), Records.value(row.get(), f)));
                    answer.add(node);
                }
            }
            return answer;
        });
        return Wire.json(answer);
    }

    private static List<String> fields(Call call) {
        return ids(call.json().path("fields"));
    }

    private static List<String> ids(JsonNode array) {
        List<String> ids = new ArrayList<>();
        array.forEach(n -> ids.add(n.asString("")));
        return ids;
    }

    private ObjectDef typeOf(JsonNode node) {
        String type = node.path("attributes").path("type").asString("");
        return org.schema()
                .find(type)
                .orElseThrow(() -> Refusal.bad(
                        "INVALID_TYPE",
                        type.isEmpty()
                                ? "the record has no attributes.type"
                                : "sObject type '%s' is not supported.".formatted(type)));
    }

    private static JsonNode without(JsonNode node, String... names) {
        ObjectNode copy = (ObjectNode) node.deepCopy();
        copy.remove(List.of(names));
        return copy;
    }

    private static void limit(int size) {
        if (size > RECORDS_MAX) {
            throw Refusal.bad(
                    "EXCEEDED_ID_LIMIT",
                    "record limit reached. cannot submit more than %d records in this call".formatted(RECORDS_MAX));
        }
    }
}
