package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Item;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * COUNT, SUM and their like. Money summed over several currencies comes in the org's corporate currency, at the plain rates of {@code CurrencyType}; who wants
 * exact sums groups by {@code CurrencyIsoCode}.
 */
final class SoqlAggregates {
    private static final int GROUPS_MAX = 2_000;

    private final Org org;

    SoqlAggregates(Org org) {
        this.org = org;
    }

    SoqlRunner.Result run(ObjectDef type, SoqlQuery query, List<Row> rows) {
        if (query.select().equals(List.of(query.select().getFirst()))
                && query.select().getFirst() instanceof Item.Aggregate(var _, var path, var _, var _)
                && path.isEmpty()) {
            return new SoqlRunner.Result(Math.min(rows.size(), query.limit()), List.of());
        }
        List<SoqlPath> keys =
                query.groupBy().stream().map(p -> SoqlPath.bind(org, type, p)).toList();
        Map<List<@Nullable Object>, List<Row>> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), rows);
        }
        for (Row row : rows) {
            if (!keys.isEmpty()) {
                List<@Nullable Object> key = new ArrayList<>();
                keys.forEach(k -> key.add(k.value(row)));
                groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(row);
            }
        }
        if (groups.size() > GROUPS_MAX) {
            throw Refusal.bad(
                    "EXCEEDED_ID_LIMIT",
                    "Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch");
        }
        boolean oneCurrency = query.groupBy().stream().anyMatch(p -> p.text().equalsIgnoreCase("CurrencyIsoCode"));
        Stream<Map<String, @Nullable Object>> lines =
                groups.entrySet().stream().map(g -> line(type, query, g.getKey(), g.getValue(), oneCurrency));
        List<JsonNode> records = lines.sorted(order(query))
                .skip(query.offset())
                .limit(query.limit())
                .map(l -> json(type, query, l))
                .toList();
        return new SoqlRunner.Result(records.size(), records);
    }

    private Map<String, @Nullable Object> line(
            ObjectDef type, SoqlQuery query, List<@Nullable Object> key, List<Row> rows, boolean oneCurrency) {
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        int unnamed = 0;
        for (Item item : query.select()) {
            switch (item) {
                case Item.Field(var path, var alias) -> {
                    int at = groupIndex(query, path);
                    line.put(alias.orElse(path.steps().getLast()), key.get(at));
                }
                case Item.Aggregate aggregate -> {
                    String name =
                            aggregate.alias().isPresent() ? aggregate.alias().get() : "expr" + unnamed++;
                    line.put(name, value(type, aggregate, rows, oneCurrency));
                }
                case Item.Children _, Item.Fields _ ->
                    throw Refusal.bad("MALFORMED_QUERY", "subqueries and FIELDS cannot stand beside aggregates");
            }
        }
        for (int i = 0; i < query.groupBy().size(); i++) {
            line.putIfAbsent("#" + query.groupBy().get(i).text().toLowerCase(Locale.ROOT), key.get(i));
        }
        return line;
    }

    private static int groupIndex(SoqlQuery query, SoqlQuery.Path path) {
        for (int i = 0; i < query.groupBy().size(); i++) {
            if (query.groupBy().get(i).text().equalsIgnoreCase(path.text())) {
                return i;
            }
        }
        throw Refusal.bad("MALFORMED_QUERY", "Field must be grouped or aggregated: " + path.text());
    }

    private @Nullable Object value(ObjectDef type, Item.Aggregate aggregate, List<Row> rows, boolean oneCurrency) {
        if (aggregate.path().isEmpty()) {
            return BigDecimal.valueOf(rows.size());
        }
        SoqlPath path = SoqlPath.bind(org, type, aggregate.path().get());
        boolean convert = !oneCurrency && path.field().type() == FieldDef.Type.CURRENCY;
        List<Object> values = new ArrayList<>();
        for (Row row : rows) {
            Object value = path.value(row);
            if (value != null) {
                values.add(convert ? corporate((BigDecimal) value, row.text("CurrencyIsoCode")) : value);
            }
        }
        return switch (aggregate.function()) {
            case "COUNT" -> BigDecimal.valueOf(values.size());
            case "COUNT_DISTINCT" ->
                BigDecimal.valueOf(values.stream().distinct().count());
            case "MIN" -> values.stream().min(SoqlFilter::order).orElse(null);
            case "MAX" -> values.stream().max(SoqlFilter::order).orElse(null);
            case "SUM" -> values.isEmpty() ? null : sum(path.field(), values);
            case "AVG" ->
                values.isEmpty()
                        ? null
                        : sum(path.field(), values).divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL64);
            default -> throw new IllegalStateException("no such aggregate: " + aggregate.function());
        };
    }

    private static BigDecimal sum(FieldDef field, List<Object> values) {
        if (!field.type().numeric()) {
            throw Refusal.bad(
                    "MALFORMED_QUERY", "field %s does not support aggregate operator SUM".formatted(field.name()));
        }
        return values.stream().map(BigDecimal.class::cast).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal corporate(BigDecimal value, String currency) {
        BigDecimal rate = org.rows(org.schema().require("CurrencyType")).stream()
                .filter(c -> c.text("IsoCode").equals(currency))
                .map(c -> (BigDecimal) Objects.requireNonNull(c.get("ConversionRate")))
                .findFirst()
                .orElse(BigDecimal.ONE);
        return value.divide(rate, 2, RoundingMode.HALF_UP);
    }

    private static Comparator<Map<String, @Nullable Object>> order(SoqlQuery query) {
        Comparator<Map<String, @Nullable Object>> order = (_, _) -> 0;
        for (SoqlQuery.Order by : query.orderBy()) {
            String column = column(query, by.path().text());
            order = order.thenComparing((a, b) -> SoqlRunner.compare(a.get(column), b.get(column), by));
        }
        return order;
    }

    private static String column(SoqlQuery query, String text) {
        int unnamed = 0;
        for (Item item : query.select()) {
            if (item instanceof Item.Aggregate a) {
                String name = a.alias().isPresent() ? a.alias().get() : "expr" + unnamed++;
                String call = a.function() + "("
                        + a.path().map(p -> p.text().toLowerCase(Locale.ROOT)).orElse("") + ")";
                if (text.equals(call) || text.equalsIgnoreCase(name)) {
                    return name;
                }
            }
        }
        String grouped = "#" + text.toLowerCase(Locale.ROOT);
        if (query.groupBy().stream().noneMatch(p -> p.text().equalsIgnoreCase(text))) {
            throw Refusal.bad("MALFORMED_QUERY", "Ordered field must be grouped or aggregated: " + text);
        }
        return grouped;
    }

    private JsonNode json(ObjectDef type, SoqlQuery query, Map<String, @Nullable Object> line) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.putObject("attributes").put("type", "AggregateResult");
        int unnamed = 0;
        for (Item item : query.select()) {
            if (item instanceof Item.Aggregate a) {
                String name = a.alias().isPresent() ? a.alias().get() : "expr" + unnamed++;
                node.set(name, number(type, a, line.get(name)));
            } else if (item instanceof Item.Field(var path, var alias)) {
                String name = alias.orElse(path.steps().getLast());
                node.set(name, Values.write(SoqlPath.bind(org, type, path).field(), line.get(name)));
            }
        }
        return node;
    }

    private JsonNode number(ObjectDef type, Item.Aggregate aggregate, @Nullable Object value) {
        if (aggregate.function().startsWith("COUNT")) {
            return JsonNodeFactory.instance.numberNode(((BigDecimal) Objects.requireNonNull(value)).intValueExact());
        }
        FieldDef field =
                SoqlPath.bind(org, type, aggregate.path().orElseThrow()).field();
        return Values.write(field, value);
    }
}
