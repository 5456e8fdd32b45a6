package dev.throughline.processes.intercompany;

import dev.throughline.model.CostRate;
import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** What can happen between two companies. */
sealed interface IntercompanyStep {
    /** @param entry a time entry that came, changed or went */
    record WorkChanged(Ref<?> entry) implements IntercompanyStep {}

    /** @param from the first day whose cost may be another */
    record CostChanged(Ref<Resource> person, LocalDate from) implements IntercompanyStep {}

    /** Something that entries wait for may be mended. */
    record Looked() implements IntercompanyStep {}

    /** @param month the last to be posted, its first day */
    record PostAsked(LocalDate month) implements IntercompanyStep {}

    record PostDue(LocalDate month) implements IntercompanyStep {}

    record Posted(String step, Optional<String> number) implements IntercompanyStep {}

    record SaidNo(String step, Outcome.Refused said) implements IntercompanyStep {}

    record Abandoned(String step) implements IntercompanyStep {}

    record Retried() implements IntercompanyStep {}

    record Skipped() implements IntercompanyStep {}

    record Elsewhere() implements IntercompanyStep {}

    static IntercompanyStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged changed -> of(changed);
            case CommandSettled settled -> of(settled);
            case TimerFired fired -> new PostDue(LocalDate.parse(fired.timer().substring(Desk.TIMER.length())));
            case Asked asked -> of(asked.request());
        };
    }

    private static IntercompanyStep of(ObjectChanged changed) {
        return switch (changed.type()) {
            case TIME_ENTRY -> new WorkChanged(changed.ref());
            case INTERCOMPANY_CHARGE ->
                changed.after()
                        .<IntercompanyStep>map(charge -> new WorkChanged(((IntercompanyCharge) charge).entry()))
                        .orElseGet(Elsewhere::new);
            case COST_RATE ->
                Stream.concat(changed.before().stream(), changed.after().stream())
                        .map(CostRate.class::cast)
                        .min(Comparator.comparing(CostRate::effectiveFrom))
                        .<IntercompanyStep>map(rate -> new CostChanged(rate.resource(), rate.effectiveFrom()))
                        .orElseGet(Elsewhere::new);
            case PROJECT, CONTRACT, CONTRACT_VERSION, RATE_CARD, RESOURCE, LEGAL_ENTITY -> new Looked();
            case CONTACT,
                    CUSTOMER_ACCOUNT,
                    SERVICE_ITEM,
                    OPPORTUNITY,
                    WBS_ELEMENT,
                    MILESTONE,
                    ROLE_PLACEHOLDER,
                    ASSIGNMENT,
                    ABSENCE,
                    EXPENSE,
                    USAGE_RECORD,
                    INVOICE,
                    CREDIT_MEMO,
                    PAYMENT,
                    ACCOUNTING_PERIOD,
                    DIMENSION,
                    EXCHANGE_RATE,
                    INTERCOMPANY_POSTING,
                    REVENUE_SCHEDULE -> new Elsewhere();
        };
    }

    private static IntercompanyStep of(CommandSettled settled) {
        return switch (settled.outcome()) {
            case Outcome.Done(var _, var _, var reference) -> new Posted(settled.step(), reference);
            case Outcome.Refused said -> new SaidNo(settled.step(), said);
            case Outcome.Abandoned _ -> new Abandoned(settled.step());
        };
    }

    private static IntercompanyStep of(Request request) {
        return switch (request) {
            case Request.PostIntercompany(var _, var _, var month) -> new PostAsked(month.withDayOfMonth(1));
            case Request.Retry _ -> new Retried();
            case Request.Skip _ -> new Skipped();
            default -> new Elsewhere();
        };
    }
}
