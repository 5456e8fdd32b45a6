package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm.OneInvoice;
import dev.throughline.model.BillingTerm.OneLine;
import dev.throughline.model.Milestone;
import dev.throughline.processes.policy.Policy;
import java.util.Map;

/**
 * How approved work becomes invoices.
 *
 * @param milestoneBills    from which status on a milestone bills
 * @param invoices          what is kept together on one invoice; a contract that states it goes before
 * @param lines             what one line of an invoice sums up, of work at one price; a contract that states it goes before
 * @param expensesApart     whether expenses have invoices of their own; a contract that states it goes before
 * @param milestonesApart   whether milestones, payments and charges have invoices of their own; a contract that states it goes before
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
        OneInvoice invoices,
        OneLine lines,
        boolean expensesApart,
        boolean milestonesApart,
        int linesPerInvoice,
        boolean entryRates,
        Runs runs,
        Map<String, String> itemByServiceLine,
        String workItem,
        String expenseItem,
        String milestoneItem)
        implements Policy<BillingCase> {
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
                OneInvoice.PROJECT,
                OneLine.PERSON,
                false,
                false,
                200,
                true,
                Runs.ON_REQUEST,
                Map.of(),
                "SERVICES",
                "EXPENSES",
                "MILESTONE");
    }

    boolean bills(Milestone.Status status) {
        return switch (status) {
            case PLANNED, CANCELLED -> false;
            case COMPLETED -> milestoneBills == MilestoneBills.COMPLETED;
            case APPROVED -> true;
        };
    }

    @Override
    public Class<BillingCase> cases() {
        return BillingCase.class;
    }

    @Override
    public BillingCase.Invoiced judge(BillingCase given) {
        return given.invoiced(this);
    }
}
