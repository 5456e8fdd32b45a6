package dev.throughline.processes.projectlifecycle;

import java.util.List;
import org.joda.money.Money;

/**
 * What follows when a project is held, cancelled or closed.
 *
 * @param onCancel         what becomes of work that is not billed yet
 * @param recurringOnHold  whether recurring amounts and fees of retainers bill while the project is on hold; where they do not, recurring periods that begin on hold are never
 *                         billed, and fees of retainers, whose hours stay bought, wait for the release
 * @param approveFrom      a cancellation that leaves at least this much of the contract unbilled waits for a second person; one amount for each currency, and a currency that
 *                         is not named needs none
 * @param closeNeeds       what must be settled before a project is closed
 * @param completedCloses  whether a project that delivery calls completed is to be closed; else closing is asked for
 * @param tellDelivery     whether delivery is told; not where its records are files that nobody can write to, as the two that follow
 * @param tellFinance      whether finance is told, of a new baseline too
 * @param tellSales        whether sales is told
 */
public record LifecyclePolicy(
        OnCancel onCancel,
        boolean recurringOnHold,
        List<Money> approveFrom,
        List<Need> closeNeeds,
        boolean completedCloses,
        boolean tellDelivery,
        boolean tellFinance,
        boolean tellSales) {
    public LifecyclePolicy {
        approveFrom = List.copyOf(approveFrom);
        closeNeeds = List.copyOf(closeNeeds);
    }

    /** What becomes of unbilled work on a cancelled project. */
    public enum OnCancel {
        /** What was done up to the day of the cancellation bills once it is approved. */
        BILL_APPROVED,
        /** It is held until finance has decided. */
        HOLD,
        /** It is held, and finance is asked to write it off. */
        PROPOSE_WRITE_OFF
    }

    /** What must be settled before a project is closed. */
    public enum Need {
        /** No work stands unbilled, held or being posted. */
        BILLED,
        /** No milestone is planned still. */
        MILESTONES,
        /** No invoice is open. */
        PAID
    }

    public static LifecyclePolicy defaults() {
        return new LifecyclePolicy(OnCancel.HOLD, true, List.of(), List.of(Need.values()), false, true, true, true);
    }

    boolean wantsApproval(Money unbilled) {
        return approveFrom.stream()
                .filter(from -> from.getCurrencyUnit().equals(unbilled.getCurrencyUnit()))
                .anyMatch(from -> !unbilled.isLessThan(from));
    }
}
