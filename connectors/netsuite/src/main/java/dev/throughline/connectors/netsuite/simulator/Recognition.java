package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Revenue recognition, for accounts that have switched it on by running it once. A line with revenue dates is earned by the day, one without at once. Invoices and credit memos that
 * are saved later join with what the last run recognised.
 */
final class Recognition {
    private static final Set<String> TYPES = Set.of("invoice", "creditMemo");

    private final Firm firm;
    private Optional<LocalDate> through = Optional.empty();

    Recognition(Firm firm) {
        this.firm = firm;
    }

    /** @param day the last whose revenue is recognised */
    void run(LocalDate day) {
        through = Optional.of(day);
    }

    void settle(Rec rec) {
        if (through.isEmpty() || !TYPES.contains(rec.type.name())) {
            return;
        }
        boolean voided = rec.text("status").equals("V");
        BigDecimal billed = voided ? BigDecimal.ZERO : rec.amount("subtotal");
        BigDecimal earned = voided ? BigDecimal.ZERO : earned(rec, through.get());
        rec.put("recognizedRevenue", firm.round(earned, rec.text("currency")));
        rec.put("deferredRevenue", firm.round(billed.subtract(earned), rec.text("currency")));
        boolean completed = earned.compareTo(billed) == 0;
        rec.put("revenueStatus", completed ? "COMPLETED" : earned.signum() == 0 ? "PENDING" : "IN_PROGRESS");
    }

    private BigDecimal earned(Rec rec, LocalDate day) {
        BigDecimal earned = BigDecimal.ZERO;
        for (Map<String, Object> line : rec.sublist("item")) {
            earned = earned.add(firm.round(share(line, day), rec.text("currency")));
        }
        return earned;
    }

    private static BigDecimal share(Map<String, Object> line, LocalDate day) {
        BigDecimal amount = (BigDecimal) line.get("amount");
        if (!(line.get("revRecStartDate") instanceof LocalDate start)
                || !(line.get("revRecEndDate") instanceof LocalDate end)
                || end.isBefore(start)) {
            return amount;
        }
        long days = ChronoUnit.DAYS.between(start, end) + 1;
        long gone = Math.clamp(ChronoUnit.DAYS.between(start, day) + 1, 0, days);
        return amount.multiply(BigDecimal.valueOf(gone)).divide(BigDecimal.valueOf(days), 8, RoundingMode.HALF_UP);
    }
}
