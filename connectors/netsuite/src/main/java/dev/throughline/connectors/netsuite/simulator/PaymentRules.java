package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;

/** Completes and judges customer payments before they are saved. */
final class PaymentRules {
    private PaymentRules() {}

    static void complete(Store store, Firm firm, SaleRules sales, Map<String, Object> v, LocalDate today) {
        if (!(v.get("customer") instanceof String id)) {
            throw Problem.missing("customer");
        }
        Rec customer = store.find("customer", id).orElseThrow(() -> Problem.badReference("customer", id));
        v.putIfAbsent("subsidiary", customer.text("subsidiary"));
        v.putIfAbsent("currency", customer.text("currency"));
        v.putIfAbsent("tranDate", today);
        LocalDate date = (LocalDate) v.get("tranDate");
        v.putIfAbsent("exchangeRate", firm.rate((String) v.get("subsidiary"), (String) v.get("currency"), date));
        v.putIfAbsent("undepFunds", !v.containsKey("account"));
        firm.receivablesAccount().ifPresent(account -> v.putIfAbsent("arAcct", account));
        sales.period(v, date);
        if (v.get("payment") instanceof BigDecimal payment) {
            v.put("payment", firm.round(payment, (String) v.get("currency")));
        }
    }

    /** A payment without an amount is as large as what it pays; none may pay more than it has. */
    static void requireCovered(RecordType type, Map<String, Object> v, Map<Long, BigDecimal> plan) {
        BigDecimal applied = plan.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean payment = type.name().equals("customerPayment");
        if (payment) {
            v.putIfAbsent("payment", applied);
        }
        BigDecimal available = (BigDecimal) v.get(payment ? "payment" : "total");
        if (available.signum() <= 0 && payment) {
            throw Problem.missing("payment");
        }
        if (applied.compareTo(available) > 0) {
            throw Problem.content(
                    "apply",
                    "The amount applied, %s, is more than the amount available, %s.".formatted(applied, available));
        }
    }
}
