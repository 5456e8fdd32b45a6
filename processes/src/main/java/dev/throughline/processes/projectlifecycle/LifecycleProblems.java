package dev.throughline.processes.projectlifecycle;

import static dev.throughline.processes.Problem.Owner.DELIVERY_OPS;
import static dev.throughline.processes.Problem.Owner.FINANCE_OPS;
import static dev.throughline.processes.Problem.Owner.INTEGRATION;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import dev.throughline.processes.projectlifecycle.LifecycleState.Place;
import dev.throughline.processes.projectlifecycle.LifecycleStep.SaidNo;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Seen;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.joda.money.Money;

/** What can be wrong with a move of a project, in words. */
final class LifecycleProblems {
    static final String ACTIVE_AGAIN = "PROJECT_ACTIVE_AFTER_ITS_END";

    private LifecycleProblems() {}

    static Problem approval(Ref<Project> project, Wish wish, Money unbilled) {
        return Problem.of(
                        "PROJECT_CANCELLATION_NEEDS_APPROVAL",
                        FINANCE_OPS,
                        project,
                        "%s wants to cancel project %s (%s), of whose contract %s is not billed"
                                .formatted(wish.by(), project, wish.reason(), unbilled),
                        "Somebody else approves it with POST /api/v1/processes/approve {\"processType\": \"%s\", \"processKey\": \"%s\", \"what\": \"%s\"}, or skips it; nothing was done yet"
                                .formatted(ProjectLifecycle.TYPE, project, wish.name()))
                .atStake(unbilled);
    }

    static Problem refused(Ref<Project> project, Known known, Place place, SaidNo no) {
        var knows = known.told().stream()
                .filter(one -> one != Place.FORECAST)
                .sorted()
                .toList();
        var lacks = Arrays.stream(Place.values())
                .filter(one -> one != Place.FORECAST || place == Place.FORECAST)
                .filter(one -> one.compareTo(place) >= 0 && !known.told().contains(one))
                .map(LifecycleProblems::words)
                .collect(Collectors.joining(", "));
        var half = knows.isEmpty()
                ? "no system knows it yet"
                : "known to " + knows.stream().map(LifecycleProblems::words).collect(Collectors.joining(", "));
        return Problem.of(
                        no.code(),
                        place == Place.DELIVERY ? DELIVERY_OPS : place == Place.SALES ? INTEGRATION : FINANCE_OPS,
                        project,
                        "Project %s is %s here since %s, and billing goes by that; %s, not to %s: %s"
                                .formatted(
                                        project,
                                        known.stage(),
                                        known.since().map(Object::toString).orElse("its start"),
                                        half,
                                        lacks,
                                        no.says()),
                        "Mend what it names, then retry; skip it only once you have set it there by hand")
                .severe();
    }

    static Problem activeAgain(Ref<Project> project, Known known, Seen seen) {
        return Problem.of(
                ACTIVE_AGAIN,
                FINANCE_OPS,
                project,
                "Project %s is %s, but delivery says %s: what is done on it is held"
                        .formatted(project, known.stage(), seen.now().status()),
                "Reopen it with POST /api/v1/processes/reopen-project, or have delivery set it back");
    }

    private static String words(Place place) {
        return switch (place) {
            case DELIVERY -> "delivery";
            case FINANCE -> "the project in finance";
            case ORDER -> "the order in finance";
            case SALES -> "sales";
            case FORECAST -> "the revenue forecast in finance";
        };
    }
}
