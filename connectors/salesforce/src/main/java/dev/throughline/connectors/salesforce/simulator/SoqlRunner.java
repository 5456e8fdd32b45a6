package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Item;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs a query against the org, inside its lock. */
final class SoqlRunner {
    /** @param counted the answer of a bare {@code COUNT()}, else the number of records */
    record Result(int counted, List<JsonNode> records) {}

    private static final int FIELDS_LIMIT_MAX = 200;

    private final Org org;
    private final String version;
    private final boolean deletedToo;
    private final SoqlFilter filter;

    SoqlRunner(Org org, String version, boolean deletedToo) {
        this.org = org;
        this.version = version;
        this.deletedToo = deletedToo;
        this.filter = new SoqlFilter(org, this::column);
    }

    Result run(SoqlQuery query) {
        ObjectDef type = object(query.from());
        if (query.aggregated()) {
            return new SoqlAggregates(org)
                    .run(type, query, matching(type, query).toList());
        }
        List<JsonNode> records = records(query, _ -> true);
        return new Result(records.size(), records);
    }

    /** The records of a query without aggregates which also pass the test. */
    List<JsonNode> records(SoqlQuery query, Predicate<Row> test) {
        return rows(query, test).stream()
                .map(row -> (JsonNode) record(row, query.select()))
                .toList();
    }

    /** The rows of a query without aggregates which also pass the test, in their order. */
    List<Row> rows(SoqlQuery query, Predicate<Row> test) {
        ObjectDef type = object(query.from());
        checkSelect(type, query);
        return sorted(type, query)
                .filter(test)
                .skip(query.offset())
                .limit(query.limit())
                .toList();
    }

    private Stream<Row> matching(ObjectDef type, SoqlQuery query) {
        Stream<Row> rows = org.rows(type).stream().filter(r -> deletedToo || !r.is("IsDeleted"));
        return query.where().isPresent()
                ? rows.filter(filter.bind(type, query.where().get()))
                : rows;
    }

    private Stream<Row> sorted(ObjectDef type, SoqlQuery query) {
        Comparator<Row> order = (_, _) -> 0;
        for (SoqlQuery.Order by : query.orderBy()) {
            SoqlPath path = SoqlPath.bind(org, type, by.path());
            order = order.thenComparing((a, b) -> compare(folded(path, a), folded(path, b), by));
        }
        return matching(type, query).sorted(order.thenComparing(Row::id));
    }

    private static @Nullable Object folded(SoqlPath path, Row row) {
        Object value = path.value(row);
        return value == null ? null : SoqlFilter.folded(path.field(), value);
    }

    static int compare(@Nullable Object a, @Nullable Object b, SoqlQuery.Order by) {
        if (a == null || b == null) {
            int nullsFirst = Boolean.compare(a != null, b != null);
            return by.nullsLast() ? -nullsFirst : nullsFirst;
        }
        int order = SoqlFilter.order(a, b);
        return by.descending() ? -order : order;
    }

    private Set<Object> column(SoqlQuery query) {
        ObjectDef type = object(query.from());
        if (query.select().size() != 1 || !(query.select().getFirst() instanceof Item.Field(var path, var _))) {
            throw Refusal.bad("MALFORMED_QUERY", "a subquery in a condition selects exactly one field");
        }
        SoqlPath at = SoqlPath.bind(org, type, path);
        Set<Object> values = new HashSet<>();
        matching(type, query).map(at::value).filter(v -> v != null).forEach(values::add);
        return values;
    }

    // An empty result must refuse an unknown field as well.
    private void checkSelect(ObjectDef type, SoqlQuery query) {
        Set<String> seen = new HashSet<>();
        for (Item item : query.select()) {
            switch (item) {
                case Item.Field(var path, var alias) -> {
                    SoqlPath.bind(org, type, path);
                    if (alias.isPresent()) {
                        throw Refusal.bad("MALFORMED_QUERY", "only aggregate expressions use field aliasing");
                    }
                    if (!seen.add(path.text().toLowerCase(java.util.Locale.ROOT))) {
                        throw Refusal.bad("INVALID_FIELD", "duplicate field selected: " + path.text());
                    }
                }
                case Item.Children(var children, var _) -> child(type, children);
                case Item.Fields fields -> {
                    if (!fields.which().equals("STANDARD") && query.limit() > FIELDS_LIMIT_MAX) {
                        throw Refusal.bad(
                                "MALFORMED_QUERY",
                                "The SOQL FIELDS function must have a LIMIT of at most " + FIELDS_LIMIT_MAX);
                    }
                    fields(type, fields);
                }
                case Item.Aggregate a -> throw Refusal.bad("MALFORMED_QUERY", "unexpected aggregate " + a.function());
            }
        }
    }

