package dev.throughline.hub.reconcile;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one record counts for in a comparison.
 *
 * @param what     time, expenses, invoices, payments, contracts
 * @param currency empty for hours
 * @param value    hours, or money without tax
 */
record Measure(String what, String currency, BigDecimal value) {
    /** The canonical types that are compared, with the attribute that holds their business date. */
    static final Map<String, String> DATES = Map.of(
            "TimeEntry", "workedOn",
            "Expense", "spentOn",
            "Invoice", "invoicedOn",
            "Payment", "paidOn",
            "Opportunity", "closesOn");

    private static final Set<String> NOT_COUNTED = Set.of("draft", "pending_approval", "rejected", "voided");

    /** Empty for what does not count, such as work that is not approved. */
    static Optional<Measure> of(String type, Map<String, Object> body) {
        return switch (type) {
            case "TimeEntry" -> approved(body) ? hours(body) : Optional.empty();
            case "Expense" -> approved(body) ? money("expenses", body.get("amount")) : Optional.empty();
            case "Invoice" -> NOT_COUNTED.contains(text(body, "status")) ? Optional.empty() : net(body);
            case "Payment" ->
                "true".equals(text(body, "voided")) ? Optional.empty() : money("payments", body.get("amount"));
            case "Opportunity" ->
                "won".equals(text(body, "stage")) ? money("contracts", body.get("amount")) : Optional.empty();
            default -> Optional.empty();
        };
    }

    boolean same(Measure other) {
        return currency.equals(other.currency) && value.compareTo(other.value) == 0;
    }

    String says() {
        return (currency.isEmpty() ? "" : currency + " ") + value.toPlainString() + (currency.isEmpty() ? " h" : "");
    }

    static String text(Map<String, Object> body, String attribute) {
        Object value = body.get(attribute);
        return value == null ? "" : String.valueOf(value);
    }

    private static boolean approved(Map<String, Object> body) {
        // Work that nobody is billed for is in the ledger too: it was approved, and has a place there.
        return "approved".equals(text(body, "approval"));
    }

    private static Optional<Measure> hours(Map<String, Object> body) {
        return decimal(body.get("hours")).map(h -> new Measure("time", "", h));
    }

    private static Optional<Measure> net(Map<String, Object> body) {
        BigDecimal tax = money("invoices", body.get("tax")).map(Measure::value).orElse(BigDecimal.ZERO);
        return money("invoices", body.get("total")).map(m -> new Measure(m.what, m.currency, m.value.subtract(tax)));
    }

    private static Optional<Measure> money(String what, @Nullable Object value) {
        return value instanceof Map<?, ?> money
                ? decimal(money.get("amount")).map(a -> new Measure(what, String.valueOf(money.get("currency")), a))
                : Optional.empty();
    }

    private static Optional<BigDecimal> decimal(@Nullable Object value) {
        try {
            return value == null ? Optional.empty() : Optional.of(new BigDecimal(String.valueOf(value)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
