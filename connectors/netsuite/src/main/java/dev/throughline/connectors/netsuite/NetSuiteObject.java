package dev.throughline.connectors.netsuite;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.model.ObjectType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The record types that this connector handles, parents before children. */
enum NetSuiteObject {
    SUBSIDIARY("subsidiary", "subsidiary", "", Set.of(), List.of()),
    ACCOUNTING_PERIOD("accountingPeriod", "accountingperiod", "", Set.of(), List.of()),
    CURRENCY_RATE("currencyRate", "currencyrate", "", Set.of(), List.of()),
    SERVICE_ITEM("serviceSaleItem", "item", "", Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE), List.of()),
    CUSTOMER(
            "customer",
            "customer",
            "",
            Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE, Verb.DELETE),
            List.of("addressBook", "currencyList", "taxRegistration")),
    CUSTOMER_SUBSIDIARY(
            "customerSubsidiaryRelationship",
            "customersubsidiaryrelationship",
            "",
            Set.of(Verb.CREATE, Verb.UPSERT),
            List.of()),
    CONTACT("contact", "contact", "", Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE, Verb.DELETE), List.of()),
    JOB("job", "job", "", Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE, Verb.DELETE), List.of()),
    SALES_ORDER(
            "salesOrder",
            "transaction",
            "SalesOrd",
            Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE, Verb.DELETE, Verb.ACTION),
            List.of("item")),
    INVOICE(
            "invoice",
            "transaction",
            "CustInvc",
            Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE, Verb.DELETE, Verb.ACTION),
            List.of("item")),
    CREDIT_MEMO(
            "creditMemo",
            "transaction",
            "CustCred",
            Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE, Verb.DELETE),
            List.of("item", "apply")),
    CUSTOMER_PAYMENT(
            "customerPayment",
            "transaction",
            "CustPymt",
            Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE, Verb.DELETE),
            List.of("apply")),
    INTERCOMPANY_JOURNAL(
            "intercompanyJournalEntry", "transaction", "Journal", Set.of(Verb.CREATE, Verb.UPSERT), List.of("line"));

    /** The vendor's limit of records in one batch. */
    static final int BATCH_MAX = 100;

    final String record;
    final String table;
    /** The value of {@code transaction.type}, or empty for another table. */
    final String transactionType;

    final Set<Verb> verbs;
    /** Sublists that a write replaces as a whole: rows without a key would be added once more by every repeat. */
    final List<String> sublists;

    NetSuiteObject(String record, String table, String transactionType, Set<Verb> verbs, List<String> sublists) {
        this.record = record;
        this.table = table;
        this.transactionType = transactionType;
        this.verbs = verbs;
        this.sublists = sublists;
    }

    static Optional<NetSuiteObject> find(String record) {
        return Arrays.stream(values()).filter(o -> o.record.equals(record)).findFirst();
    }

    /** @throws IllegalArgumentException when this connector does not handle it */
    static NetSuiteObject of(ObjectType type) {
        return find(type.value())
                .orElseThrow(() ->
                        new IllegalArgumentException("the NetSuite connector does not handle '%s'; it handles %s"
                                .formatted(
                                        type,
                                        Arrays.stream(values())
                                                .map(o -> o.record)
                                                .toList())));
    }

    ObjectType type() {
        return new ObjectType(record);
    }

    boolean isTransaction() {
        return !transactionType.isEmpty();
    }

    /** Whether writing it needs an open period. */
    boolean posts() {
        return isTransaction() && this != SALES_ORDER;
    }

    boolean seesDeletes() {
        return this != SUBSIDIARY && this != ACCOUNTING_PERIOD && this != CURRENCY_RATE;
    }

    Capabilities.ObjectCapability capability(Duration overlap) {
        return new Capabilities.ObjectCapability(
                type(),
                Set.of(Capabilities.Sourced.POLL),
                verbs,
                verbs.isEmpty() ? Capabilities.Idempotency.READ_ONLY : Capabilities.Idempotency.UPSERT_BY_KEY,
                BATCH_MAX,
                seesDeletes(),
                overlap);
    }
}
