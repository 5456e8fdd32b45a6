package dev.throughline.server.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What finance does with what customers pay: most in full, some in part, some not at all. Not thread-safe. */
final class Finance {
    private static final int IN_PART_EVERY = 7;
    private static final int UNPAID_EVERY = 5;
    /** In the second round: by then most customers were billed. */
    private static final int REVERSES_WITH = 2;

    private final Town town;
    private final Consumer<String> told;
    private final Set<String> seen = new HashSet<>();
    private int payments;
    private int collected;
    private boolean reversed;

    Finance(Town town, Consumer<String> told) {
        this.town = town;
        this.told = told;
    }

    void collect(LocalDate day) {
        int before = payments;
        collected++;
        for (Map<String, Object> invoice : inOrder()) {
            if (seen.add(String.valueOf(invoice.get("id")))) {
                pay(invoice, day);
            }
        }
        told.accept("%d payments came in".formatted(payments - before));
    }

    /** By customer and total: in which order the hub posted them is chance, and who pays must not hang on it. */
    private List<Map<String, Object>> inOrder() {
        return town.erp().invoices().stream()
                .sorted(Comparator.comparing(
                                (Map<String, Object> i) -> town.erp().customerOf(i))
                        .thenComparing(Finance::total))
                .toList();
    }

    private void pay(Map<String, Object> invoice, LocalDate day) {
        int turn = seen.size();
        BigDecimal total = total(invoice);
        if (turn % UNPAID_EVERY == 0 || total.signum() <= 0) {
            reverse(invoice);
            return;
        }
        BigDecimal amount = turn % IN_PART_EVERY == 0 ? total.divide(BigDecimal.TWO, 2, RoundingMode.DOWN) : total;
        town.erp().pay(invoice, amount, day);
        payments++;
    }

    /** One invoice that nobody paid was wrong: it is voided, and its work is billed again. */
    private void reverse(Map<String, Object> invoice) {
        if (collected == REVERSES_WITH && !reversed) {
            reversed = true;
            town.erp().voidInvoice(invoice);
            told.accept("finance voids invoice %s of %s"
                    .formatted(invoice.get("tranId"), town.erp().customerOf(invoice)));
        }
    }

    private static BigDecimal total(Map<String, Object> invoice) {
        return new BigDecimal(String.valueOf(invoice.get("total")));
    }
}
