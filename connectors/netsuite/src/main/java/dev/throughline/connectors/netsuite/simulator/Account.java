package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** The simulated account: its records, and every way in which they change. Thread-safe: changes are serial, reads are not. */
final class Account {
    /** How far in the past a record with a late stamp claims to have been saved. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    final Catalog catalog = new Catalog();
    final Store store = new Store();
    final Firm firm = new Firm(store);
    final Applications applications = new Applications();
    final Settlement settlement = new Settlement(store, firm, applications);
    private final SaleRules sales;
    private final EntityRules entities;
    private final Recognition recognition;
    private final AccountOptions options;
    private final Faults faults;
    private volatile InstantSource clock = InstantSource.system();

    Account(AccountOptions options, Faults faults) {
        this.options = options;
        this.faults = faults;
        this.sales = new SaleRules(store, firm, options);
        this.entities = new EntityRules(store, firm);
        this.recognition = new Recognition(firm);
    }

    void clock(InstantSource source) {
        clock = source;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    LocalDate today() {
        return LocalDate.ofInstant(now(), ZoneOffset.UTC);
    }

    <T> T reading(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    <T> T writing(Supplier<T> work) {
        lock.writeLock().lock();
        try {
            return work.get();
        } finally {
            lock.writeLock().unlock();
        }
    }

    RecordType type(String name) {
        return catalog.type(name)
                .orElseThrow(() -> Problem.of(404, "NONEXISTENT_ID", "Record '" + name + "' was not found."));
    }

    Rec create(RecordType type, Draft draft) {
        draft.externalId.ifPresent(external -> {
            if (store.findExternal(type.name(), external).isPresent()) {
                throw Problem.of(
                        400,
                        "DUP_RCRD",
                        "Error while accessing a resource. A %s with the external id %s already exists."
                                .formatted(type.name(), external));
            }
        });
        requireFields(type, draft);
        Rec rec = new Rec(type, 0, now());
        return save(rec, draft, Set.of());
    }

    /** @param replace sublists of which the given rows are the whole */
    Rec update(Rec rec, Draft draft, Set<String> replace) {
        if (rec.type.posts()) {
            firm.requireOpen(rec, "postingPeriod");
        }
        draft.externalId
                .flatMap(e -> store.findExternal(rec.type.name(), e))
                .filter(other -> other.id != rec.id)
                .ifPresent(other -> {
                    throw Problem.of(
                            400, "DUP_RCRD", "Error while accessing a resource. This external id already exists.");
                });
        return save(rec, draft, replace);
    }

    private static void requireFields(RecordType type, Draft draft) {
        for (Field field : type.fields().values()) {
            if (field.required() && draft.values.get(field.name()) == null) {
                throw Problem.missing(field.name());
            }
        }
    }

    /** Works on copies and touches the record only when every rule has agreed. */
    private Rec save(Rec before, Draft draft, Set<String> replace) {
        RecordType type = before.type;
        boolean isNew = before.id == 0;
        Map<String, Object> v = new LinkedHashMap<>(before.values);
        draft.values.forEach((name, value) -> {
            if (value == null) {
                v.remove(name);
            } else {
                v.put(name, value);
            }
        });
        rederive(type, draft, v);
        Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
        draft.rows.forEach((name, given) -> {
            if (!name.equals("apply")) {
                rows.put(
                        name,
                        Sublists.merge(type.fields().get(name), before.sublist(name), given, replace.contains(name)));
            }
        });
        Map<Long, BigDecimal> applied = complete(before, v, rows, draft, isNew, replace);
        return commit(before, v, rows, applied, draft, isNew);
    }

    /** What follows from a field that is changed now is worked out again. */
    private static void rederive(RecordType type, Draft draft, Map<String, Object> v) {
        if (type.posts() && draft.values.containsKey("tranDate") && !draft.values.containsKey("postingPeriod")) {
            v.remove("postingPeriod");
        }
    }

    private Map<Long, BigDecimal> complete(
            Rec before,
            Map<String, Object> v,
            Map<String, List<Map<String, Object>>> rows,
            Draft draft,
            boolean isNew,
            Set<String> replace) {
        RecordType type = before.type;
        if (type.isSale()) {
            List<Map<String, Object>> lines = rows.computeIfAbsent("item", name -> Rec.copy(before.sublist(name)));
            sales.complete(type, v, lines, isNew, today());
            status(type, v, isNew);
            if (type.name().equals("invoice")
                    && ((BigDecimal) v.get("total")).compareTo(applications.paid(before.id)) < 0) {
                throw Problem.user("The total must not be less than the amount that is already paid.");
            }
        } else if (type.name().equals("customerPayment")) {
            PaymentRules.complete(store, firm, sales, v, today());
        } else if (type.isJournal()) {
            var lines = rows.computeIfAbsent("line", name -> Rec.copy(before.sublist(name)));
            JournalRules.complete(store, firm, sales, v, lines, today());
        } else {
            entities.complete(type, v, before.id);
        }
        if (!type.fields().containsKey("apply")) {
            return Map.of();
        }
        Map<Long, BigDecimal> plan =
                settlement.plan(v, before.id, draft.rows.getOrDefault("apply", List.of()), replace.contains("apply"));
        PaymentRules.requireCovered(type, v, plan);
        return plan;
    }

