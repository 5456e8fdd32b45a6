package dev.throughline.processes.timetobilling;

import java.util.Map;

/**
 * How approved work becomes invoices.
 *
 * @param milestoneBills    from which status on a milestone bills
 * @param lines             what one line of an invoice sums up; only work at one price is summed
 * @param linesPerInvoice   at most; more lines make more invoices
 * @param entryRates        whether the price that delivery fixed on an entry counts where the rate card has none
 * @param runs              when bills are written without anybody asking
 * @param itemByServiceLine codes of the items that invoice work of a service line
 * @param workItem          code of the item for work of other service lines
 * @param expenseItem       code of the item for expenses
 * @param milestoneItem     code of the item for milestones and instalments
 */
public record BillingPolicy(
        MilestoneBills milestoneBills,
        Lines lines,
        int linesPerInvoice,
        boolean entryRates,
        Runs runs,
        Map<String, String> itemByServiceLine,
        String workItem,
        String expenseItem,
        String milestoneItem) {
    public BillingPolicy {
        itemByServiceLine = Map.copyOf(itemByServiceLine);
        if (linesPerInvoice < 1) {
            throw new IllegalArgumentException("linesPerInvoice is %d, must be at least 1".formatted(linesPerInvoice));
        }
    }

    /** A status from which a milestone bills. */
    public enum MilestoneBills {
        COMPLETED,
        APPROVED
    }

    /** What a line sums up. */
    public enum Lines {
        ENTRY,
        PERSON,
        ROLE,
        TASK
    }

    /** When bills are written; {@code WEEKLY} on Mondays and {@code MONTHLY} on the first, both for the time before. */
    public enum Runs {
        ON_REQUEST,
        /** As soon as work is ready, for what needs no gathering. */
        AT_ONCE,
        WEEKLY,
        MONTHLY
    }

    public static BillingPolicy defaults() {
        return new BillingPolicy(
                MilestoneBills.COMPLETED,
                Lines.PERSON,
                200,
                true,
                Runs.ON_REQUEST,
                Map.of(),
                "SERVICES",
                "EXPENSES",
                "MILESTONE");
    }
}
