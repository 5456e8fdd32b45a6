package dev.throughline.processes.projectlifecycle;

import dev.throughline.processes.Problem;
import java.util.List;

/** Where the moves of a project stand. What bills is decided at once; the systems are told one after the other. */
public sealed interface LifecycleState {
    Known known();

    /** Every system that has the project knows where it stands. */
    record Settled(Known known) implements LifecycleState {}

    /** A cancellation waits for a second person; nothing was done. */
    record AwaitingApproval(Known known, Wish wish) implements LifecycleState {}

    /** It is to be closed, but something stands open; nothing was done. */
    record Barred(Known known, Wish wish, List<Problem> problems) implements LifecycleState {
        public Barred {
            problems = List.copyOf(problems);
        }
    }

    /** A system is told. */
    record Telling(Known known, Place place, String awaited) implements LifecycleState {}

    /** A system said no; those before it know. */
    record Refused(Known known, Place place) implements LifecycleState {}

    /** Who is told, in this order. */
    enum Place {
        DELIVERY,
        /** The project in finance. */
        FINANCE,
        /** The contract's order in finance. */
        ORDER,
        SALES,
        /** The expected revenue in finance, of a new baseline. */
        FORECAST
    }
}
