package dev.throughline.processes.changeorder;

import dev.throughline.model.Contract;
import dev.throughline.model.Ref;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.changeorder.ChangeCheck.Result.Faulty;
import dev.throughline.processes.changeorder.ChangeCheck.Result.Ready;
import dev.throughline.processes.changeorder.ChangeState.AwaitingApproval;
import dev.throughline.processes.changeorder.ChangeState.InForce;
import dev.throughline.processes.changeorder.ChangeState.Lacking;
import dev.throughline.processes.changeorder.ChangeState.NotCarried;
import java.util.List;
import java.util.Optional;

/** Looks at what is agreed now, and decides whether that is to be carried. */
record Moves(Ref<Contract> ref, ChangeState state, Standing standing, Facts facts) {
    /** From a state in which nothing is on its way and every system holds the same. @param settled terms that are not taken up unless they are others */
    Decision<ChangeState> look(Optional<Agreed> settled) {
        var newest = newest();
        if (newest.isEmpty()) {
            return Decision.ignore(state, "no version is approved");
        }
        if (newest.get().equals(standing.carried()) && !twice(newest.get())) {
            return state instanceof InForce
                    ? Decision.ignore(state, "every system holds " + standing.carried())
                    : Decision.<ChangeState>to(new InForce(standing)).resolveAll();
        }
        return newest.equals(settled)
                ? Decision.ignore(state, newest.get() + " was looked at already")
                : judge(newest.get());
    }

    Optional<Agreed> newest() {
        return Contracted.of(ref, facts).flatMap(Contracted::newestApproved);
    }

    private boolean twice(Agreed newest) {
        return Contracted.of(ref, facts)
                .filter(known -> known.twice(newest.number()))
                .isPresent();
    }

    private Decision<ChangeState> judge(Agreed wanted) {
        return switch (check(wanted)) {
            case Faulty(var problems) -> lacking(problems);
            case Ready(var change, var approval) ->
                approval.isEmpty()
                        ? carry().begin(change).resolveAll()
                        : Decision.<ChangeState>to(new AwaitingApproval(standing, change))
                                .resolveAll()
                                .raise(ChangeProblems.approval(ref, standing.carried(), wanted, approval));
        };
    }

    private ChangeCheck.Result check(Agreed wanted) {
        return ChangeCheck.check(Contracted.of(ref, facts).orElseThrow(), standing.carried(), wanted);
    }

    private Decision<ChangeState> lacking(List<Problem> problems) {
        return state instanceof Lacking(var _, var known) && known.equals(problems)
                ? Decision.ignore(state, "it still lacks the same")
                : Decision.<ChangeState>to(new Lacking(standing, problems))
                        .resolveAll()
                        .raise(problems);
    }

    /** A person lets the newest version go on. It may have become faulty since it began to wait. @param half terms of which half is done, and that nobody need approve again */
    Decision<ChangeState> approve(String what, Optional<Agreed> half) {
        var newest = newest().filter(wanted -> wanted.name().equals(what));
        if (newest.isEmpty() || newest.equals(half)) {
            return Decision.ignore(state, what + " waits for no approval");
        }
        return switch (check(newest.get())) {
            case Faulty(var problems) -> state instanceof AwaitingApproval ? lacking(problems) : blocked(problems);
            case Ready(var change, var _) -> carry().begin(change).resolveAll();
        };
    }

    /**
     * From half of a change: newer terms replace it, since they say the same of the whole contract, and terms that were taken back undo it. Until they can be carried, what is half
     * done stays as it is.
     */
    Decision<ChangeState> replace(Change half) {
        var newest = newest();
        if (newest.isEmpty() || newest.get().equals(half.wanted())) {
            return Decision.ignore(state, "nothing that was refused has changed; a retry sends it again");
        }
        if (newest.get().equals(standing.carried())) {
            return carry().undo(half, Optional.empty()).resolveAll();
        }
        return switch (check(newest.get())) {
            case Faulty(var problems) -> blocked(problems);
            case Ready(var change, var approval) ->
                approval.isEmpty()
                        ? carry().begin(change).resolveAll()
                        : blocked(List.of(ChangeProblems.approval(ref, standing.carried(), newest.get(), approval)));
        };
    }

    private Decision<ChangeState> blocked(List<Problem> problems) {
        return Decision.ignore(state, "newer terms cannot be carried yet").raise(problems);
    }

    /** Nothing was sent, or all was given back. */
    Decision<ChangeState> giveUp(Agreed wanted, String because) {
        return Decision.<ChangeState>to(new NotCarried(standing, wanted, because))
                .resolveAll();
    }

    Carry carry() {
        return new Carry(ref, standing, facts);
    }
}
