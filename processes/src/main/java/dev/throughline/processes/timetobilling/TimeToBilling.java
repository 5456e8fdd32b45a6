package dev.throughline.processes.timetobilling;

import dev.throughline.model.AccountingPeriod;
import dev.throughline.model.Approval;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.CreditMemo;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Expense;
import dev.throughline.model.Invoice;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.UsageRecord;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.FinancialAttributes;
import dev.throughline.processes.Process;
import dev.throughline.processes.ledger.Conversion;
import dev.throughline.processes.ledger.ConversionPolicy;
import dev.throughline.processes.ratechange.RateChange;
import dev.throughline.processes.timetobilling.BillingState.Collecting;
import dev.throughline.processes.timetobilling.BillingState.Posting;
import dev.throughline.processes.timetobilling.BillingState.Stopped;
import dev.throughline.processes.timetobilling.BillingStep.Abandoned;
import dev.throughline.processes.timetobilling.BillingStep.BillAgainAsked;
import dev.throughline.processes.timetobilling.BillingStep.CorrectionsDecided;
import dev.throughline.processes.timetobilling.BillingStep.CreditAnswered;
import dev.throughline.processes.timetobilling.BillingStep.CreditAsked;
import dev.throughline.processes.timetobilling.BillingStep.CreditSeen;
import dev.throughline.processes.timetobilling.BillingStep.Elsewhere;
import dev.throughline.processes.timetobilling.BillingStep.InstalmentsDue;
import dev.throughline.processes.timetobilling.BillingStep.InvoiceSeen;
import dev.throughline.processes.timetobilling.BillingStep.PeriodsChanged;
import dev.throughline.processes.timetobilling.BillingStep.Posted;
import dev.throughline.processes.timetobilling.BillingStep.PricesChanged;
import dev.throughline.processes.timetobilling.BillingStep.Refused;
import dev.throughline.processes.timetobilling.BillingStep.Repriced;
import dev.throughline.processes.timetobilling.BillingStep.Retried;
import dev.throughline.processes.timetobilling.BillingStep.RunAsked;
import dev.throughline.processes.timetobilling.BillingStep.RunDue;
import dev.throughline.processes.timetobilling.BillingStep.Skipped;
import dev.throughline.processes.timetobilling.BillingStep.TermsChanged;
import dev.throughline.processes.timetobilling.BillingStep.WorkChanged;
import dev.throughline.processes.timetobilling.BillingStep.WriteOffAsked;
import dev.throughline.processes.timetobilling.BillingStep.WriteOffDecided;
import dev.throughline.processes.timetobilling.BillingStep.WriteOffTakenBack;
import java.time.LocalDate;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Approved time, expenses, milestones and instalments become lines of the ledger, priced by the contract version in force on their day, and then invoices in finance. One
 * instance for each project, by its canonical id.
 */
public final class TimeToBilling implements Process<BillingState> {
    public static final String TYPE = "time-to-billing";

    private record Given(BillingState state, BillingStep step) {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<BillingState> stateType() {
        return BillingState.class;
    }

    /** Projects of one contract share its caps and its payments. */
    @Override
    public Set<String> together(String key, Facts facts) {
        var terms = Terms.of(new Ref<>(key), facts);
        return !terms.shares() || terms.siblings(facts).isEmpty()
                ? Set.of()
                : terms.contractRef().stream().map(Ref::id).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public BillingState initial(String key) {
        return new Collecting(Book.EMPTY);
    }

    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        return switch (event) {
            case ObjectChanged changed -> concernedBy(changed, facts);
            case CommandSettled settled -> TYPE.equals(settled.processType()) ? Set.of(settled.processKey()) : Set.of();
            case TimerFired fired -> concernedBy(fired, facts);
            case Asked asked -> concernedBy(asked.request(), facts);
        };
    }

    /** Work that waited for a rate card to be approved goes on. */
    private static Set<String> concernedBy(TimerFired fired, Facts facts) {
        if (RateChange.TYPE.equals(fired.processType())) {
            return facts.heldBecauseOf(TYPE, new Ref<RateCard>(fired.processKey()));
        }
        return TYPE.equals(fired.processType()) ? Set.of(fired.processKey()) : Set.of();
    }

    private static Set<String> concernedBy(Request request, Facts facts) {
        return switch (request) {
            case Request.OfBilling billing -> concernedBy(billing, facts);
            case Request.OfInstance one -> one.isOf(TYPE) ? Set.of(one.processKey()) : Set.of();
            default -> Set.of();
        };
    }

