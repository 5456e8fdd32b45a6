package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Questions about the firm's set-up that rules ask: who belongs where, which period, which rate. Pure look-ups. */
final class Firm {
    private final Store store;

    Firm(Store store) {
        this.store = store;
    }

    /** The customer behind an entity, which may be a project of it. */
    Optional<Rec> customerOf(String entity) {
        return store.find("customer", entity)
                .or(() -> store.find("job", entity)
                        .flatMap(job -> job.ref("parent"))
                        .flatMap(parent -> store.find("customer", parent)));
    }

    /** The subsidiaries in which a customer may be used. */
    Set<String> subsidiariesOf(Rec customer) {
        Set<String> subsidiaries = new TreeSet<>();
        customer.ref("subsidiary").ifPresent(subsidiaries::add);
        String id = String.valueOf(customer.id);
        for (Rec relationship : store.all("customerSubsidiaryRelationship")) {
            if (relationship.text("entity").equals(id)) {
                subsidiaries.add(relationship.text("subsidiary"));
            }
        }
        return subsidiaries;
    }

    Set<String> currenciesOf(Rec customer) {
        Set<String> currencies = new TreeSet<>();
        customer.ref("currency").ifPresent(currencies::add);
        customer.sublist("currencyList").forEach(row -> currencies.add(String.valueOf(row.get("currency"))));
        return currencies;
    }

    Optional<String> currencyOfSubsidiary(String subsidiary) {
        return store.find("subsidiary", subsidiary).flatMap(s -> s.ref("currency"));
    }

    /** Refuses a record that is restricted to other subsidiaries. */
    void requireUsableIn(String type, Map<String, Object> values, String field, String path, String subsidiary) {
        if (values.get(field) instanceof String id) {
            Rec rec = store.find(type, id).orElseThrow(() -> Problem.badReference(path, id));
            boolean restricted = rec.values.get("subsidiary") instanceof List<?> list
                    && !list.isEmpty()
                    && !list.contains(subsidiary);
            if (restricted || rec.is("isInactive")) {
                throw Problem.badReference(path, id);
            }
        }
    }

    Optional<Rec> periodOf(LocalDate date) {
        return store.all("accountingPeriod").stream()
                .filter(p -> !p.is("isQuarter") && !p.is("isYear"))
                .filter(p -> !date.isBefore((LocalDate) p.values.get("startDate"))
                        && !date.isAfter((LocalDate) p.values.get("endDate")))
                .findFirst();
    }

    void requireOpen(Rec period) {
        boolean closed = period.is("closed");
        if (closed || period.is("allLocked") || period.is("arLocked")) {
            throw Problem.user("The posting period %s is %s: this transaction cannot be saved in it."
                    .formatted(period.title(), closed ? "closed" : "locked"));
        }
    }

    void requireOpen(Rec transaction, String field) {
        transaction.ref(field).flatMap(id -> store.find("accountingPeriod", id)).ifPresent(this::requireOpen);
    }

    int decimalsOf(String currency) {
        return store.find("currency", currency)
                .map(c -> c.values.containsKey("currencyPrecision")
                        ? c.amount("currencyPrecision").intValue()
                        : 2)
                .orElse(2);
    }

    BigDecimal round(BigDecimal amount, String currency) {
        return amount.setScale(decimalsOf(currency), RoundingMode.HALF_UP);
    }

    /** Units of the subsidiary's currency for one unit of the transaction's, at that date. */
    BigDecimal rate(String subsidiary, String currency, LocalDate date) {
        String base = currencyOfSubsidiary(subsidiary).orElse(currency);
        if (base.equals(currency)) {
            return BigDecimal.ONE;
        }
        return store.all("currencyRate").stream()
                .filter(r -> r.text("baseCurrency").equals(base)
                        && r.text("transactionCurrency").equals(currency))
                .filter(r -> !((LocalDate) r.values.get("effectiveDate")).isAfter(date))
                .max(Comparator.comparing(r -> (LocalDate) r.values.get("effectiveDate")))
                .map(r -> r.amount("exchangeRate"))
                .orElse(BigDecimal.ONE);
    }

    Optional<String> receivablesAccount() {
        return store.all("account").stream()
                .filter(a -> a.text("acctType").equals("AcctRec"))
                .map(a -> String.valueOf(a.id))
                .findFirst();
    }
}
