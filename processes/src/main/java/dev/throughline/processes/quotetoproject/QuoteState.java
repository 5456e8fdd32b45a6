package dev.throughline.processes.quotetoproject;

import dev.throughline.processes.Problem;
import dev.throughline.processes.policy.Checkpoint;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a deal stands on its way to a project. */
public sealed interface QuoteState {
    /** How often anything was sent, so that no step name is used twice. */
    int attempts();

    /** Not won, or not ready to be judged. */
    record Waiting(int attempts) implements QuoteState {}

    /** Won, but it lacks something; nothing was sent. */
    record Lacking(List<Problem> problems, int attempts) implements QuoteState {
        public Lacking {
            problems = List.copyOf(problems);
        }
    }

    /** Won and in order, and worth so much that a second person has to say yes; nothing was sent. */
    record AwaitingApproval(Checkpoint checkpoint, int attempts) implements QuoteState {}

    /** Finance, and delivery where policy says so, are told of the customer. @param awaited steps not answered yet */
    record CreatingCustomer(Plan plan, Set<String> awaited, int attempts) implements QuoteState {
        public CreatingCustomer {
            awaited = Set.copyOf(awaited);
        }
    }

    record CreatingProject(Plan plan, String awaited, int attempts) implements QuoteState {}

    record Reporting(Plan plan, String awaited, int attempts) implements QuoteState {}

    /** A system said no; nothing is on its way for the stage. */
    record Refused(Plan plan, Stage stage, Problem problem, int attempts) implements QuoteState {}

    /** Lost or reopened while it was being made; a stage on its way may still be answered. */
    record Reversed(Plan plan, Stage stage, Set<String> awaited, int attempts) implements QuoteState {
        public Reversed {
            awaited = Set.copyOf(awaited);
        }

        Reversed without(String step) {
            var left = awaited.stream().filter(one -> !one.equals(step)).collect(Collectors.toSet());
            return new Reversed(plan, stage, left, attempts);
        }
    }

    /**
     * Delivery has the project and sales knows it.
     *
     * @param reversed whether sales has since taken the win back
     * @param differs  whether the deal has since got other terms
     */
    record Active(Plan plan, boolean reversed, boolean differs, int attempts) implements QuoteState {}

    /** Given up by a person; only a retry takes it up again. */
    record GivenUp(String by, String reason, int attempts) implements QuoteState {
        String says() {
            return "given up by %s: %s; a retry takes it up again".formatted(by, reason);
        }
    }

    /** What is made, in this order. */
    enum Stage {
        CUSTOMER,
        PROJECT,
        REPORT
    }
}
