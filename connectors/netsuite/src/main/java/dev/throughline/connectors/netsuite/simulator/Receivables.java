package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** What a customer owes, in the currency of its primary subsidiary, worked out from its open transactions. */
final class Receivables {
    private Receivables() {}

    static Object of(Account account, Rec customer, String field) {
        LocalDate today = account.today();
        BigDecimal balance = BigDecimal.ZERO;
        BigDecimal overdue = BigDecimal.ZERO;
        long days = 0;
        for (Rec rec : account.settlement.openOf(customer.id)) {
            boolean invoice = rec.type.name().equals("invoice");
            BigDecimal rate = rec.values.containsKey("exchangeRate") ? rec.amount("exchangeRate") : BigDecimal.ONE;
            BigDecimal amount =
                    rec.amount(invoice ? "amountRemaining" : "unapplied").multiply(rate);
            balance = invoice ? balance.add(amount) : balance.subtract(amount);
            if (invoice && rec.values.get("dueDate") instanceof LocalDate due && due.isBefore(today)) {
                overdue = overdue.add(amount);
                days = Math.max(days, ChronoUnit.DAYS.between(due, today));
            }
        }
        String currency =
                account.firm.currencyOfSubsidiary(customer.text("subsidiary")).orElse("");
        return switch (field) {
            case "daysOverdue" -> days;
            case "overdueBalance" -> account.firm.round(overdue, currency);
            case "unbilledOrders" -> account.firm.round(BigDecimal.ZERO, currency);
            default -> account.firm.round(balance, currency);
        };
    }
}
