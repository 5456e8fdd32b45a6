package dev.throughline.connectors.kantata.simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists a collection: filters, order and paging of one request. Remembers the last answers, so that paging through a filtered million stays cheap. */
final class Query {
    static final int PER_PAGE = 20;
    static final int PER_PAGE_MAX = 200;
    private static final int REMEMBERED = 8;

    /** @param total of all pages */
    record Found(long total, int pageNumber, int pageSize, List<Row> rows) {}

    private record Paging(int offset, int size, int number) {}

    private record Matches(long changes, List<Row> rows) {}

    private final Store store;
    private final Map<String, Matches> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Matches> eldest) {
            return size() > REMEMBERED;
        }
    };

    Query(Store store) {
        this.store = store;
    }

    Found run(Kind kind, Map<String, List<String>> parameters) {
        Table table = store.table(kind.collection());
        Paging paging = paging(parameters);
        Order order = Order.of(kind, parameters);
        List<Predicate<Row>> filters = new Filters(store, kind, parameters).all();
        Optional<Long> after = moment(parameters, "updated_after");
        Optional<Long> before = moment(parameters, "updated_before");
        if (filters.isEmpty() && order.byChange()) {
            return ranked(table.byChange(), after, before, order.descending(), paging);
        }
        after.ifPresent(s -> filters.add(row -> row.updated > s));
        before.ifPresent(s -> filters.add(row -> row.updated < s));
        List<Row> all = matching(kind, parameters, filters, order);
        int from = Math.min(paging.offset, all.size());
        int until = Math.min(from + paging.size, all.size());
        return new Found(all.size(), paging.number, paging.size, all.subList(from, until));
    }

    private static Found ranked(
            Ranked rows, Optional<Long> after, Optional<Long> before, boolean descending, Paging paging) {
        int low = after.map(rows::upTo).orElse(0);
        int high = before.map(s -> rows.upTo(s - 1)).orElse(rows.size());
        int total = Math.max(0, high - low);
        int from = Math.min(paging.offset, total);
        int count = Math.min(paging.size, total - from);
        List<Row> page = descending ? rows.slice(high - from - count, count).reversed() : rows.slice(low + from, count);
        return new Found(total, paging.number, paging.size, page);
    }

    private List<Row> matching(
            Kind kind, Map<String, List<String>> parameters, List<Predicate<Row>> filters, Order order) {
        String key = parameters.entrySet().stream()
                .filter(p -> !List.of("page", "per_page", "limit", "offset", "include", "optional_fields")
                        .contains(p.getKey()))
                .map(p -> p.getKey() + "=" + p.getValue())
                .sorted()
                .collect(Collectors.joining("&", kind.collection() + "?", ""));
        Table table = store.table(kind.collection());
        // These decide about other rows too, through filters.
        long changes = table.changes()
                + List.of("workspaces", "external_references", "workspace_resources", "participations").stream()
                        .mapToLong(other -> store.table(other).changes())
                        .sum();
        Matches known = remembered.get(key);
        if (known != null && known.changes == changes) {
            return known.rows;
        }
        List<Row> rows = new ArrayList<>();
        Predicate<Row> all = filters.stream().reduce(_ -> true, Predicate::and);
        candidates(table, kind, parameters).forEach(row -> {
            if (all.test(row)) {
                rows.add(row);
            }
        });
        rows.sort(order.comparator(table));
        remembered.put(key, new Matches(changes, rows));
        return rows;
    }

    /** Narrows by an indexed key where the request names one. */
    private List<Row> candidates(Table table, Kind kind, Map<String, List<String>> parameters) {
        for (Kind.Attribute attribute : kind.attributes().values()) {
            String name = attribute.name();
            String value = Filters.first(parameters, name).orElse("");
            if (table.isIndexed(name) && attribute.type() == Kind.Type.TEXT && !value.isEmpty()) {
                return table.where(name, value);
            }
            if (table.isIndexed(name) && attribute.type() != Kind.Type.TEXT && value.matches("\\d{1,18}")) {
                return table.where(name, Long.valueOf(value));
            }
        }
        Optional<String> only = Filters.first(parameters, "only");
        if (only.isPresent()) {
            return Filters.numbers(only.get()).stream()
                    .sorted()
                    .flatMap(id -> table.row(id).stream())
                    .toList();
        }
        Optional<String> references = Filters.first(parameters, "external_reference_service_model_refs");
        if (references.isPresent()) {
            return referredTo(table, kind, references.get());
        }
        List<Row> rows = new ArrayList<>(table.size());
        table.each(rows::add);
        return rows;
    }

    private List<Row> referredTo(Table table, Kind kind, String references) {
        Table held = store.table("external_references");
        Set<Long> ids = new TreeSet<>();
        for (String reference : references.split(",")) {
            for (Row row : held.where("service_model_ref", reference)) {
                if (kind.subjectType().equals(held.get(row, "subject_type"))
                        && held.get(row, "subject_id") instanceof Long id) {
                    ids.add(id);
                }
            }
        }
        return ids.stream().flatMap(id -> table.row(id).stream()).toList();
    }

    static Optional<Long> moment(Map<String, List<String>> parameters, String name) {
        return Filters.first(parameters, name).map(Values::moment);
    }

    private static Paging paging(Map<String, List<String>> parameters) {
        if (parameters.containsKey("limit") || parameters.containsKey("offset")) {
            int size = Math.min(positive(parameters, "limit", PER_PAGE, 1), PER_PAGE_MAX);
            int offset = positive(parameters, "offset", 0, 0);
            return new Paging(offset, size, offset / size + 1);
        }
        int size = Math.min(positive(parameters, "per_page", PER_PAGE, 1), PER_PAGE_MAX);
        int number = positive(parameters, "page", 1, 1);
        return new Paging(Math.toIntExact(Math.min(Integer.MAX_VALUE, (number - 1L) * size)), size, number);
    }

    private static int positive(Map<String, List<String>> parameters, String name, int otherwise, int least) {
        String text = Filters.first(parameters, name).orElse(Integer.toString(otherwise));
        try {
            return Math.max(least, Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            throw ApiError.system(400, "Invalid " + name + ": " + text);
        }
    }

    /** {@code order=updated_at:asc}; ties by id. */
    private record Order(String field, boolean descending) {
        static Order of(Kind kind, Map<String, List<String>> parameters) {
            String[] words = Filters.first(parameters, "order").orElse("id:asc").split(":", 2);
            String field = words[0];
            if (!List.of("id", "updated_at", "created_at").contains(field) && !kind.has(field)) {
                throw ApiError.system(400, "Invalid order: " + field);
            }
            return new Order(field, words.length > 1 && words[1].equalsIgnoreCase("desc"));
        }

        boolean byChange() {
            return field.equals("updated_at");
        }

        Comparator<Row> comparator(Table table) {
            Comparator<Row> order = switch (field) {
                case "id" -> Comparator.comparingLong(r -> r.id);
                case "updated_at" -> Row::compare;
                case "created_at" ->
                    Comparator.<Row>comparingLong(r -> r.created).thenComparingLong(r -> r.id);
                default -> byColumn(table.kind.attribute(field).column());
            };
            return descending ? order.reversed() : order;
        }

        private static Comparator<Row> byColumn(int column) {
            return Comparator.<Row, Sortable>comparing(r -> new Sortable(r.values[column]), Comparator.naturalOrder())
                    .thenComparingLong(r -> r.id);
        }
    }

    /** Numbers by size, all else as text, absent values first. */
    private record Sortable(@Nullable Object value) implements Comparable<Sortable> {
        @Override
        public int compareTo(Sortable other) {
            if (value instanceof Long a && other.value instanceof Long b) {
                return Long.compare(a, b);
            }
            return text().compareTo(other.text());
        }

        private String text() {
            return value == null ? "" : value.toString();
        }
    }
}
