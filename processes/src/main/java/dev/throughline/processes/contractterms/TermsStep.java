package dev.throughline.processes.contractterms;

import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;

/** What can happen to the terms of a contract. */
sealed interface TermsStep {
    /** Something that the terms are made of may have changed. */
    record Look() implements TermsStep {}

    record Answered(String step) implements TermsStep {}

    record SaidNo(String step, Outcome.Refused said) implements TermsStep {}

    record Retried() implements TermsStep {}

    /** A person gave it up. */
    record Stopped(String by, String reason) implements TermsStep {}

    record Elsewhere() implements TermsStep {}

    static TermsStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged _, TimerFired _ -> new Look();
            case CommandSettled settled when !ContractTerms.TYPE.equals(settled.processType()) -> new Look();
            case CommandSettled settled ->
                switch (settled.outcome()) {
                    case Outcome.Done _ -> new Answered(settled.step());
                    case Outcome.Refused said -> new SaidNo(settled.step(), said);
                    case Outcome.Abandoned(var by, var reason) -> new Stopped(by, reason);
                };
            case Asked asked ->
                switch (asked.request()) {
                    case Request.Retry _, Request.ActivateContract _ -> new Retried();
                    case Request.Skip skip -> new Stopped(asked.by(), skip.reason());
                    default -> new Elsewhere();
                };
        };
    }
}
