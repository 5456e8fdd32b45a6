package dev.throughline.connectors.kantata;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * What Kantata holds. The vendor counts, but sums nothing: sums are made here, page by page. Time is summed in hours, expenses in their currency, and invoices
 * by their open balance, since an invoice does not show its total.
 */
final class KantataInventory implements Inventory {
    private static final CursorCodec<Place> CODEC = new CursorCodec<>("kantata-inventory", 1, Place.class);
    private static final BigDecimal MINUTES = BigDecimal.valueOf(60);

    /** @param last id of the record before {@code offset} */
    record Place(int offset, Optional<String> last) {}

    private final KantataClient client;

    KantataInventory(KantataClient client) {
        this.client = client;
    }

    @Override
    public Set<ObjectType> objects() {
        Set<ObjectType> objects = new LinkedHashSet<>();
        for (KantataObject object : KantataObject.values()) {
            if (object.reading != KantataObject.Reading.NEVER) {
                objects.add(object.type());
            }
        }
        return objects;
    }

    @Override
    public Counted totals(ObjectType objectType, Window window) {
        KantataObject object = KantataObject.require(objectType);
        Map<String, Sum> sums = new TreeMap<>();
        Optional<Cursor> cursor = Optional.empty();
        while (true) {
            switch (records(objectType, window, cursor, KantataClient.PAGE_MAX)) {
                case ReadResult.Failed(var trouble) -> {
                    return new Counted.Failed(trouble);
                }
                case ReadResult.Expired(var reason, var ignored) -> {
                    return new Counted.Failed(new Trouble.Unavailable(reason, Optional.empty()));
                }
                case ReadResult.Page page -> {
                    page.changes().forEach(c -> add(object, c.payload(), sums));
                    if (!page.more()) {
                        return new Counted.Totals(sums.entrySet().stream()
                                .map(e -> e.getValue().total(object, e.getKey()))
                                .toList());
                    }
                    cursor = Optional.of(page.next());
                }
            }
        }
    }

    /** @param minor minutes, or minor units of which {@code unit} make one */
    private record Sum(long count, BigDecimal minor, BigDecimal unit) {
        Total total(KantataObject object, String currency) {
            int scale = object == KantataObject.TIME_ENTRIES ? 4 : unit.precision() - 1;
            return new Total(currency, count, minor.divide(unit, scale, RoundingMode.HALF_UP));
        }
    }

    private static void add(KantataObject object, JsonNode row, Map<String, Sum> sums) {
        Sum one = switch (object) {
            case TIME_ENTRIES -> new Sum(1, number(row, "time_in_minutes", 0), MINUTES);
            case EXPENSES -> new Sum(1, number(row, "amount_in_cents", 0), number(row, "currency_base_unit", 100));
            case INVOICES -> new Sum(1, number(row, "balance_in_cents", 0), number(row, "currency_base_unit", 100));
            default -> new Sum(1, BigDecimal.ZERO, BigDecimal.ONE);
        };
        boolean money = object == KantataObject.EXPENSES || object == KantataObject.INVOICES;
        sums.merge(
                money ? row.path("currency").asString("") : "",
                one,
                (a, b) -> new Sum(a.count + b.count, a.minor.add(b.minor), b.unit));
    }

    private static BigDecimal number(JsonNode row, String field, long otherwise) {
        JsonNode value = row.path(field);
        return value.isNumber() ? value.decimalValue() : BigDecimal.valueOf(otherwise);
    }

    @Override
    public ReadResult records(ObjectType objectType, Window window, Optional<Cursor> cursor, int limit) {
        KantataObject object = KantataObject.require(objectType);
        if (object.reading == KantataObject.Reading.NEVER) {
            throw new IllegalArgumentException("Kantata lists no " + objectType);
        }
        int size = Math.clamp(limit, 1, KantataClient.PAGE_MAX - 1);
        Place place = cursor.map(CODEC::read).orElseGet(() -> new Place(0, Optional.empty()));
        boolean overlapping = place.last().isPresent();
        Map<String, String> query = new LinkedHashMap<>(object.everything());
        query.put("order", "created_at:asc");
        query.put("limit", Integer.toString(overlapping ? size + 1 : size));
        query.put("offset", Integer.toString(overlapping ? place.offset() - 1 : 0));
        object.dateField()
                .filter(_ -> window.from().isPresent() || window.to().isPresent())
                .ifPresent(f -> query.put(
                        f + "_between",
                        window.from().map(Object::toString).orElse("1970-01-01")
                                + ":"
                                + window.to().map(Object::toString).orElse("2999-12-31")));
        return switch (client.list(object.collection, query)) {
            case KantataClient.Failed(var trouble) -> new ReadResult.Failed(trouble);
            case KantataClient.Rows(var rows, var ignored) -> page(object, window, place, rows, size);
        };
    }

    private ReadResult page(KantataObject object, Window window, Place place, List<JsonNode> read, int size) {
        List<JsonNode> rows = read;
        if (place.last().isPresent()) {
            boolean shifted = read.isEmpty()
                    || !read.getFirst()
                            .path("id")
                            .asString("")
                            .equals(place.last().get());
            if (shifted) {
                return new ReadResult.Failed(new Trouble.Unavailable(
                        "records were deleted while %s was being counted; count again".formatted(object.collection),
                        Optional.empty()));
            }
            rows = read.subList(1, read.size());
        }
        List<Change> changes = new ArrayList<>();
        for (JsonNode row : rows) {
            if (inWindow(object, row, window)) {
                changes.add(KantataRecords.upserted(object, row, client.clock().instant()));
            }
        }
        boolean more = rows.size() >= size;
        Place next = rows.isEmpty()
                ? place
                : new Place(
                        place.offset() + rows.size(),
                        Optional.of(rows.getLast().path("id").asString("")));
        return new ReadResult.Page(changes, CODEC.write(next), more, List.of());
    }

    /** Tested here too: a filter that the vendor does not know is ignored without a word. */
    private static boolean inWindow(KantataObject object, JsonNode row, Window window) {
        if (object.dateField().isEmpty()) {
            return true;
        }
        String day = row.path(object.dateField().get()).asString("");
        return window.from().map(f -> day.compareTo(f.toString()) >= 0).orElse(true)
                && window.to().map(t -> day.compareTo(t.toString()) <= 0).orElse(true);
    }
}
