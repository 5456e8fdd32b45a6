package dev.throughline.processes.contractactivation;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;

/** What can happen to a contract on its way to finance. */
sealed interface ActivationStep {
    /** Something that it waits for may have come. */
    record Changed() implements ActivationStep {}

    /** Somebody is planned for the project, or a milestone of it was approved. */
    record Staffed() implements ActivationStep {}

    record Answered(String step) implements ActivationStep {}

    record SaidNo(String step, Outcome.Refused said) implements ActivationStep {}

    record Abandoned(String step, String by, String reason) implements ActivationStep {}

    record Retried() implements ActivationStep {}

    record Approved(String by, String what) implements ActivationStep {}

    record Skipped(String by, String reason) implements ActivationStep {}

    record Elsewhere() implements ActivationStep {}

    static ActivationStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged changed
            when changed.type() == CanonicalType.ASSIGNMENT || changed.type() == CanonicalType.MILESTONE ->
                new Staffed();
            case ObjectChanged _, TimerFired _ -> new Changed();
            case CommandSettled settled -> of(settled);
            case Asked asked -> of(asked);
        };
    }

    /** Another workflow's command that was carried out, the project made in delivery, is a change to look at. */
    private static ActivationStep of(CommandSettled settled) {
        if (!ContractActivation.TYPE.equals(settled.processType())) {
            return new Changed();
        }
        return switch (settled.outcome()) {
            case Outcome.Done _ -> new Answered(settled.step());
            case Outcome.Refused said -> new SaidNo(settled.step(), said);
            case Outcome.Abandoned(var by, var reason) -> new Abandoned(settled.step(), by, reason);
        };
    }

    private static ActivationStep of(Asked asked) {
        return switch (asked.request()) {
            case Request.ActivateContract _, Request.Retry _ -> new Retried();
            case Request.Skip skip -> new Skipped(asked.by(), skip.reason());
            case Request.Approve approve -> new Approved(asked.by(), approve.what());
            default -> new Elsewhere();
        };
    }
}
