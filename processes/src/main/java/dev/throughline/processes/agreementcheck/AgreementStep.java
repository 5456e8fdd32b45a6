package dev.throughline.processes.agreementcheck;

import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;

/** What can happen to an agreement. */
sealed interface AgreementStep {
    /** It came, changed or went, or a person wants it looked at again. */
    record Look() implements AgreementStep {}

    record Skipped(String by, String reason) implements AgreementStep {}

    record Elsewhere() implements AgreementStep {}

    static AgreementStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged _ -> new Look();
            case Asked asked ->
                switch (asked.request()) {
                    case Request.Retry _ -> new Look();
                    case Request.Skip skip -> new Skipped(asked.by(), skip.reason());
                    default -> new Elsewhere();
                };
            case CommandSettled _, TimerFired _ -> new Elsewhere();
        };
    }
}
