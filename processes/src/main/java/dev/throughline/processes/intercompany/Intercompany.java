package dev.throughline.processes.intercompany;

import dev.throughline.model.Approval;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Process;
import dev.throughline.processes.intercompany.IntercompanyState.Collecting;
import dev.throughline.processes.intercompany.IntercompanyState.Posting;
import dev.throughline.processes.intercompany.IntercompanyState.Refused;
import dev.throughline.processes.intercompany.IntercompanyStep.Abandoned;
import dev.throughline.processes.intercompany.IntercompanyStep.CostChanged;
import dev.throughline.processes.intercompany.IntercompanyStep.Elsewhere;
import dev.throughline.processes.intercompany.IntercompanyStep.Looked;
import dev.throughline.processes.intercompany.IntercompanyStep.PostAsked;
import dev.throughline.processes.intercompany.IntercompanyStep.PostDue;
import dev.throughline.processes.intercompany.IntercompanyStep.Posted;
import dev.throughline.processes.intercompany.IntercompanyStep.Retried;
import dev.throughline.processes.intercompany.IntercompanyStep.SaidNo;
import dev.throughline.processes.intercompany.IntercompanyStep.Skipped;
import dev.throughline.processes.intercompany.IntercompanyStep.WorkChanged;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Approved hours of one company's people on another's contract become charges between the two, and a month of charges one posting in the books of both. The customer's ledger is
 * never touched. One instance for each ordered pair of companies, by their canonical ids; and one for each project whose hours wait until it is known whose they are.
 */
public final class Intercompany implements Process<IntercompanyState> {
    public static final String TYPE = "intercompany";

    private record Given(IntercompanyState state, IntercompanyStep step) {}

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Class<IntercompanyState> stateType() {
        return IntercompanyState.class;
    }

    @Override
    public IntercompanyState initial(String key) {
        return new Collecting(Book.EMPTY);
    }

