package dev.throughline.connectors.netsuite.simulator;

import java.util.Map;

/** Document numbers, given at save and never the id. */
final class Numbers {
    private static final Map<String, String> PREFIXES = Map.of(
            "invoice",
            "INV",
            "creditMemo",
            "CM",
            "customerPayment",
            "PYMT",
            "salesOrder",
            "SO",
            "intercompanyJournalEntry",
            "ICJ");

    private Numbers() {}

    static void give(Store store, RecordType type, Map<String, Object> values) {
        String prefix = PREFIXES.get(type.name());
        if (prefix != null && !values.containsKey("tranId")) {
            values.put("tranId", prefix + store.next(type.name(), 10001));
        }
    }
}
