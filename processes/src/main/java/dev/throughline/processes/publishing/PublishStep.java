package dev.throughline.processes.publishing;

import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;

/** What can happen to something that is published. */
sealed interface PublishStep {
    /** What is shown may have changed. */
    record Changed() implements PublishStep {}

    /** Somebody wants it told again, changed or not. */
    record ToldAgain() implements PublishStep {}

    record Answered(String step) implements PublishStep {}

    /** Refused by the system, or abandoned by a person: surely not shown there. */
    record SaidNo(String step, String code, String says, CommandSettled settled) implements PublishStep {}

    record Retried() implements PublishStep {}

    record Skipped(String by, String reason) implements PublishStep {}

    record Elsewhere() implements PublishStep {}

    static PublishStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged _, TimerFired _ -> new Changed();
            case CommandSettled settled -> of(settled);
            case Asked asked -> of(asked);
        };
    }

    private static PublishStep of(CommandSettled settled) {
        return switch (settled.outcome()) {
            case Outcome.Done _ -> new Answered(settled.step());
            case Outcome.Refused(var system, var code, var says, var _) ->
                new SaidNo(settled.step(), code, "%s refused it: %s".formatted(system, says), settled);
            case Outcome.Abandoned(var by, var reason) ->
                new SaidNo(settled.step(), "ABANDONED", "%s abandoned it: %s".formatted(by, reason), settled);
        };
    }

    private static PublishStep of(Asked asked) {
        return switch (asked.request()) {
            case Request.SyncInvoiceStatus _ -> new ToldAgain();
            case Request.ReportMargin _ -> new Changed();
            case Request.Retry _ -> new Retried();
            case Request.Skip skip -> new Skipped(asked.by(), skip.reason());
            default -> new Elsewhere();
        };
    }
}
