package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimJson;
import dev.throughline.connector.simkit.Simulator;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What finance does at its own screen. Beside the records' fields, {@link #update} knows {@code void: true} on a transaction, and periods can be inserted and
 * closed, which REST does not allow.
 */
public final class Desk implements Simulator.Screen {
    private final Account account;
    private final View view;

    Desk(Account account, View view) {
        this.account = account;
        this.view = view;
    }

    @Override
    public String insert(String object, Map<String, Object> fields) {
        return account.writing(() -> {
            RecordType type = account.type(object);
            return String.valueOf(account.create(type, draft(type, fields)).id);
        });
    }

    @Override
    public void update(String object, String id, Map<String, Object> fields) {
        account.writing(() -> {
            Rec rec = require(object, id);
            Map<String, Object> rest = new LinkedHashMap<>(fields);
            if (Boolean.TRUE.equals(rest.remove("void"))) {
                account.voidTransaction(rec);
            }
            if (!rest.isEmpty()) {
                Set<String> replace = rec.type.fields().values().stream()
                        .filter(f -> f.kind() == Field.Kind.SUBLIST)
                        .map(Field::name)
                        .collect(Collectors.toSet());
                account.update(rec, draft(rec.type, rest), replace);
            }
            return rec;
        });
    }

    private Draft draft(RecordType type, Map<String, Object> fields) {
        return new BodyReader(account.store, BodyReader.Strictness.ERROR, BodyReader.Strictness.ERROR)
                .read(type, SimJson.MAPPER.valueToTree(fields));
    }

    @Override
    public void delete(String object, String id) {
        account.writing(() -> {
            account.delete(require(object, id));
            return id;
        });
    }

    private Rec require(String object, String id) {
        return account.store
                .find(account.type(object).name(), id)
                .orElseThrow(
                        () -> new NoSuchElementException("NetSuite simulator: no %s with id %s".formatted(object, id)));
    }

    @Override
    public List<Map<String, Object>> records(String object) {
        return account.reading(() -> {
            List<Map<String, Object>> records = new ArrayList<>();
            account.store
                    .all(account.type(object).name())
                    .forEach(rec -> records.add(view.show(rec, View.Shown.WHOLE)));
            return records;
        });
    }

    /** Records a payment of one invoice. @return the payment's id */
    public String pay(String invoice, BigDecimal amount, LocalDate date) {
        Rec paid = account.reading(() -> require("invoice", invoice));
        String customer = account.reading(() -> account.firm
                .customerOf(paid.text("entity"))
                .map(c -> String.valueOf(c.id))
                .orElseThrow());
        return insert(
                "customerPayment",
                Map.of(
                        "customer", Map.of("id", customer),
                        "currency", Map.of("id", paid.text("currency")),
                        "subsidiary", Map.of("id", paid.text("subsidiary")),
                        "payment", amount,
                        "tranDate", date.toString(),
                        "apply",
                                Map.of(
                                        "items",
                                        List.of(Map.of(
                                                "doc", Map.of("id", invoice), "apply", true, "amount", amount)))));
    }

    public void hold(String customer, boolean onHold) {
        update("customer", customer, Map.of("creditHoldOverride", Map.of("id", onHold ? "ON" : "AUTO")));
    }

    /** Closes or opens again the period that holds a date. */
    public void closePeriod(LocalDate within, boolean closed) {
        String id = account.reading(() -> account.firm.periodOf(within).map(p -> String.valueOf(p.id)))
                .orElseThrow(() -> new NoSuchElementException("no period holds " + within));
        update("accountingPeriod", id, Map.of("closed", closed));
    }

    /** Runs revenue recognition for all invoices and credit memos, which switches it on for those to come. @param through the last day that counts */
    public void recogniseRevenue(LocalDate through) {
        account.writing(() -> {
            account.recognise(through);
            return through;
        });
    }

    public void voidTransaction(String object, String id) {
        update(object, id, Map.of("void", true));
    }
}