    @Override
    public Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        return switch (event) {
            case ObjectChanged changed ->
                facts.policy(IntercompanyPolicy.class).isOff()
                        ? Set.of()
                        : concernedBy(changed, facts).collect(Collectors.toUnmodifiableSet());
            case CommandSettled settled -> TYPE.equals(settled.processType()) ? Set.of(settled.processKey()) : Set.of();
            case TimerFired fired -> TYPE.equals(fired.processType()) ? Set.of(fired.processKey()) : Set.of();
            case Asked asked -> concernedBy(asked.request());
        };
    }

    private static Set<String> concernedBy(Request request) {
        return switch (request) {
            case Request.PostIntercompany(var provider, var receiver, var _) ->
                Set.of(new Pair(provider, receiver).key());
            case Request.Retry(var type, var key) -> TYPE.equals(type) ? Set.of(key) : Set.of();
            case Request.Skip(var type, var key, var _) -> TYPE.equals(type) ? Set.of(key) : Set.of();
            default -> Set.of();
        };
    }

    private static Stream<String> concernedBy(ObjectChanged changed, Facts facts) {
        return switch (changed.type()) {
            case TIME_ENTRY ->
                Stream.concat(
                        charged(Delivery.charges(changed.ref(), facts).stream()),
                        Stream.concat(changed.before().stream(), changed.after().stream())
                                .map(TimeEntry.class::cast)
                                .filter(entry -> entry.approval() == Approval.APPROVED)
                                .flatMap(entry -> parties(changed.ref(), entry, facts)));
            // Only the opening charge of nothing is news: every other was made by the pair itself.
            case INTERCOMPANY_CHARGE ->
                charged(changed.after().stream()
                        .map(IntercompanyCharge.class::cast)
                        .filter(charge -> charge.number() == 0));
            case COST_RATE ->
                Stream.concat(changed.before().stream(), changed.after().stream())
                        .map(CostRate.class::cast)
                        .flatMap(rate -> ofPerson(rate, facts));
            case PROJECT, RESOURCE, LEGAL_ENTITY -> facts.heldBecauseOf(TYPE, changed.ref()).stream();
            case CONTRACT -> held(new Ref<>(changed.ref().id()), facts);
            case CONTRACT_VERSION ->
                changed.after().stream().flatMap(version -> held(((ContractVersion) version).contract(), facts));
            case RATE_CARD ->
                Stream.concat(
                        facts.heldBecauseOf(TYPE, changed.ref()).stream(),
                        changed.after().stream().flatMap(card -> ofCard(((RateCard) card).code(), facts)));
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
                    REVENUE_SCHEDULE -> Stream.empty();
        };
    }

    private static Stream<String> charged(Stream<IntercompanyCharge> charges) {
        return charges.map(Pair::of).map(Pair::key);
    }

    /** The two companies, or the waiting room of the project where one of them is not known; and whoever kept the entry waiting until now. */
    private static Stream<String> parties(Ref<?> ref, TimeEntry entry, Facts facts) {
        var delivery = Delivery.of(ref, entry, facts);
        var waiting = Stream.of(entry.project(), entry.resource())
                .flatMap(about -> facts.heldBecauseOf(TYPE, about).stream());
        var own = delivery.isKnown()
                ? delivery.pair().stream().map(Pair::key)
                : Stream.of(entry.project().id());
        return Stream.concat(own, waiting);
    }

    private static Stream<String> ofPerson(CostRate rate, Facts facts) {
        return Stream.concat(
                facts.heldBecauseOf(TYPE, rate.resource()).stream(),
                charged(
                        facts
                                .find(
                                        IntercompanyCharge.class,
                                        "IntercompanyCharge.resource",
                                        rate.resource().id())
                                .stream()
                                .map(Stored::body)
                                .filter(charge -> !charge.workedOn().isBefore(rate.effectiveFrom()))));
    }

    private static Stream<String> held(Ref<Contract> contract, Facts facts) {
        return facts.find(Project.class, "Project.contract", contract.id()).stream()
                .flatMap(project -> facts.heldBecauseOf(TYPE, project.ref()).stream());
    }

    private static Stream<String> ofCard(String code, Facts facts) {
        return facts.find(ContractVersion.class, "ContractVersion.rateCard", code).stream()
                .map(version -> version.body().contract())
                .distinct()
                .flatMap(contract -> held(contract, facts));
    }

    @Override
    public Decision<IntercompanyState> decide(String key, IntercompanyState state, CanonicalEvent event, Facts facts) {
        var step = IntercompanyStep.of(event);
        return Pair.isKey(key)
                ? decide(new Desk(Pair.ofKey(key), state, event.header().at(), facts), state, step)
                : wait(state, step, facts);
    }

    private static Decision<IntercompanyState> decide(Desk desk, IntercompanyState state, IntercompanyStep step) {
        return switch (new Given(state, step)) {
            case Given(var _, WorkChanged(var entry)) -> {
                desk.look(entry);
                yield desk.decision("it comes to what was charged before");
            }
            case Given(var _, CostChanged(var person, var from)) -> {
                desk.lookAtPerson(person, from);
                yield desk.decision("no charge rests on it");
            }
            case Given(var _, Looked _) -> {
                desk.lookAtWaiting();
                yield desk.decision("nothing here waits for it");
            }
            case Given(var _, PostAsked(var month)) -> post(desk, state, month);
            case Given(var _, PostDue(var month)) -> post(desk, state, month);
            case Given(var _, Posted(var sent, var number))
            when state.book().awaited(sent).isPresent() -> {
                desk.posted(state.book().awaited(sent).orElseThrow(), number);
                yield desk.decision("");
            }
            case Given(var _, SaidNo(var sent, var said))
            when state.book().awaited(sent).isPresent() -> {
                desk.refused(
                        state.book().awaited(sent).orElseThrow(), said.system().value(), said.code(), said.says());
                yield desk.decision("");
            }
            case Given(var _, Abandoned(var sent))
            when state.book().awaited(sent).isPresent() -> {
                desk.abandoned(state.book().awaited(sent).orElseThrow());
                yield desk.decision("");
            }
            case Given(var _, Posted _), Given(var _, SaidNo _), Given(var _, Abandoned _) ->
                Decision.ignore(state, "late answer to a posting already settled");
            case Given(var _, Retried _) -> {
                desk.retry();
                yield desk.decision("nothing was refused and nothing waits");
            }
            case Given(Refused _, Skipped _) -> {
                desk.giveUp();
                yield desk.decision("");
            }
            case Given(Collecting _, Skipped _), Given(Posting _, Skipped _) ->
                Decision.ignore(state, "finance refused nothing that could be given up");
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }

    private static Decision<IntercompanyState> post(Desk desk, IntercompanyState state, LocalDate month) {
        return desk.post(month)
                ? desk.decision("nothing more is due")
                : Decision.ignore(
                        state,
                        "the month %s is not over yet"
                                .formatted(month.toString().substring(0, 7)));
    }

    private static Decision<IntercompanyState> wait(IntercompanyState state, IntercompanyStep step, Facts facts) {
        var room = new WaitingRoom(state, facts);
        return switch (step) {
            case WorkChanged(var entry) -> {
                room.look(entry);
                yield room.decision();
            }
            case Looked _, Retried _, CostChanged _ -> {
                room.lookAtAll();
                yield room.decision();
            }
            case PostAsked _, PostDue _, Posted _, SaidNo _, Abandoned _, Skipped _, Elsewhere _ ->
                Decision.ignore(state, "hours of a project wait here; nothing is posted");
        };
    }
}
