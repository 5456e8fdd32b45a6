package dev.throughline.processes.contractactivation;

import dev.throughline.model.BillingModel;
import dev.throughline.processes.policy.Policy;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * When and how a contract is set up in finance.
 *
 * @param waitFor           what else must be there beside an approved version and a project in delivery
 * @param revenueTreatments canonical code of the revenue treatment by billing model
 */
public record ActivationPolicy(WaitFor waitFor, Map<BillingModel, String> revenueTreatments)
        implements Policy<ActivationPolicy.Case> {
    public ActivationPolicy {
        revenueTreatments = Map.copyOf(revenueTreatments);
    }

    /** What else to wait for. */
    public enum WaitFor {
        NOTHING,
        /** At least one firm assignment on the project, or a milestone of it approved. */
        STAFFING
    }

    /** An approved contract whose project delivery has. @param staffed whether anybody is, or a milestone is approved */
    public record Case(BillingModel billingModel, Optional<Boolean> staffed) {}

    /** @param revenueTreatment none when the contract waits for the policy to name one */
    public record Set(boolean waits, Optional<String> revenueTreatment) {}

    Optional<String> treatment(BillingModel model) {
        return Optional.ofNullable(revenueTreatments.get(model));
    }

    boolean waits(BooleanSupplier staffed) {
        return switch (waitFor) {
            case NOTHING -> false;
            case STAFFING -> !staffed.getAsBoolean();
        };
    }

    @Override
    public Class<Case> cases() {
        return Case.class;
    }

    @Override
    public Set judge(Case given) {
        var treatment = treatment(given.billingModel());
        return new Set(treatment.isEmpty() || waits(() -> given.staffed().orElse(false)), treatment);
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
