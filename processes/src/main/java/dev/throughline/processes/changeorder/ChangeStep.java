package dev.throughline.processes.changeorder;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;

/** What can happen to a contract's changes. */
sealed interface ChangeStep {
    /** Finance has the contract by this version. */
    record SetUp(Ref<ContractVersion> version, ContractVersion body) implements ChangeStep {}

    /** Something that a change hangs on may be another. */
    record Looked() implements ChangeStep {}

    record Approved(String by, String what) implements ChangeStep {}

    record Answered(String step) implements ChangeStep {}

    /** Refused by the system, or abandoned by a person: surely not done. */
    record SaidNo(String step, String code, String says) implements ChangeStep {}

    record Retried() implements ChangeStep {}

    record Skipped(String by, String reason) implements ChangeStep {}

    record Elsewhere() implements ChangeStep {}

    static ChangeStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged _, TimerFired _ -> new Looked();
            case CommandSettled settled ->
                ChangeOrder.TYPE.equals(settled.processType()) ? own(settled) : others(settled);
            case Asked asked -> of(asked);
        };
    }

    private static ChangeStep own(CommandSettled settled) {
        return switch (settled.outcome()) {
            case Outcome.Done _ -> new Answered(settled.step());
            case Outcome.Refused(var system, var code, var says, var _) ->
                new SaidNo(settled.step(), code, "%s refused it: %s".formatted(system, says));
            case Outcome.Abandoned(var by, var reason) ->
                new SaidNo(settled.step(), "ABANDONED", "%s abandoned it: %s".formatted(by, reason));
        };
    }

    private static ChangeStep others(CommandSettled settled) {
        return settled.command() instanceof ActivateContract set && settled.outcome() instanceof Outcome.Done
                ? new SetUp(set.subject(), set.version())
                : new Elsewhere();
    }

    private static ChangeStep of(Asked asked) {
        return switch (asked.request()) {
            case Request.Retry _ -> new Retried();
            case Request.Skip skip -> new Skipped(asked.by(), skip.reason());
            case Request.Approve(var _, var _, var what) -> new Approved(asked.by(), what);
            default -> new Elsewhere();
        };
    }
}
