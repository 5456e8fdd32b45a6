package dev.throughline.server.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What finance does: asks for invoices, takes payments, some of them in part. */
final class Finance {
    private static final int IN_PART_EVERY = 7;
    private static final int UNPAID_EVERY = 5;

    private final World world;
    private final Progress progress;
    private final Set<String> seen = new HashSet<>();
    private int payments;

    Finance(World world, Progress progress) {
        this.world = world;
        this.progress = progress;
    }

    /** @return how many projects were asked for */
    int bill(List<String> projects, LocalDate until) {
        projects.forEach(p -> world.invoice(p, until));
        return projects.size();
    }

    /** @param leaveLatest whether what was invoiced just now stays unpaid */
    void collect(LocalDate day, boolean leaveLatest) {
        int before = payments;
        if (!leaveLatest) {
            for (Map<String, Object> invoice : world.erp().invoices()) {
                if (seen.add(String.valueOf(invoice.get("id")))) {
                    pay(invoice, day);
                }
            }
        }
        if (payments > before) {
            progress.tell("%d payments came in".formatted(payments - before));
        }
    }

    private void pay(Map<String, Object> invoice, LocalDate day) {
        int turn = seen.size();
        var total = new BigDecimal(String.valueOf(invoice.get("total")));
        if (turn % UNPAID_EVERY == 0 || total.signum() <= 0) {
            return;
        }
        BigDecimal amount = turn % IN_PART_EVERY == 0 ? total.divide(BigDecimal.TWO, 2, RoundingMode.DOWN) : total;
        world.erp().pay(invoice, amount, day);
        payments++;
    }
}
