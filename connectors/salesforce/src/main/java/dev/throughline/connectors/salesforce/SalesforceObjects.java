package dev.throughline.connectors.salesforce;

import dev.throughline.connector.spi.Capabilities.Idempotency;
import dev.throughline.connector.spi.Capabilities.ObjectCapability;
import dev.throughline.connector.spi.Capabilities.Sourced;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.model.ObjectType;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The objects that we read and write, parents before children. */
enum SalesforceObjects {
    USER("User", false, false, "", ""),
    PRODUCT("Product2", true, true, "", "CreatedDate"),
    ACCOUNT("Account", true, true, "", "CreatedDate"),
    CONTACT("Contact", true, true, "", "CreatedDate"),
    OPPORTUNITY("Opportunity", true, true, "Amount", "CloseDate"),
    OPPORTUNITY_LINE("OpportunityLineItem", true, true, "TotalPrice", "ServiceDate"),
    QUOTE("Quote", true, false, "GrandTotal", "CreatedDate"),
    CONTRACT("Contract", true, true, "Contract_Value__c", "StartDate");

    private static final Set<Verb> VERBS = Set.of(Verb.CREATE, Verb.UPSERT, Verb.UPDATE, Verb.DELETE);
    static final int BATCH_MAX = 200;

    private final String name;
    private final boolean writable;
    private final boolean streamed;
    private final String amount;
    private final String businessDate;

    SalesforceObjects(String name, boolean writable, boolean streamed, String amount, String businessDate) {
        this.name = name;
        this.writable = writable;
        this.streamed = streamed;
        this.amount = amount;
        this.businessDate = businessDate;
    }

    /** @throws IllegalArgumentException when we do not handle that object: a programming error, as capabilities say which we do */
    static SalesforceObjects of(ObjectType type) {
        return find(type.value())
                .orElseThrow(() -> new IllegalArgumentException(
                        "Salesforce object %s is not handled; declared are %s".formatted(type, types())));
    }

    static Optional<SalesforceObjects> find(String name) {
        return Arrays.stream(values()).filter(o -> o.name.equals(name)).findFirst();
    }

    static Set<ObjectType> types() {
        Set<ObjectType> types = new LinkedHashSet<>();
        Arrays.stream(values()).forEach(o -> types.add(o.type()));
        return types;
    }

    static List<ObjectCapability> capabilities(Duration overlap, boolean streaming) {
        return Arrays.stream(values())
                .map(o -> o.capability(overlap, streaming))
                .toList();
    }

    private ObjectCapability capability(Duration overlap, boolean streaming) {
        return new ObjectCapability(
                type(),
                streaming && streamed ? Set.of(Sourced.POLL, Sourced.STREAM) : Set.of(Sourced.POLL),
                writable ? VERBS : Set.of(),
                writable ? Idempotency.UPSERT_BY_KEY : Idempotency.READ_ONLY,
                BATCH_MAX,
                deletable(),
                overlap);
    }

    ObjectType type() {
        return new ObjectType(name);
    }

    String wire() {
        return name;
    }

    boolean writable() {
        return writable;
    }

    boolean streamed() {
        return streamed;
    }

    /** Users are made inactive, never deleted. */
    boolean deletable() {
        return this != USER;
    }

    /** The field that reconciliation sums; empty: records are counted only. */
    Optional<String> amount() {
        return amount.isEmpty() ? Optional.empty() : Optional.of(amount);
    }

    Optional<String> businessDate() {
        return businessDate.isEmpty() ? Optional.empty() : Optional.of(businessDate);
    }
}