    private void status(RecordType type, Map<String, Object> v, boolean isNew) {
        if (type.name().equals("invoice") && isNew) {
            v.putIfAbsent("approvalStatus", options.approvalRouting() ? "1" : "2");
        } else if (type.name().equals("salesOrder")) {
            v.putIfAbsent("orderStatus", options.approvalRouting() ? "A" : "F");
            v.put("status", v.get("orderStatus"));
        }
    }

    private Rec commit(
            Rec before,
            Map<String, Object> v,
            Map<String, List<Map<String, Object>>> rows,
            Map<Long, BigDecimal> applied,
            Draft draft,
            boolean isNew) {
        Rec rec = before;
        if (isNew) {
            rec = new Rec(before.type, store.nextId(before.type), now());
            Numbers.give(store, before.type, v);
        }
        String nameBefore = rec.text("entityId");
        rec.values.clear();
        rec.values.putAll(v);
        for (var sublist : rows.entrySet()) {
            if (sublist.getKey().equals("item") && rec.type.isSale()) {
                rec.lines = PackedLines.of(rec.type, sublist.getValue());
            } else {
                rec.rows.put(sublist.getKey(), new ArrayList<>(sublist.getValue()));
            }
        }
        if (isNew) {
            store.add(rec);
        }
        if (draft.externalId.isPresent()) {
            store.nameExternally(rec, draft.externalId.get());
        }
        if (rec.values.containsKey("entityId")) {
            store.name(rec, nameBefore, rec.text("entityId"));
        }
        stamp(rec);
        settleAfter(rec, applied);
        return rec;
    }

    private void settleAfter(Rec rec, Map<Long, BigDecimal> applied) {
        if (rec.type.fields().containsKey("apply")) {
            Set<Rec> moved = settlement.apply(rec, applied);
            if (options.payingStamps()) {
                moved.forEach(invoice -> invoice.modified = rec.modified);
            }
        }
        settlement.settle(rec);
        recognition.settle(rec);
    }

    private void stamp(Rec rec) {
        boolean late = faults.strikes(Fault.LATE_STAMP, "SAVE " + rec.type.name());
        rec.modified = late ? now().minus(LATE) : now();
        if (rec.created.isAfter(rec.modified)) {
            rec.created = rec.modified;
        }
    }

    /** Changes fields that only the vendor's own logic changes, such as a status. */
    void force(Rec rec, Map<String, Object> values) {
        values.forEach(rec::put);
        stamp(rec);
        settlement.settle(rec);
        recognition.settle(rec);
    }

    /** Recognises the revenue of all invoices and credit memos through a day. */
    void recognise(LocalDate day) {
        recognition.run(day);
        for (String type : List.of("invoice", "creditMemo")) {
            List.copyOf(store.all(type)).forEach(rec -> force(rec, Map.of()));
        }
    }

    void delete(Rec rec) {
        if (rec.type.posts()) {
            firm.requireOpen(rec, "postingPeriod");
        }
        if (!applications.to(rec.id).isEmpty() && rec.type.name().equals("invoice")) {
            throw Problem.user("This record cannot be deleted because payments or credits are applied to it.");
        }
        if (rec.type.name().equals("customer") && Sublists.inUse(store, rec)) {
            throw Problem.user("This record cannot be deleted because it has dependent records.");
        }
        if (rec.type.fields().containsKey("apply")) {
            // Taking a payment away changes the invoices that it paid.
            settlement.apply(rec, Map.of()).forEach(this::stamp);
        }
        settlement.forget(rec);
        store.remove(rec, now());
    }

    /** Voids a transaction: its amounts are zero from then on, and what it paid is open again. */
    void voidTransaction(Rec rec) {
        firm.requireOpen(rec, "postingPeriod");
        if (!applications.to(rec.id).isEmpty()) {
            throw Problem.user("This transaction cannot be voided because payments or credits are applied to it.");
        }
        if (rec.type.fields().containsKey("apply")) {
            settlement.apply(rec, Map.of()).forEach(this::stamp);
        }
        force(rec, Map.of("status", "V"));
    }
}
