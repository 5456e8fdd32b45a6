package dev.throughline.processes.changeorder;

import dev.throughline.processes.Problem;
import dev.throughline.processes.policy.Checkpoint;
import java.util.List;
import java.util.Optional;

/** Where the changes of a contract stand: one at a time. */
public sealed interface ChangeState {
    /** Finance has not the contract yet, so there is nothing to change: what is approved meanwhile is set up with it. */
    record NotSetUp() implements ChangeState {}

    /** Every system holds the newest approved version. */
    record InForce(Standing standing) implements ChangeState {}

    /** A newer version cannot be carried as it is; nothing was sent. */
    record Lacking(Standing standing, List<Problem> problems) implements ChangeState {
        public Lacking {
            problems = List.copyOf(problems);
        }
    }

    /** A newer version is in order and waits for a person; nothing was sent. */
    record AwaitingApproval(Standing standing, Change change, Checkpoint checkpoint) implements ChangeState {}

    /** A system is told. */
    record Carrying(Standing standing, Change change, Stage stage, String awaited) implements ChangeState {}

    /** A system said no; the stages before it are done. */
    record Refused(Standing standing, Change change, Stage stage) implements ChangeState {}

    /**
     * A system is given back what it had.
     *
     * @param stays what people must still hear of when all is undone; empty when a person wished it so
     */
    record Undoing(Standing standing, Change change, Stage stage, String awaited, Optional<Problem> stays)
            implements ChangeState {}

    /** A system said no to what it had. */
    record UndoRefused(Standing standing, Change change, Stage stage, Optional<Problem> stays) implements ChangeState {}

    /** An approved version is not carried, and every system holds the one before; other terms or a retry take it up. */
    record NotCarried(Standing standing, Agreed wanted, String because) implements ChangeState {}

    /** What is told, in this order; undone from the last that was told to the first, and then sales. */
    enum Stage {
        DELIVERY,
        FINANCE,
        FORECAST,
        SALES
    }
}
