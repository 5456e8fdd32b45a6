package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How rows of a request meet the rows of a record. */
final class Sublists {
    private Sublists() {}

    /** Rows with a key change the row of that key; rows without one are added, however often they are sent. */
    static List<Map<String, Object>> merge(
            Field sublist, List<Map<String, Object>> before, List<Map<String, Object>> given, boolean replace) {
        String key = sublist.rows().values().stream()
                .filter(Field::key)
                .map(Field::name)
                .findFirst()
                .orElse("");
        List<Map<String, Object>> after = replace ? new ArrayList<>() : Rec.copy(before);
        boolean fresh = replace || before.isEmpty();
        for (int i = 0; i < given.size(); i++) {
            Map<String, Object> row = given.get(i);
            Optional<Map<String, Object>> same = after.stream()
                    .filter(r -> row.containsKey(key) && same(r.get(key), row.get(key)))
                    .findFirst();
            if (same.isPresent()) {
                change(same.get(), row);
            } else if (key.equals("line") && row.containsKey("line") && !fresh) {
                throw Problem.badReference(sublist.name() + ".items[" + i + "].line", String.valueOf(row.get("line")));
            } else {
                after.add(new java.util.LinkedHashMap<>(row));
            }
        }
        return after;
    }

    /** A new quantity or rate makes a new amount, unless the amount is given too. */
    private static void change(Map<String, Object> row, Map<String, Object> given) {
        boolean priced = given.containsKey("quantity") || given.containsKey("rate");
        if (priced && !given.containsKey("amount")) {
            row.remove("amount");
        }
        if (given.containsKey("amount") && !given.containsKey("rate")) {
            row.remove("rate");
        }
        row.putAll(given);
    }

    private static boolean same(Object a, Object b) {
        return a instanceof BigDecimal x && b instanceof BigDecimal y ? x.compareTo(y) == 0 : a != null && a.equals(b);
    }

    static boolean inUse(Store store, Rec customer) {
        String id = String.valueOf(customer.id);
        return List.of("invoice", "salesOrder", "creditMemo").stream()
                        .anyMatch(type -> store.all(type).stream()
                                .anyMatch(r -> r.text("entity").equals(id)))
                || store.all("job").stream().anyMatch(job -> job.text("parent").equals(id))
                || store.all("customerPayment").stream()
                        .anyMatch(p -> p.text("customer").equals(id));
    }
}
