package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Condition;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Item;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Order;
import dev.throughline.connectors.salesforce.simulator.SoqlQuery.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Takes the object's alias or own name off the paths: {@code SELECT a.Name FROM Account a}. */
final class SoqlAlias {
    private SoqlAlias() {}

    static SoqlQuery resolve(SoqlQuery query, Optional<String> alias) {
        UnaryOperator<Path> strip = path -> {
            String first = path.steps().getFirst();
            boolean own = first.equalsIgnoreCase(alias.orElse(query.from()))
                    && path.steps().size() > 1;
            return own ? new Path(path.steps().subList(1, path.steps().size()), path.at()) : path;
        };
        return new SoqlQuery(
                query.select().stream().map(i -> item(i, strip)).toList(),
                query.from(),
                query.where().map(c -> condition(c, strip)),
                query.groupBy().stream().map(strip).toList(),
                query.orderBy().stream()
                        .map(o -> new Order(strip.apply(o.path()), o.descending(), o.nullsLast()))
                        .toList(),
                query.limit(),
                query.offset());
    }

    private static Item item(Item item, UnaryOperator<Path> strip) {
        return switch (item) {
            case Item.Field(var path, var alias) -> new Item.Field(strip.apply(path), alias);
            case Item.Aggregate(var f, var path, var alias, var at) ->
                new Item.Aggregate(f, path.map(strip), alias, at);
            case Item.Children c -> c;
            case Item.Fields f -> f;
        };
    }

    private static Condition condition(Condition condition, UnaryOperator<Path> strip) {
        return switch (condition) {
            case Condition.All(var of) ->
                new Condition.All(of.stream().map(c -> condition(c, strip)).toList());
            case Condition.Any(var of) ->
                new Condition.Any(of.stream().map(c -> condition(c, strip)).toList());
            case Condition.Not(var of) -> new Condition.Not(condition(of, strip));
            case Condition.Compare(var path, var op, var value) -> new Condition.Compare(strip.apply(path), op, value);
            case Condition.In(var path, var not, var values) -> new Condition.In(strip.apply(path), not, values);
            case Condition.InQuery(var path, var not, var q) -> new Condition.InQuery(strip.apply(path), not, q);
        };
    }
}
