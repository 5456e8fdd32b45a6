package dev.throughline.hub.reconcile;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one record counts for.
 *
 * @param currency empty for hours
 * @param value    hours, or money without tax
 */
record Counted(String currency, BigDecimal value) {
    /** The canonical types that are compared, and what people call their sums. */
    static final Map<String, String> TYPES = types();

    private static Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        types.put("Opportunity", "deals");
        types.put("ContractVersion", "contracts");
        types.put("TimeEntry", "time");
        types.put("Expense", "expenses");
        types.put("Invoice", "invoices");
        types.put("Payment", "payments");
        return types;
    }

    /** Empty where it does not count. */
    static Optional<Counted> of(ResultSet row, String value, String currency) throws SQLException {
        BigDecimal amount = row.getBigDecimal(value);
        return amount == null
                ? Optional.empty()
                : Optional.of(
                        new Counted(Optional.ofNullable(row.getString(currency)).orElse(""), amount));
    }

    static String says(Optional<Counted> counted) {
        return counted.map(Counted::says).orElse("does not count");
    }

    static BigDecimal less(Optional<Counted> left, Optional<Counted> right) {
        return left.map(Counted::value)
                .orElse(BigDecimal.ZERO)
                .subtract(right.map(Counted::value).orElse(BigDecimal.ZERO));
    }

    String says() {
        return (currency.isEmpty() ? "" : currency + " ") + value.toPlainString() + (currency.isEmpty() ? " h" : "");
    }
}
