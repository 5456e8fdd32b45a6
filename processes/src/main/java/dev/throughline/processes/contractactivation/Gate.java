package dev.throughline.processes.contractactivation;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.contractactivation.ActivationState.AwaitingApproval;
import dev.throughline.processes.contractactivation.ActivationState.CreatingProject;
import dev.throughline.processes.contractactivation.ActivationState.Refused;
import dev.throughline.processes.contractactivation.Readiness.Ready;
import dev.throughline.processes.policy.Checkpoint;
import java.util.Optional;
import java.util.Set;

/** Where a contract waits for a second person. @param by who asked, when somebody did */
record Gate(Ref<Contract> ref, ActivationState state, Set<String> by, Facts facts) {
    /** Whether what is ready has to be approved first: a version that finance was told of was. */
    boolean shut(Ready ready) {
        var version = ready.version();
        return !told().equals(Optional.of(version.ref()))
                && facts.policy(
                                ContractApproval.class,
                                Optional.of(ready.contract().legalEntity()))
                        .needed(version.body().value());
    }

    private Optional<Ref<ContractVersion>> told() {
        return switch (state) {
            case CreatingProject making -> Optional.of(making.version());
            case Refused refused -> Optional.of(refused.version());
            case ActivationState.Waiting _,
                    AwaitingApproval _,
                    ActivationState.Activating _,
                    ActivationState.Active _,
                    ActivationState.GivenUp _ -> Optional.empty();
        };
    }

    Decision<ActivationState> wait(Ready ready) {
        var known = state instanceof AwaitingApproval(var checkpoint, var _)
                ? Optional.of(checkpoint)
                : Optional.<Checkpoint>empty();
        if (known.filter(one -> one.isAbout(what(ready))).isPresent()) {
            return Decision.ignore(state, "it waits for approval");
        }
        var owner = ready.contract().opportunity().flatMap(facts::get).flatMap(Opportunity::owner);
        var checkpoint = new Checkpoint(ContractActivation.TYPE, ref.id(), what(ready), by)
                .causedBy(owner.stream().toList())
                .causedBy(known.map(Checkpoint::causedBy).orElse(Set.of()));
        return Decision.<ActivationState>to(new AwaitingApproval(checkpoint, state.attempts()))
                .resolveAll()
                .raise(problem(ready, checkpoint, Optional.empty()));
    }

    /** What becomes of an approval that does not count; empty when it does. */
    Optional<Decision<ActivationState>> denied(Ready ready, Checkpoint checkpoint, String who, String what) {
        if (!checkpoint.isAbout(what)) {
            return Optional.of(Decision.ignore(state, what + " waits for no approval"));
        }
        if (!checkpoint.isAbout(what(ready))) {
            return Optional.of(wait(ready));
        }
        return checkpoint
                .barred(who)
                .map(why -> Decision.<ActivationState>ignore(state, why)
                        .raise(problem(ready, checkpoint, Optional.of(why))));
    }

    private static String what(Ready ready) {
        var version = ready.version().body();
        return "version %d, %s".formatted(version.number(), version.value());
    }

    private Problem problem(Ready ready, Checkpoint checkpoint, Optional<String> barred) {
        return Problem.of(
                        "CONTRACT_NEEDS_APPROVAL",
                        Problem.Owner.FINANCE_OPS,
                        ref,
                        "Contract %s, %s, waits for approval before finance has it%s"
                                .formatted(
                                        ready.contract().number(),
                                        checkpoint.what(),
                                        barred.map(why -> "; " + why).orElse("")),
                        checkpoint.remedy())
                .atStake(ready.version().body().value());
    }
}
