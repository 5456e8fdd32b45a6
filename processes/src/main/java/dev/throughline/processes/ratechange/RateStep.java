package dev.throughline.processes.ratechange;

import dev.throughline.model.RateCard;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import java.time.Instant;
import java.util.Optional;

/** What can happen to a rate card. */
sealed interface RateStep {
    record Changed(Optional<RateCard> before, RateCard now, Instant at) implements RateStep {}

    record Gone() implements RateStep {}

    record Approved(String by, String what, Instant at) implements RateStep {}

    record Retried() implements RateStep {}

    record Skipped() implements RateStep {}

    record Elsewhere() implements RateStep {}

    static RateStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged changed ->
                changed.after()
                        .<RateStep>map(now -> new Changed(
                                changed.before().map(RateCard.class::cast),
                                (RateCard) now,
                                changed.header().at()))
                        .orElseGet(Gone::new);
            case CommandSettled _, TimerFired _ -> new Elsewhere();
            case Asked asked ->
                switch (asked.request()) {
                    case Request.Approve approve ->
                        new Approved(asked.by(), approve.what(), asked.header().at());
                    case Request.Retry _ -> new Retried();
                    case Request.Skip _ -> new Skipped();
                    default -> new Elsewhere();
                };
        };
    }
}