    private ObjectNode record(Row row, List<Item> select) {
        ObjectNode node = start(row);
        Map<String, List<Item>> parents = new LinkedHashMap<>();
        for (Item item : select) {
            switch (item) {
                case Item.Field(var path, var _)
                when path.steps().size() > 1 -> {
                    String first = path.steps().getFirst().toLowerCase(java.util.Locale.ROOT);
                    parents.computeIfAbsent(first, _ -> new ArrayList<>()).add(rest(path));
                    node.putNull(relationship(row.type(), path).relationship());
                }
                case Item.Field(var path, var _) ->
                    put(node, row, SoqlPath.bind(org, row.type(), path).field());
                case Item.Fields fields -> fields(row.type(), fields).forEach(f -> put(node, row, f));
                case Item.Children(var query, var _) -> node.set(childName(row.type(), query), children(row, query));
                case Item.Aggregate a -> throw Refusal.bad("MALFORMED_QUERY", "unexpected aggregate " + a.function());
            }
        }
        parents.forEach((name, items) -> {
            FieldDef reference = row.type().byRelationship(name).orElseThrow();
            ObjectDef parent = org.schema().require(reference.target());
            org.find(parent, row.text(reference.name()))
                    .ifPresent(p -> node.set(reference.relationship(), record(p, items)));
        });
        return node;
    }

    private FieldDef relationship(ObjectDef type, SoqlQuery.Path path) {
        return SoqlPath.bind(org, type, path).walk().getFirst();
    }

    private static Item rest(SoqlQuery.Path path) {
        List<String> steps = path.steps();
        return new Item.Field(
                new SoqlQuery.Path(steps.subList(1, steps.size()), path.at()), java.util.Optional.empty());
    }

    private ObjectNode start(Row row) {
        return Records.start(row, version);
    }

    private void put(ObjectNode node, Row row, FieldDef field) {
        node.set(field.name(), Records.value(row, field));
    }

    static List<FieldDef> fields(ObjectDef type, Item.Fields fields) {
        return switch (fields.which()) {
            case "ALL" -> List.copyOf(type.fields());
            case "STANDARD" -> type.fields().stream().filter(f -> !f.custom()).toList();
            case "CUSTOM" -> type.fields().stream().filter(FieldDef::custom).toList();
            default -> throw Refusal.bad("MALFORMED_QUERY", "FIELDS takes ALL, STANDARD or CUSTOM");
        };
    }

    private JsonNode children(Row row, SoqlQuery query) {
        Schema.Child child = child(row.type(), query);
        if (query.aggregated()) {
            throw Refusal.bad("MALFORMED_QUERY", "aggregates are not taken in a child query");
        }
        List<ObjectNode> records = sorted(child.object(), query)
                .filter(r -> r.text(child.via().name()).equals(row.id()))
                .skip(query.offset())
                .limit(query.limit())
                .map(r -> record(r, query.select()))
                .toList();
        if (records.isEmpty()) {
            return JsonNodeFactory.instance.nullNode();
        }
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("totalSize", records.size());
        node.put("done", true);
        records.forEach(node.putArray("records")::add);
        return node;
    }

    private String childName(ObjectDef type, SoqlQuery query) {
        return child(type, query).via().childName();
    }

    private Schema.Child child(ObjectDef type, SoqlQuery query) {
        Schema.Child child = org.schema()
                .child(type, query.from())
                .orElseThrow(() -> Refusal.bad(
                        "INVALID_TYPE",
                        "Didn't understand relationship '%s' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name."
                                .formatted(query.from())));
        checkSelect(child.object(), query);
        return child;
    }

    private ObjectDef object(String name) {
        return org.schema()
                .find(name)
                .orElseThrow(() -> Refusal.bad(
                        "INVALID_TYPE",
                        "sObject type '%s' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names."
                                .formatted(name)));
    }
}
