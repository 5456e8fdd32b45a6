package dev.throughline.processes.quotetoproject;

import dev.throughline.model.Contract;
import dev.throughline.model.Opportunity;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Process;
import dev.throughline.processes.quotetoproject.QuoteState.Active;
import dev.throughline.processes.quotetoproject.QuoteState.AwaitingApproval;
import dev.throughline.processes.quotetoproject.QuoteState.CreatingCustomer;
import dev.throughline.processes.quotetoproject.QuoteState.CreatingProject;
import dev.throughline.processes.quotetoproject.QuoteState.GivenUp;
import dev.throughline.processes.quotetoproject.QuoteState.Lacking;
import dev.throughline.processes.quotetoproject.QuoteState.Refused;
import dev.throughline.processes.quotetoproject.QuoteState.Reporting;
import dev.throughline.processes.quotetoproject.QuoteState.Reversed;
import dev.throughline.processes.quotetoproject.QuoteState.Stage;
import dev.throughline.processes.quotetoproject.QuoteState.Waiting;
import dev.throughline.processes.quotetoproject.QuoteStep.Abandoned;
import dev.throughline.processes.quotetoproject.QuoteStep.Answered;
import dev.throughline.processes.quotetoproject.QuoteStep.Approved;
import dev.throughline.processes.quotetoproject.QuoteStep.Elsewhere;
import dev.throughline.processes.quotetoproject.QuoteStep.LookAgain;
import dev.throughline.processes.quotetoproject.QuoteStep.NotWon;
import dev.throughline.processes.quotetoproject.QuoteStep.Retried;
import dev.throughline.processes.quotetoproject.QuoteStep.SaidNo;
import dev.throughline.processes.quotetoproject.QuoteStep.Skipped;
import dev.throughline.processes.quotetoproject.QuoteStep.Won;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A won deal is judged by all rules, its customer made known to finance, its project made in delivery, and sales told of it. One instance for each opportunity, by its
 * canonical id.
 */
public final class QuoteToProject implements Process<QuoteState> {
    public static final String TYPE = "quote-to-project";

    private record Given(QuoteState state, QuoteStep step) {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<QuoteState> stateType() {
        return QuoteState.class;
    }

    @Override
    public QuoteState initial(String key) {
        return new Waiting(0);
    }

    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        return switch (event) {
            case ObjectChanged changed -> concernedBy(changed, facts);
            case CommandSettled settled -> TYPE.equals(settled.processType()) ? Set.of(settled.processKey()) : Set.of();
            case TimerFired fired -> TYPE.equals(fired.processType()) ? Set.of(fired.processKey()) : Set.of();
            case Asked asked -> concernedBy(asked.request());
        };
    }

    private static Set<String> concernedBy(ObjectChanged changed, Facts facts) {
        return switch (changed.type()) {
            case OPPORTUNITY -> Set.of(changed.ref().id());
            case CUSTOMER_ACCOUNT -> deals("Opportunity.account", changed.ref().id(), facts);
            case RATE_CARD ->
                changed.after()
                        .map(card -> deals("Opportunity.rateCard", ((RateCard) card).code(), facts))
                        .orElse(Set.of());
            case CONTRACT ->
                changed.after()
                        .flatMap(contract -> ((Contract) contract).opportunity())
                        .map(deal -> Set.of(deal.id()))
                        .orElse(Set.of());
            case LEGAL_ENTITY, SERVICE_ITEM -> facts.heldBecauseOf(TYPE, changed.ref());
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
                    REVENUE_SCHEDULE -> Set.of();
        };
    }

