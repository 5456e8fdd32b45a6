package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Counts and sums as the org computes them. In an org with several currencies a plain SUM comes in the corporate currency at some rate, so sums are always asked for by
 * {@code CurrencyIsoCode}. Whatever has no amount is only counted.
 */
final class SalesforceInventory implements Inventory {
    private static final int PAGE_MAX = 2_000;

    /** @param after the last id read */
    record Position(String after) {}

    private static final CursorCodec<Position> CODEC = new CursorCodec<>("inventory", 1, Position.class);

    private final SalesforceClient client;
    private final SalesforceShapes shapes;
    private final Optional<String> currency;

    SalesforceInventory(SalesforceClient client, SalesforceShapes shapes, Optional<String> currency) {
        this.client = client;
        this.shapes = shapes;
        this.currency = currency;
    }

    @Override
    public Set<ObjectType> objects() {
        return SalesforceObjects.types();
    }

    @Override
    public Counted totals(ObjectType objectType, Window window) {
        SalesforceObjects object = SalesforceObjects.of(objectType);
        JsonHttp.Read read = shapes.asking(object, shape -> client.query(totalsQuery(object, shape, window)));
        return switch (read) {
            case JsonHttp.Failed(var trouble) -> new Counted.Failed(trouble);
            case JsonHttp.Body(var body, var _) -> counted(object, body);
        };
    }

    private static String totalsQuery(SalesforceObjects object, SalesforceShapes.Shape shape, Window window) {
        Optional<String> amount = object.amount().filter(shape.names()::contains);
        String sum = amount.map(a -> ", SUM(" + a + ") s").orElse("");
        boolean byCurrency = amount.isPresent() && shape.multiCurrency();
        return "SELECT %sCOUNT(Id) n%s FROM %s%s%s"
                .formatted(
                        byCurrency ? "CurrencyIsoCode, " : "",
                        sum,
                        object.wire(),
                        where(object, window, ""),
                        byCurrency ? " GROUP BY CurrencyIsoCode" : "");
    }

    private Counted counted(SalesforceObjects object, JsonNode body) {
        List<Total> totals = new ArrayList<>();
        for (JsonNode row : body.path("records")) {
            if (!row.path("n").isNumber()) {
                return new Counted.Failed(
                        new Trouble.Malformed("totals of %s came without a count".formatted(object.wire())));
            }
            JsonNode sum = row.path("s");
            String unit =
                    object.amount().isEmpty() ? "" : row.path("CurrencyIsoCode").asString(currency.orElse(""));
            long count = row.path("n").longValue();
            if (count > 0) {
                totals.add(new Total(unit, count, sum.isNumber() ? sum.decimalValue() : BigDecimal.ZERO));
            }
        }
        return new Counted.Totals(totals);
    }

    @Override
    public ReadResult records(ObjectType objectType, Window window, Optional<Cursor> cursor, int limit) {
        SalesforceObjects object = SalesforceObjects.of(objectType);
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, is " + limit);
        }
        String after = cursor.map(CODEC::read).map(Position::after).orElse("");
        int wanted = Math.min(limit, PAGE_MAX);
        JsonHttp.Read read = shapes.asking(
                object,
                shape -> client.query("SELECT %s FROM %s%s ORDER BY Id ASC LIMIT %d"
                        .formatted(shape.select(), object.wire(), where(object, window, after), wanted)));
        return switch (read) {
            case JsonHttp.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case JsonHttp.Body(var body, var _) -> page(object, after, wanted, body);
        };
    }

    private static ReadResult page(SalesforceObjects object, String after, int wanted, JsonNode body) {
        List<Change> changes = new ArrayList<>();
        String last = after;
        for (JsonNode row : body.path("records")) {
            Optional<Change> change = SalesforceRecords.change(object, row);
            if (change.isEmpty()) {
                return new ReadResult.Failed(new Trouble.Malformed("a record came without Id or SystemModstamp"));
            }
            changes.add(change.get());
            last = change.get().externalId().value();
        }
        boolean more = !changes.isEmpty()
                && (changes.size() >= wanted || !body.path("done").asBoolean(true));
        return new ReadResult.Page(changes, CODEC.write(new Position(last)), more, List.of());
    }

    private static String where(SalesforceObjects object, Window window, String after) {
        List<String> conditions = new ArrayList<>();
        object.businessDate().ifPresent(field -> {
            boolean time = field.equals("CreatedDate");
            window.from().ifPresent(d -> conditions.add("%s >= %s".formatted(field, day(d, time))));
            window.to().ifPresent(d -> conditions.add("%s < %s".formatted(field, day(d.plusDays(1), time))));
        });
        if (!after.isEmpty()) {
            conditions.add("Id > '%s'".formatted(SoqlText.id(after)));
        }
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private static String day(LocalDate day, boolean time) {
        return time ? day + "T00:00:00.000Z" : day.toString();
    }
}
