package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** What can happen to the billing of a project. */
sealed interface BillingStep {
    /** @param now empty when it was deleted */
    record WorkChanged(Ref<?> ref, Optional<Source> now) implements BillingStep {}

    record TermsChanged() implements BillingStep {}

    /** A rate card or an exchange rate: what is ready may have another price. */
    record PricesChanged() implements BillingStep {}

    /** An accounting period was opened or closed, or it is time to ask finance again. */
    record PeriodsChanged() implements BillingStep {}

    record RunAsked(LocalDate through) implements BillingStep {}

    record RunDue(LocalDate through) implements BillingStep {}

    record InstalmentsDue() implements BillingStep {}

    record Posted(String step, PostInvoice invoice, Optional<String> number) implements BillingStep {}

    record Refused(String step, PostInvoice invoice, Outcome.Refused said) implements BillingStep {}

    record Abandoned(String step, PostInvoice invoice, String by, String reason) implements BillingStep {}

    /** @param now empty when it was deleted */
    record InvoiceSeen(Ref<Invoice> ref, Optional<Invoice> now) implements BillingStep {}

    record Retried() implements BillingStep {}

    record Skipped(String by, String reason) implements BillingStep {}

    record Elsewhere() implements BillingStep {}

    static BillingStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged changed -> of(changed);
            case CommandSettled settled ->
                settled.command() instanceof PostInvoice invoice ? of(settled, invoice) : new Elsewhere();
            case TimerFired fired -> of(fired);
            case Asked asked -> of(asked);
        };
    }

    private static BillingStep of(ObjectChanged changed) {
        return switch (changed.type()) {
            case TIME_ENTRY, EXPENSE, MILESTONE, USAGE_RECORD ->
                new WorkChanged(changed.ref(), changed.after().flatMap(after -> Source.of(changed.ref(), after)));
            case INVOICE ->
                new InvoiceSeen(new Ref<>(changed.ref().id()), changed.after().map(BillingStep::invoice));
            case PROJECT, CONTRACT, CONTRACT_VERSION, CUSTOMER_ACCOUNT, RESOURCE, LEGAL_ENTITY -> new TermsChanged();
            case RATE_CARD, EXCHANGE_RATE -> new PricesChanged();
            case ACCOUNTING_PERIOD -> new PeriodsChanged();
            case CONTACT,
                    SERVICE_ITEM,
                    OPPORTUNITY,
                    WBS_ELEMENT,
                    ROLE_PLACEHOLDER,
                    ASSIGNMENT,
                    COST_RATE,
                    ABSENCE,
                    CREDIT_MEMO,
                    PAYMENT,
                    DIMENSION,
                    INTERCOMPANY_CHARGE,
                    INTERCOMPANY_POSTING,
                    REVENUE_SCHEDULE -> new Elsewhere();
        };
    }

    private static Invoice invoice(CanonicalObject object) {
        return (Invoice) object;
    }

    private static BillingStep of(CommandSettled settled, PostInvoice invoice) {
        return switch (settled.outcome()) {
            case Outcome.Done(var _, var _, var reference) -> new Posted(settled.step(), invoice, reference);
            case Outcome.Refused said -> new Refused(settled.step(), invoice, said);
            case Outcome.Abandoned(var by, var reason) -> new Abandoned(settled.step(), invoice, by, reason);
        };
    }

    private static BillingStep of(TimerFired fired) {
        return switch (fired.timer()) {
            case Intake.INSTALMENTS -> new InstalmentsDue();
            case Periods.TIMER -> new PeriodsChanged();
            // A run wakes at the start of a day and bills the days before it.
            case BillingRun.TIMER ->
                new RunDue(
                        fired.header().at().atZone(ZoneOffset.UTC).toLocalDate().minusDays(1));
            default -> new Elsewhere();
        };
    }

    private static BillingStep of(Asked asked) {
        return switch (asked.request()) {
            case Request.PublishApprovedTimeForBilling(var _, var through) -> new RunAsked(through);
            case Request.Retry _ -> new Retried();
            case Request.Skip skip -> new Skipped(asked.by(), skip.reason());
            default -> new Elsewhere();
        };
    }
}
