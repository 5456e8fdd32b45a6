package dev.throughline.processes.projectlifecycle;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.Project;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import java.util.Optional;

/** What can happen to a project as a whole. */
sealed interface LifecycleStep {
    /** The project is as given from now on. @param own whether the hub itself wrote it */
    record Seen(Optional<Project> before, Project now, String by, boolean own) implements LifecycleStep {}

    record Wished(Wish wish) implements LifecycleStep {}

    /** @param what was looked at: the name of the move */
    record Approved(String by, String what) implements LifecycleStep {}

    /** Something that it waits for may have come. */
    record Looked() implements LifecycleStep {}

    record Answered(String step) implements LifecycleStep {}

    /** Refused by the system, or abandoned by a person: surely not done. */
    record SaidNo(String step, String code, String says) implements LifecycleStep {}

    record Retried() implements LifecycleStep {}

    record Skipped(String by) implements LifecycleStep {}

    record Elsewhere() implements LifecycleStep {}

    static LifecycleStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged changed
            when changed.type() == CanonicalType.PROJECT ->
                changed.after()
                        .<LifecycleStep>map(now -> new Seen(
                                changed.before().map(Project.class::cast),
                                (Project) now,
                                changed.source().value(),
                                changed.source().value().equals("throughline")))
                        .orElseGet(Elsewhere::new);
            case ObjectChanged _, TimerFired _ -> new Looked();
            case CommandSettled settled ->
                ProjectLifecycle.TYPE.equals(settled.processType()) ? own(settled) : new Looked();
            case Asked asked -> of(asked);
        };
    }

    private static LifecycleStep own(CommandSettled settled) {
        return switch (settled.outcome()) {
            case Outcome.Done _ -> new Answered(settled.step());
            case Outcome.Refused(var system, var code, var says, var _) ->
                new SaidNo(settled.step(), code, "%s refused it: %s".formatted(system, says));
            case Outcome.Abandoned(var by, var reason) ->
                new SaidNo(settled.step(), "ABANDONED", "%s abandoned it: %s".formatted(by, reason));
        };
    }

    private static LifecycleStep of(Asked asked) {
        return switch (asked.request()) {
            case Request.MoveProject(var _, var move, var reason) ->
                new Wished(new Wish(move, asked.by(), reason, false));
            case Request.Approve(var _, var _, var what) -> new Approved(asked.by(), what);
            case Request.Retry _ -> new Retried();
            case Request.Skip _ -> new Skipped(asked.by());
            default -> new Elsewhere();
        };
    }
}
