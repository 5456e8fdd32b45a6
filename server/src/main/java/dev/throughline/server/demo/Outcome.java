package dev.throughline.server.demo;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What came of a demo, in the shape that {@code --json} writes. Amounts are decimal texts by currency. */
record Outcome(
        Rows rows,
        long contracts,
        long amendments,
        long projects,
        long invoices,
        long payments,
        Map<String, Long> exceptionsByReason,
        Totals totals,
        Totals invoiced,
        Conserved conservation,
        Reconciled reconciliation,
        Doubled duplicates,
        Absences absences,
        List<Wire.Mishap> mishaps,
        boolean rested,
        long seconds) {
    /**
     * Changes by their end; those that concern the hub add up to what was read of them.
     *
     * @param superseded older than what is known, or the same again
     * @param exceptions on the desk themselves, or waiting for a record that is
     * @param underWay   0 once everything came to rest
     * @param ofNoConcern beside those that were read: what no mapping wants, such as the hub's own writes coming back
     */
    record Rows(long read, long applied, long superseded, long exceptions, long underWay, long ofNoConcern) {}

    record Totals(Map<String, String> crm, Map<String, String> hub, Map<String, String> erp) {
        boolean agree() {
            return crm.equals(hub) && hub.equals(erp);
        }
    }

    record Conserved(long lines, long unbalanced) {}

    record Reconciled(long differences, long unexplained) {}

    record Doubled(long customers, long projects, long invoices) {
        boolean none() {
            return customers == 0 && projects == 0 && invoices == 0;
        }
    }

    /** Hours of approved absence: asked for in the HCM, and off in the PSA. */
    record Absences(String hcm, String psa) {
        boolean agree() {
            return hcm.equals(psa);
        }
    }

    /** Nothing was lost, doubled or left unexplained, and every mishap that was promised did happen. */
    boolean good() {
        return rested
                && mishaps.stream().allMatch(Wire.Mishap::happened)
                && rows.underWay() == 0
                && rows.exceptions() >= 0
                && totals.agree()
                && invoiced.agree()
                && conservation.unbalanced() == 0
                && reconciliation.unexplained() == 0
                && duplicates.none()
                && absences.agree();
    }

    static String text(BigDecimal amount) {
        return amount.setScale(Math.max(2, amount.stripTrailingZeros().scale()), java.math.RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
