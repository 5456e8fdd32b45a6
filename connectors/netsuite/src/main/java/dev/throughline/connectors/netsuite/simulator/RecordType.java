package dev.throughline.connectors.netsuite.simulator;

import java.util.Map;

/** A kind of record and its fields, in the order in which they are shown. */
record RecordType(String name, Map<String, Field> fields) {
    private static final java.util.Set<String> SALES = java.util.Set.of("salesOrder", "invoice", "creditMemo");

    /** Whether records of this type carry item lines, totals and an entity. */
    boolean isSale() {
        return SALES.contains(name);
    }

    /** Whether it shares the table {@code transaction}. */
    boolean isTransaction() {
        return isSale() || name.equals("customerPayment") || isJournal();
    }

    /** Whether its lines are debits and credits in the books of two companies. */
    boolean isJournal() {
        return name.equals("intercompanyJournalEntry");
    }

    /** Whether it moves the ledger, and so needs an open period. */
    boolean posts() {
        return isTransaction() && !name.equals("salesOrder");
    }
}