    private static Set<String> concernedBy(Request.OfBilling request, Facts facts) {
        return switch (request) {
            case Request.PublishApprovedTimeForBilling(var project, var _) -> Set.of(project.id());
            case Request.DecideCorrections(var project, var _, var _, var _) -> Set.of(project.id());
            case Request.WriteOff(var project, var _, var _) -> Set.of(project.id());
            case Request.DecideWriteOff(var project, var _, var _) -> Set.of(project.id());
            case Request.TakeBackWriteOff(var project, var _, var _) -> Set.of(project.id());
            case Request.CreditInvoice(var invoice, var _, var _) -> projectsBilledBy(invoice, facts);
            case Request.BillAgain(var invoice, var _) -> projectsBilledBy(invoice, facts);
        };
    }

    private static Set<String> concernedBy(ObjectChanged changed, Facts facts) {
        return switch (changed.type()) {
            case TIME_ENTRY, EXPENSE, MILESTONE, USAGE_RECORD -> {
                var projects = states(changed, TimeToBilling::projectOfReadyWork);
                yield inTurn(projects, waiting(projects, facts));
            }
            case INVOICE -> union(states(changed, TimeToBilling::projectOfInvoice), projectsOn(changed, facts));
            case CREDIT_MEMO ->
                states(
                        changed,
                        memo -> ((CreditMemo) memo)
                                .applied().stream().flatMap(part -> projectsBilledBy(part.invoice(), facts).stream()));
            case PROJECT ->
                FinancialAttributes.touchedBy(changed) ? Set.of(changed.ref().id()) : Set.of();
            case CONTRACT ->
                union(
                        projects("Project.contract", changed.ref().id(), facts),
                        states(changed, object -> projectsOfDeal((Contract) object, facts)));
            case CONTRACT_VERSION ->
                states(changed, object -> projectsOf(((ContractVersion) object).contract(), facts));
            case RATE_CARD -> states(changed, object -> projectsOfCard(((RateCard) object).code(), facts));
            case CUSTOMER_ACCOUNT ->
                holdChanged(changed)
                        ? union(
                                projects("Project.customer", changed.ref().id(), facts),
                                facts.heldBecauseOf(TYPE, changed.ref()))
                        : Set.of();
            case RESOURCE, LEGAL_ENTITY -> facts.heldBecauseOf(TYPE, changed.ref());
            case COST_RATE ->
                states(changed, object -> facts.heldBecauseOf(TYPE, ((CostRate) object).resource()).stream());
            case ACCOUNTING_PERIOD -> states(changed, object -> projectsOfPeriod((AccountingPeriod) object, facts));
            case EXCHANGE_RATE -> states(changed, object -> projectsOfRate((ExchangeRate) object, facts));
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
                    REVENUE_SCHEDULE -> Set.of();
        };
    }

