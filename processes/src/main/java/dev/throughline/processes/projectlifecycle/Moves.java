package dev.throughline.processes.projectlifecycle;

import dev.throughline.model.Lifecycle;
import dev.throughline.model.Lifecycle.Pause;
import dev.throughline.model.Lifecycle.Stage;
import dev.throughline.model.Project;
import dev.throughline.model.ProjectMove;
import dev.throughline.model.Ref;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.projectlifecycle.LifecycleState.AwaitingApproval;
import dev.throughline.processes.projectlifecycle.LifecycleState.Barred;
import dev.throughline.processes.projectlifecycle.LifecycleState.Place;
import dev.throughline.processes.projectlifecycle.LifecycleState.Refused;
import dev.throughline.processes.projectlifecycle.LifecycleState.Settled;
import dev.throughline.processes.projectlifecycle.LifecycleState.Telling;
import dev.throughline.processes.projectlifecycle.LifecycleStep.Seen;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The moves of one project. @param at when the event came */
record Moves(Ref<Project> ref, LifecycleState state, Known known, Instant at, Facts facts) {
    static final String RECHECK = "recheck";

    Tell telling(Known now) {
        return new Tell(ref, state, now, facts);
    }

    private LocalDate today() {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private LifecyclePolicy policy() {
        return facts.policy(LifecyclePolicy.class);
    }

    /** What delivery says of its project: its status, its budget and its dates. */
    Decision<LifecycleState> seen(Seen seen) {
        var now = baseline(seen);
        if (seen.own() || known.said().equals(Optional.of(seen.now().status()))) {
            return remembered(now);
        }
        var said = now.said(seen.now().status());
        var wanted = stage(seen.now().status());
        if (wanted.isEmpty()) {
            return remembered(said);
        }
        if (wanted.get() == known.stage()) {
            return agreed(said);
        }
        if (known.over()) {
            return wanted.get() == Stage.CANCELLED || wanted.get() == Stage.CLOSED
                    ? remembered(said)
                    : remembered(said).raise(LifecycleProblems.activeAgain(ref, known, seen));
        }
        var moves = new Moves(ref, state, said, at, facts);
        return moves.wish(new Wish(
                move(wanted.get()), seen.by(), "delivery says " + seen.now().status(), true));
    }

    /** What delivery calls completed is closed only where policy says so. */
    private Optional<Stage> stage(Project.Status status) {
        return switch (status) {
            case PLANNED, ACTIVE -> Optional.of(Stage.OPEN);
            case ON_HOLD -> Optional.of(Stage.ON_HOLD);
            case CANCELLED -> Optional.of(Stage.CANCELLED);
            case COMPLETED -> policy().completedCloses() ? Optional.of(Stage.CLOSED) : Optional.empty();
        };
    }

    private static ProjectMove move(Stage to) {
        return switch (to) {
            case OPEN -> ProjectMove.RELEASE;
            case ON_HOLD -> ProjectMove.HOLD;
            case CANCELLED -> ProjectMove.CANCEL;
            case CLOSED -> ProjectMove.CLOSE;
        };
    }

    private Known baseline(Seen seen) {
        var before = known.baseline().or(() -> seen.before().map(project -> Baseline.of(project, 1, true)));
        if (before.isEmpty()) {
            return known.with(Baseline.of(seen.now(), 1, !seen.own()));
        }
        int number = before.get().number();
        if (before.get().is(seen.now())) {
            boolean confirmed = before.get().confirmed() || !seen.own();
            return known.with(Baseline.of(seen.now(), number, confirmed));
        }
        boolean silent = seen.own() || !before.get().confirmed() || new Contracted(ref, facts).agreed(seen.now());
        return silent
                ? known.with(Baseline.of(seen.now(), number, !seen.own()))
                : known.rebaselined(Baseline.of(seen.now(), number + 1, true));
    }

    /** Nothing is to be done but to tell a new baseline, and to know what was said. */
    private Decision<LifecycleState> remembered(Known now) {
        return switch (state) {
            case Settled _ -> telling(now).further("nothing that finance would hear of has changed");
            case AwaitingApproval(var _, var wish) -> kept(new AwaitingApproval(now, wish));
            case Barred(var _, var wish, var problems) -> kept(new Barred(now, wish, problems));
            case Telling(var _, var place, var awaited) -> kept(new Telling(now, place, awaited));
            case Refused(var _, var place) -> kept(new Refused(now, place));
        };
    }

    private Decision<LifecycleState> kept(LifecycleState same) {
        return same.equals(state)
                ? Decision.ignore(state, "nothing that finance would hear of has changed")
                : Decision.to(same);
    }

    /** Delivery says what was decided. What it wished for is wished no longer, and what it refused is mended. */
    private Decision<LifecycleState> agreed(Known said) {
        var told = known.since().isPresent() ? said.told(Place.DELIVERY) : said;
        return switch (state) {
            case AwaitingApproval(var _, var wish)
            when wish.delivery() -> telling(told).further("").resolveAll();
            case Barred(var _, var wish, var _)
            when wish.delivery() -> telling(told).further("").resolveAll();
            case Refused(var _, var place)
            when place == Place.DELIVERY -> telling(told).further("").resolveAll();
            case Settled _ when known.over() -> telling(told).further("").resolve(LifecycleProblems.ACTIVE_AGAIN);
            case Settled _ -> telling(told).further("nothing that finance would hear of has changed");
            case AwaitingApproval _, Barred _, Telling _, Refused _ ->
                new Moves(ref, state, told, at, facts).remembered(told);
        };
    }

    Decision<LifecycleState> wish(Wish wish) {
        if (facts.get(ref).isEmpty()) {
            return Decision.ignore(state, "the project is not known");
        }
        if (!wish.from(known.stage())) {
            return Decision.ignore(
                    state, "it is %s, which is no place to %s it from".formatted(known.stage(), wish.move()));
        }
        var unbilled = new Contracted(ref, facts).unbilled();
        if (wish.move() == ProjectMove.CANCEL && unbilled.stream().anyMatch(policy()::wantsApproval)) {
            return Decision.<LifecycleState>to(new AwaitingApproval(known, wish))
                    .resolveAll()
                    .raise(LifecycleProblems.approval(ref, wish, unbilled.orElseThrow()));
        }
        return wish.move() == ProjectMove.CLOSE ? close(wish) : begin(wish);
    }

    private Decision<LifecycleState> close(Wish wish) {
        var problems = new Closing(ref, facts).problems();
        if (problems.isEmpty()) {
            return begin(wish);
        }
        var again = at.plus(Duration.ofDays(1));
        return state.equals(new Barred(known, wish, problems))
                ? Decision.<LifecycleState>ignore(state, "the same stands open").wakeAt(RECHECK, again)
                : Decision.<LifecycleState>to(new Barred(known, wish, problems))
                        .resolveAll()
                        .raise(problems)
                        .wakeAt(RECHECK, again);
    }

    Decision<LifecycleState> approve(Wish wish, String what, String by) {
        if (!wish.name().equals(what)) {
            return Decision.ignore(state, "no %s waits for approval".formatted(what));
        }
        return wish.by().equals(by)
                ? Decision.ignore(state, "somebody else than %s must approve it".formatted(by))
                : begin(wish);
    }

    /** Nobody wants it any longer, and nothing was done. */
    Decision<LifecycleState> drop() {
        return Decision.<LifecycleState>to(new Settled(known)).resolveAll();
    }

    /** What bills is decided here; the systems hear of it from now on. */
    private Decision<LifecycleState> begin(Wish wish) {
        var project = facts.get(ref).orElseThrow();
        var lifecycle = new Lifecycle(wish.to(), today(), wish.reason(), pauses(project, wish));
        var next = telling(known.moved(wish, today())).further("");
        return next.store(ref, project.standing(lifecycle)).resolveAll();
    }

    private List<Pause> pauses(Project project, Wish wish) {
        var pauses = new ArrayList<Pause>();
        for (var pause : project.lifecycle().map(Lifecycle::pauses).orElse(List.of())) {
            pauses.add(pause.until().isPresent() ? pause : new Pause(pause.from(), Optional.of(today())));
        }
        if (wish.to() == Stage.ON_HOLD && !policy().recurringOnHold()) {
            pauses.add(new Pause(today(), Optional.empty()));
        }
        return pauses;
    }
}