    /** Deals that are not won have nothing to look at again. */
    private static Set<String> deals(String attribute, String value, Facts facts) {
        return facts.find(Opportunity.class, attribute, value).stream()
                .filter(deal -> deal.body().stage() == Opportunity.Stage.WON)
                .map(deal -> deal.ref().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> concernedBy(Request request) {
        return switch (request) {
            case Request.CreateProjectFromWonOpportunity(var deal) -> Set.of(deal.id());
            case Request.OfInstance one -> one.isOf(TYPE) ? Set.of(one.processKey()) : Set.of();
            default -> Set.of();
        };
    }

    @Override
    public Decision<QuoteState> decide(String key, QuoteState state, CanonicalEvent event, Facts facts) {
        var by = event instanceof Asked asked ? Optional.of(asked.by()) : Optional.<String>empty();
        var way = new Way(new Ref<>(key), state, event.header().at(), by, facts);
        return switch (new Given(state, QuoteStep.of(event))) {
            case Given(Waiting _, Won _),
                    Given(Waiting _, LookAgain _),
                    Given(Waiting _, Retried _),
                    Given(Lacking _, Won _),
                    Given(Lacking _, LookAgain _),
                    Given(Lacking _, Retried _),
                    Given(AwaitingApproval _, Won _),
                    Given(AwaitingApproval _, LookAgain _),
                    Given(GivenUp _, Retried _) -> way.judge();
            case Given(AwaitingApproval waiting, Approved(var who, var what)) ->
                way.approve(waiting.checkpoint(), who, what);
            case Given(AwaitingApproval _, Retried _) ->
                Decision.ignore(state, "it waits for approval, not for a retry");
            case Given(AwaitingApproval _, NotWon _) ->
                Decision.<QuoteState>to(new Waiting(state.attempts())).resolveAll();
            case Given(AwaitingApproval _, Skipped s) -> way.giveUp(s.by(), s.reason());
            case Given(var _, Approved _) -> Decision.ignore(state, "nothing waits for approval");
            case Given(Waiting _, NotWon(var how)) -> Decision.ignore(state, "the deal is " + how);
            case Given(Lacking _, NotWon _) ->
                Decision.<QuoteState>to(new Waiting(state.attempts())).resolveAll();

            case Given(CreatingCustomer making, Won _) -> way.reread(making);
            case Given(CreatingCustomer making, LookAgain _) -> way.reread(making);
            case Given(CreatingProject _, Won _),
                    Given(CreatingProject _, LookAgain _),
                    Given(Reporting _, Won _),
                    Given(Reporting _, LookAgain _) ->
                Decision.ignore(state, "the project is being made; the deal is compared with it when it is there");
            case Given(Refused said, Won _) -> way.resume(said.plan(), said.stage());
            case Given(Refused said, LookAgain _) -> way.resume(said.plan(), said.stage());
            case Given(Refused said, Retried _) -> way.resume(said.plan(), said.stage());

            case Given(CreatingCustomer making, Answered(var step))
            when making.awaited().contains(step) -> way.customerReady(making, step);
            case Given(CreatingProject making, Answered(var step))
            when making.awaited().equals(step) -> way.report(making.plan());
            case Given(Reporting making, Answered(var step))
            when making.awaited().equals(step) -> way.active(making.plan());
            case Given(Reversed back, Answered(var step))
            when back.awaited().contains(step) -> way.answeredThoughReversed(back, step);

            case Given(CreatingCustomer making, SaidNo no)
            when making.awaited().contains(no.step()) -> way.refused(making.plan(), Stage.CUSTOMER, no);
            case Given(CreatingProject making, SaidNo no)
            when making.awaited().equals(no.step()) -> way.refused(making.plan(), Stage.PROJECT, no);
            case Given(Reporting making, SaidNo no)
            when making.awaited().equals(no.step()) -> way.refused(making.plan(), Stage.REPORT, no);
            case Given(Reversed back, SaidNo no)
            when back.awaited().contains(no.step()) -> Decision.to(back.without(no.step()));

            case Given(CreatingCustomer making, Abandoned no)
            when making.awaited().contains(no.step()) -> way.abandon(no.by(), no.reason());
            case Given(CreatingProject making, Abandoned no)
            when making.awaited().equals(no.step()) -> way.abandon(no.by(), no.reason());
            case Given(Reporting making, Abandoned no)
            when making.awaited().equals(no.step()) -> way.abandon(no.by(), no.reason());
            case Given(Reversed back, Abandoned no)
            when back.awaited().contains(no.step()) -> Decision.to(back.without(no.step()));
            case Given(var _, Answered _), Given(var _, SaidNo _), Given(var _, Abandoned _) ->
                Decision.ignore(state, "late answer to a step already left");

            case Given(CreatingCustomer making, NotWon(var how)) ->
                way.reverse(making.plan(), Stage.CUSTOMER, making.awaited(), how);
            case Given(CreatingProject making, NotWon(var how)) ->
                way.reverse(making.plan(), Stage.PROJECT, Set.of(making.awaited()), how);
            case Given(Reporting making, NotWon(var how)) ->
                way.reverse(making.plan(), Stage.REPORT, Set.of(making.awaited()), how);
            case Given(Refused said, NotWon(var how)) -> way.reverse(said.plan(), said.stage(), Set.of(), how);
            case Given(Reversed _, NotWon(var how)) -> Decision.ignore(state, "known already: the deal is " + how);
            case Given(Reversed back, Won _) -> way.wonAgain(back);
            case Given(Reversed _, LookAgain _) -> Decision.ignore(state, "the deal is not won now");
            case Given(Reversed _, Retried _) -> Decision.ignore(state, "the deal is not won now");

            case Given(Active active, Won _) -> way.compare(active);
            case Given(Active active, LookAgain _) -> way.compare(active);
            case Given(Active active, NotWon(var how)) -> way.reversedAfterAll(active, how);
            case Given(Active _, Retried _) -> Decision.ignore(state, "the project is there and sales knows it");
            case Given(Active active, Skipped _) -> way.accept(active);

            case Given(CreatingCustomer _, Retried _),
                    Given(CreatingProject _, Retried _),
                    Given(Reporting _, Retried _) ->
                Decision.ignore(state, "a command is on its way; its answer is awaited");
            case Given(Waiting _, Skipped s) -> way.giveUp(s.by(), s.reason());
            case Given(Lacking _, Skipped s) -> way.giveUp(s.by(), s.reason());
            case Given(CreatingCustomer _, Skipped s) -> way.giveUp(s.by(), s.reason());
            case Given(CreatingProject _, Skipped s) -> way.giveUp(s.by(), s.reason());
            case Given(Reporting _, Skipped s) -> way.giveUp(s.by(), s.reason());
            case Given(Refused _, Skipped s) -> way.giveUp(s.by(), s.reason());
            case Given(Reversed _, Skipped s) -> way.giveUp(s.by(), s.reason());
            case Given(GivenUp up, Won _) -> Decision.ignore(state, up.says());
            case Given(GivenUp up, NotWon _) -> Decision.ignore(state, up.says());
            case Given(GivenUp up, LookAgain _) -> Decision.ignore(state, up.says());
            case Given(GivenUp up, Skipped _) ->
                Decision.<QuoteState>ignore(state, up.says()).resolveAll();
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }
}
