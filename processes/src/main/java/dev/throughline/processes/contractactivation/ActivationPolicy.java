package dev.throughline.processes.contractactivation;

import dev.throughline.model.BillingModel;
import java.util.Map;

/**
 * When and how a contract is set up in finance.
 *
 * @param waitFor           what else must be there beside an approved version and a project in delivery
 * @param revenueTreatments canonical code of the revenue treatment by billing model
 */
public record ActivationPolicy(WaitFor waitFor, Map<BillingModel, String> revenueTreatments) {
    public ActivationPolicy {
        revenueTreatments = Map.copyOf(revenueTreatments);
    }

    /** What else to wait for. */
    public enum WaitFor {
        NOTHING,
        /** At least one firm assignment on the project, or a milestone of it approved. */
        STAFFING
    }

    public static ActivationPolicy defaults() {
        return new ActivationPolicy(
                WaitFor.NOTHING,
                Map.of(
                        BillingModel.TIME_AND_MATERIALS, "as_invoiced",
                        BillingModel.MILESTONE, "on_milestone",
                        BillingModel.FIXED_FEE, "straight_line",
                        BillingModel.RETAINER, "straight_line",
                        BillingModel.MANAGED_SERVICE, "straight_line",
                        BillingModel.USAGE, "as_invoiced"));
    }
}
