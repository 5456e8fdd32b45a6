package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CreditMemo;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.IssueCreditMemo;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import dev.throughline.processes.ratechange.RateChange;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** What can happen to the billing of a project. */
sealed interface BillingStep {
    /** @param now empty when it was deleted */
    record WorkChanged(Ref<?> ref, Optional<Source> now) implements BillingStep {}

    record TermsChanged() implements BillingStep {}

    /** Prices or terms of days since then are others. */
    record Repriced(LocalDate since) implements BillingStep {}

    /** @param source one piece of work; all that waits when empty */
    record CorrectionsDecided(Optional<Ref<?>> source, boolean adjust, String by, String reason)
            implements BillingStep {}

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

    /** A credit memo came, changed or went in finance. */
    record CreditSeen(Ref<CreditMemo> ref, Optional<CreditMemo> before, Optional<CreditMemo> now)
            implements BillingStep {}

    record CreditAsked(Ref<Invoice> invoice, boolean rebill, String by, String reason) implements BillingStep {}

    record CreditAnswered(String step, IssueCreditMemo memo, Outcome outcome) implements BillingStep {}

    record BillAgainAsked(Ref<Invoice> invoice, String by) implements BillingStep {}

    record WriteOffAsked(Optional<Ref<?>> source, String by, String reason) implements BillingStep {}

    record WriteOffDecided(int number, boolean approve, String by) implements BillingStep {}

    record WriteOffTakenBack(Optional<Ref<?>> source, String by, String reason) implements BillingStep {}

    record Retried() implements BillingStep {}

    record Skipped(String by, String reason) implements BillingStep {}

    record Elsewhere() implements BillingStep {}

    static BillingStep of(CanonicalEvent event) {
        return switch (event) {
            case ObjectChanged changed -> of(changed);
            case CommandSettled settled ->
                switch (settled.command()) {
                    case PostInvoice invoice -> of(settled, invoice);
                    case IssueCreditMemo memo -> new CreditAnswered(settled.step(), memo, settled.outcome());
                    default -> new Elsewhere();
                };
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
            case CREDIT_MEMO ->
                new CreditSeen(
                        new Ref<>(changed.ref().id()),
                        changed.before().map(BillingStep::credit),
                        changed.after().map(BillingStep::credit));
            case CONTRACT_VERSION, RATE_CARD ->
                Repricing.since(changed).<BillingStep>map(Repriced::new).orElseGet(TermsChanged::new);
            case PROJECT, CONTRACT, CUSTOMER_ACCOUNT, RESOURCE, LEGAL_ENTITY, COST_RATE -> new TermsChanged();
            case EXCHANGE_RATE -> new PricesChanged();
            case ACCOUNTING_PERIOD -> new PeriodsChanged();
            case CONTACT,
                    SERVICE_ITEM,
                    OPPORTUNITY,
                    WBS_ELEMENT,
                    ROLE_PLACEHOLDER,
                    ASSIGNMENT,
                    ABSENCE,
                    PAYMENT,
                    DIMENSION,
                    INTERCOMPANY_CHARGE,
                    INTERCOMPANY_POSTING,
                    REVENUE_SCHEDULE -> new Elsewhere();
        };
    }

    private static CreditMemo credit(CanonicalObject object) {
        return (CreditMemo) object;
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
        if (RateChange.TYPE.equals(fired.processType())) {
            return new TermsChanged();
        }
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
            case Request.DecideCorrections(var _, var source, var adjust, var reason) ->
                new CorrectionsDecided(source, adjust, asked.by(), reason);
            case Request.CreditInvoice(var invoice, var rebill, var reason) ->
                new CreditAsked(invoice, rebill, asked.by(), reason);
            case Request.BillAgain(var invoice, var _) -> new BillAgainAsked(invoice, asked.by());
            case Request.WriteOff(var _, var source, var reason) -> new WriteOffAsked(source, asked.by(), reason);
            case Request.DecideWriteOff(var _, var number, var approve) ->
                new WriteOffDecided(number, approve, asked.by());
            case Request.TakeBackWriteOff(var _, var source, var reason) ->
                new WriteOffTakenBack(source, asked.by(), reason);
            case Request.Retry _ -> new Retried();
            case Request.Skip skip -> new Skipped(asked.by(), skip.reason());
            default -> new Elsewhere();
        };
    }
}
