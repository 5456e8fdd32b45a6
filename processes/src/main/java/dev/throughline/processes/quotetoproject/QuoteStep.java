package dev.throughline.processes.quotetoproject;

import dev.throughline.model.Opportunity;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;

/** What can happen to a deal here. */
sealed interface QuoteStep {
    /** The deal is won, and is so again whenever something of a won deal changed. */
    record Won() implements QuoteStep {}

    record NotWon(String how) implements QuoteStep {}

    /** Something that the deal depends on changed, or it is time to look again. */
    record LookAgain(String why) implements QuoteStep {}

    record Answered(String step) implements QuoteStep {}

    record SaidNo(String step, String code, String says, String system) implements QuoteStep {}

    record Abandoned(String step, String by, String reason) implements QuoteStep {}

    record Retried(String by) implements QuoteStep {}

    record Skipped(String by, String reason) implements QuoteStep {}

    record Elsewhere() implements QuoteStep {}

    static QuoteStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged changed -> of(changed);
            case CommandSettled settled -> of(settled);
            case TimerFired fired -> new LookAgain("timer " + fired.timer());
            case Asked asked -> of(asked);
        };
    }

    private static QuoteStep of(ObjectChanged changed) {
        return switch (changed.type()) {
            case OPPORTUNITY ->
                changed.after().map(after -> deal((Opportunity) after)).orElseGet(() -> new NotWon("deleted"));
            case CUSTOMER_ACCOUNT, CONTRACT, RATE_CARD, LEGAL_ENTITY, SERVICE_ITEM ->
                new LookAgain("%s %s changed".formatted(changed.type().typeName(), changed.ref()));
            case CONTACT,
                    CONTRACT_VERSION,
                    PROJECT,
                    WBS_ELEMENT,
                    MILESTONE,
                    ROLE_PLACEHOLDER,
                    ASSIGNMENT,
                    RESOURCE,
                    COST_RATE,
                    ABSENCE,
                    TIME_ENTRY,
                    EXPENSE,
                    USAGE_RECORD,
                    INVOICE,
                    CREDIT_MEMO,
                    PAYMENT,
                    ACCOUNTING_PERIOD,
                    DIMENSION,
                    EXCHANGE_RATE,
                    INTERCOMPANY_CHARGE,
                    INTERCOMPANY_POSTING,
                    REVENUE_SCHEDULE -> new Elsewhere();
        };
    }

    private static QuoteStep deal(Opportunity deal) {
        return switch (deal.stage()) {
            case WON -> new Won();
            case LOST -> new NotWon("lost");
            case OPEN -> new NotWon("open again");
        };
    }

    private static QuoteStep of(CommandSettled settled) {
        return switch (settled.outcome()) {
            case Outcome.Done _ -> new Answered(settled.step());
            case Outcome.Refused(var system, var code, var says, var _) ->
                new SaidNo(settled.step(), code, says, system.value());
            case Outcome.Abandoned(var by, var reason) -> new Abandoned(settled.step(), by, reason);
        };
    }

    private static QuoteStep of(Asked asked) {
        return switch (asked.request()) {
            case Request.CreateProjectFromWonOpportunity _, Request.Retry _ -> new Retried(asked.by());
            case Request.Skip skip -> new Skipped(asked.by(), skip.reason());
            default -> new Elsewhere();
        };
    }
}