    /** What the object was and what it is both count: work can move from one project to another. */
    private static Set<String> states(ObjectChanged changed, Function<CanonicalObject, Stream<String>> keys) {
        return Stream.concat(changed.before().stream(), changed.after().stream())
                .flatMap(keys)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Drafts and plans concern nobody here: only what bills, or billed a moment ago. */
    private static Stream<String> projectOfReadyWork(CanonicalObject object) {
        return switch (object) {
            case TimeEntry entry
            when entry.approval() == Approval.APPROVED ->
                Stream.of(entry.project().id());
            case Expense expense
            when expense.approval() == Approval.APPROVED ->
                Stream.of(expense.project().id());
            case Milestone milestone
            when milestone.status() == Milestone.Status.COMPLETED || milestone.status() == Milestone.Status.APPROVED ->
                Stream.of(milestone.project().id());
            case UsageRecord used -> Stream.of(used.project().id());
            default -> Stream.empty();
        };
    }

    /** Projects of the same contract whose work waits for its cap: what changes on one may make room on another. */
    private static Set<String> waiting(Set<String> projects, Facts facts) {
        return projects.stream()
                .flatMap(id -> facts.get(new Ref<Project>(id)).flatMap(Project::contract).stream())
                .flatMap(contract -> facts.heldBecauseOf(TYPE, contract).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Those of the first, then the others: who waits is asked after the room was made. */
    private static Set<String> inTurn(Set<String> first, Set<String> others) {
        var all = new LinkedHashSet<>(first);
        all.addAll(others);
        return all;
    }

    private static boolean holdChanged(ObjectChanged changed) {
        return Stream.concat(changed.before().stream(), changed.after().stream())
                        .map(object -> ((CustomerAccount) object).creditHold())
                        .distinct()
                        .count()
                > 1;
    }

    private static Set<String> projects(String attribute, String value, Facts facts) {
        return facts.find(Project.class, attribute, value).stream()
                .map(project -> project.ref().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<String> projectsOfCard(String code, Facts facts) {
        return facts.find(ContractVersion.class, "ContractVersion.rateCard", code).stream()
                .map(version -> version.body().contract().id())
                .distinct()
                .flatMap(contract -> projectsOf(new Ref<>(contract), facts));
    }

    /** Those that wait for any period: one opened or made may be the first open one after a closed one. */
    private static Stream<String> projectsOfPeriod(AccountingPeriod period, Facts facts) {
        return Stream.concat(
                        period.legalEntity().stream().<Ref<?>>map(entity -> entity),
                        Books.all(facts).<Ref<?>>map(Stored::ref))
                .flatMap(subject -> facts.heldBecauseOf(TYPE, subject).stream());
    }

    /** Those that wait for a rate of either currency, and those whose open work was converted by an older rate of the pair, or by this one. */
    private static Stream<String> projectsOfRate(ExchangeRate rate, Facts facts) {
        var first = rate.on().minusDays(facts.policy(ConversionPolicy.class).rateHoldsDays());
        return Stream.of(
                        facts.heldBecauseOf(TYPE, Exchange.currency(rate.from())),
                        facts.heldBecauseOf(TYPE, Exchange.currency(rate.to())),
                        facts.projectsConvertedBy(Conversion.pair(rate), first, rate.on()))
                .flatMap(Set::stream);
    }

    /** A project that names no contract has that of its deal. */
    private static Stream<String> projectsOf(Ref<Contract> contract, Facts facts) {
        return Stream.concat(
                projects("Project.contract", contract.id(), facts).stream(),
                facts.get(contract).stream().flatMap(known -> projectsOfDeal(known, facts)));
    }

    private static Stream<String> projectsOfDeal(Contract contract, Facts facts) {
        return contract.opportunity().stream()
                .flatMap(deal -> projects("Project.opportunity", deal.id(), facts).stream());
    }

    private static Stream<String> projectOfInvoice(CanonicalObject object) {
        return ((Invoice) object).project().stream().map(Ref::id);
    }

    /** Finance may not say which project an invoice is for; the lines on it do. */
    private static Set<String> projectsOn(ObjectChanged changed, Facts facts) {
        boolean said = changed.after().stream()
                .flatMap(TimeToBilling::projectOfInvoice)
                .findAny()
                .isPresent();
        return said
                ? Set.of()
                : facts.linesOn(new Ref<>(changed.ref().id())).stream()
                        .map(line -> line.line().project().id())
                        .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> projectsBilledBy(Ref<Invoice> invoice, Facts facts) {
        return union(
                facts.get(invoice).stream()
                        .flatMap(TimeToBilling::projectOfInvoice)
                        .collect(Collectors.toUnmodifiableSet()),
                facts.linesOn(invoice).stream()
                        .map(line -> line.line().project().id())
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Decision<BillingState> decide(String key, BillingState state, CanonicalEvent event, Facts facts) {
        var desk = new Desk(new Ref<>(key), state, event.header().at(), facts);
        var intake = new Intake(desk);
        var billing = new BillingRun(desk, intake);
        var answers = new Answers(desk, intake, billing);
        var credits = new Credits(desk, intake);
        var writeOffs = new WriteOffs(desk, intake);
        return switch (new Given(state, BillingStep.of(event))) {
            case Given(var _, WorkChanged(var ref, var now)) -> {
                intake.workChanged(ref, now);
                billing.plan();
                yield desk.decision("the same work again, or none that bills");
            }
            case Given(var _, TermsChanged _) -> {
                intake.termsChanged();
                billing.plan();
                yield desk.decision("nothing waits for it");
            }
            case Given(var _, Repriced(var since)) -> {
                intake.pricesChanged();
                intake.late().reprice(since);
                billing.plan();
                yield desk.decision("no price of open or billed work changed");
            }
            case Given(var _, CorrectionsDecided(var source, var adjust, var by, var reason)) -> {
                intake.late().decided(source, adjust, by, reason);
                billing.plan();
                yield desk.decision("no correction waits for a decision");
            }
            case Given(var _, PricesChanged _) -> {
                intake.pricesChanged();
                billing.plan();
                yield desk.decision("no price of open work depends on it");
            }
            case Given(Collecting _, PeriodsChanged _) -> {
                answers.periodsChanged();
                yield desk.decision("no work waits for a period that is open");
            }
            case Given(Posting _, PeriodsChanged _) -> {
                answers.periodsChanged();
                yield desk.decision("no work waits for a period that is open");
            }
            case Given(Stopped(var _, var by, var _), PeriodsChanged _) ->
                Decision.ignore(state, "billing was stopped by " + by);
            case Given(var _, InstalmentsDue _) -> {
                intake.termsChanged();
                billing.plan();
                yield desk.decision("no instalment is due");
            }
            case Given(Collecting _, RunAsked(var through)) -> run(desk, billing, through);
            case Given(Posting _, RunAsked(var through)) -> run(desk, billing, through);
            case Given(Collecting _, RunDue(var through)) -> runByTimer(desk, billing, through);
            case Given(Posting _, RunDue(var through)) -> runByTimer(desk, billing, through);
            case Given(Stopped(var _, var by, var _), RunAsked _) ->
                Decision.ignore(state, "billing was stopped by " + by);
            case Given(Stopped(var _, var by, var _), RunDue _) -> {
                desk.wakeForRun(Optional.empty());
                yield desk.decision("billing was stopped by " + by);
            }

            case Given(var _, Posted(var step, var invoice, var number))
            when awaits(state, step) -> {
                answers.posted(state.book().awaited(step).orElseThrow(), invoice, number);
                yield desk.decision("");
            }
            case Given(var _, Refused(var step, var invoice, var said))
            when awaits(state, step) -> {
                answers.refused(state.book().awaited(step).orElseThrow(), invoice, said);
                yield desk.decision("");
            }
            case Given(var _, Abandoned(var step, var invoice, var by, var _))
            when awaits(state, step) -> {
                answers.abandoned(state.book().awaited(step).orElseThrow(), invoice, by);
                yield desk.decision("");
            }
            case Given(var _, Posted _), Given(var _, Refused _), Given(var _, Abandoned _) ->
                Decision.ignore(state, "late answer to an invoice already settled");

            case Given(var _, InvoiceSeen(var ref, var now)) -> {
                answers.seen(ref, now);
                yield desk.decision("no line stands on it that moves by this");
            }
            case Given(var _, CreditSeen(var ref, var before, var now)) -> {
                credits.seen(ref, before, now);
                billing.plan();
                yield desk.decision("no line stands on an invoice that it is applied to");
            }
            case Given(var _, CreditAsked asked) -> {
                credits.asked(asked);
                yield desk.decision("no billed line stands on it, or a credit memo is on its way");
            }
            case Given(var _, CreditAnswered(var step, var memo, var outcome))
            when awaits(state, step) -> {
                credits.answered(state.book().awaited(step).orElseThrow(), memo, outcome);
                billing.plan();
                yield desk.decision("");
            }
            case Given(var _, CreditAnswered _) ->
                Decision.ignore(state, "late answer to a credit memo already settled");
            case Given(var _, BillAgainAsked(var invoice, var by)) -> {
                credits.billAgain(invoice, "to be billed again, by " + by);
                billing.plan();
                yield desk.decision("nothing was credited on it");
            }
            case Given(var _, WriteOffAsked asked) -> {
                writeOffs.asked(asked);
                yield desk.decision("nothing is open to write off, or another write-off waits for a decision");
            }
            case Given(var _, WriteOffDecided decided) -> {
                writeOffs.decided(decided);
                yield desk.decision("no such write-off waits, or who asked for it may not approve it");
            }
            case Given(var _, WriteOffTakenBack(var source, var by, var reason)) -> {
                writeOffs.takenBack(source, by, reason);
                billing.plan();
                yield desk.decision("nothing was written off");
            }
            case Given(Collecting _, Retried _), Given(Posting _, Retried _) -> {
                answers.retry();
                yield desk.decision("nothing is held that a retry could mend");
            }
            case Given(Stopped _, Retried _) -> {
                answers.retry();
                yield desk.decision(desk.going(), "");
            }
            case Given(Collecting _, Skipped(var by, var reason)) -> desk.decision(desk.stopped(by, reason), "");
            case Given(Posting _, Skipped(var by, var reason)) -> desk.decision(desk.stopped(by, reason), "");
            case Given(Stopped(var _, var by, var _), Skipped _) ->
                Decision.ignore(state, "billing was stopped by " + by);
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }

    private static boolean awaits(BillingState state, String step) {
        return state.book().awaited(step).isPresent();
    }

    private static Decision<BillingState> run(Desk desk, BillingRun billing, LocalDate through) {
        billing.run(through);
        return desk.decision("nothing is ready to bill");
    }

    private static Decision<BillingState> runByTimer(Desk desk, BillingRun billing, LocalDate through) {
        desk.wakeForRun(Optional.empty());
        return run(desk, billing, through);
    }
}
