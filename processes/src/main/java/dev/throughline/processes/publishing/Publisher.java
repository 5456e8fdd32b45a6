package dev.throughline.processes.publishing;

import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import dev.throughline.processes.Decision;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.Process;
import dev.throughline.processes.publishing.PublishStep.Answered;
import dev.throughline.processes.publishing.PublishStep.Changed;
import dev.throughline.processes.publishing.PublishStep.Elsewhere;
import dev.throughline.processes.publishing.PublishStep.Retried;
import dev.throughline.processes.publishing.PublishStep.SaidNo;
import dev.throughline.processes.publishing.PublishStep.Skipped;
import dev.throughline.processes.publishing.PublishStep.ToldAgain;
import dev.throughline.processes.publishing.Published.Awaiting;
import dev.throughline.processes.publishing.Published.GivenUp;
import dev.throughline.processes.publishing.Published.Quiet;
import dev.throughline.processes.publishing.Published.Refused;
import dev.throughline.processes.publishing.Published.Sent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A workflow that keeps other systems showing what is known here. What has not changed is not told, so that a storm of edits stays here. */
public abstract class Publisher implements Process<Published> {
    private static final String TIMER = "look-again";

    private final String type;

    protected Publisher(String type) {
        this.type = type;
    }

    private record Given(Published state, PublishStep step) {}

    /** The instances that an object's change belongs to. */
    protected abstract Set<String> keys(ObjectChanged changed, Facts facts);

    /** The instance that is asked to tell again. */
    protected Set<String> keys(Request.SyncInvoiceStatus asked) {
        return Set.of();
    }

    /** The instance that is given a margin to tell. */
    protected Set<String> keys(Request.ReportMargin asked) {
        return Set.of();
    }

    /** The instances that may have waited for what another one, or another workflow, has done. */
    protected Set<String> waitingFor(CommandSettled settled, Facts facts) {
        return Set.of();
    }

    /**
     * All that other systems should show of the instance.
     *
     * @param told whether a topic was ever told
     */
    protected abstract List<Wanted> wanted(String key, CanonicalEvent event, Facts facts, Predicate<String> told);

    /** Whose turn it is when a system refuses. */
    protected abstract Problem.Owner owner(Command command);

    /** When something will be shown differently without any event. */
    protected Optional<Instant> wakeAt(String key, Instant now, Facts facts) {
        return Optional.empty();
    }

    @Override
    public final String type() {
        return type;
    }

    @Override
    public final Class<Published> stateType() {
        return Published.class;
    }

    @Override
    public final Published initial(String key) {
        return new Quiet(Sent.NOTHING);
    }

    @Override
    public final Set<String> concernedBy(CanonicalEvent event, Facts facts) {
        return switch (event) {
            case ObjectChanged changed -> keys(changed, facts);
            case CommandSettled settled -> concernedBy(settled, facts);
            case TimerFired fired -> type.equals(fired.processType()) ? Set.of(fired.processKey()) : Set.of();
            case Asked asked -> concernedBy(asked.request());
        };
    }

    private Set<String> concernedBy(CommandSettled settled, Facts facts) {
        var keys = new HashSet<>(waitingFor(settled, facts));
        if (type.equals(settled.processType())) {
            keys.add(settled.processKey());
        }
        return keys;
    }

    private Set<String> concernedBy(Request request) {
        return switch (request) {
            case Request.SyncInvoiceStatus sync -> keys(sync);
            case Request.ReportMargin margin -> keys(margin);
            case Request.OfInstance one -> one.isOf(type) ? Set.of(one.processKey()) : Set.of();
            default -> Set.of();
        };
    }

    @Override
    public final Decision<Published> decide(String key, Published state, CanonicalEvent event, Facts facts) {
        var sent = state.sent();
        return switch (new Given(state, step(key, event))) {
            case Given(Quiet _, Changed _), Given(Awaiting _, Changed _), Given(Refused _, Changed _) ->
                tell(key, state, sent, event, facts);
            case Given(Quiet _, ToldAgain _), Given(Awaiting _, ToldAgain _), Given(Refused _, ToldAgain _) ->
                tell(key, state, forgetting(sent), event, facts);
            case Given(Refused _, Retried _), Given(Awaiting _, Retried _) -> retry(key, state, event, facts);
            case Given(Quiet _, Retried _) -> Decision.ignore(state, "nothing was refused");
            case Given(GivenUp _, Retried _), Given(GivenUp _, ToldAgain _) ->
                tell(key, Published.of(sent), sent, event, facts).resolveAll();
            case Given(GivenUp(var _, var by, var _), Changed _) -> Decision.ignore(state, "given up by " + by);
            case Given(var _, Answered(var step))
            when sent.awaited().containsKey(step) -> Decision.to(following(state, sent.answered(step)));
            case Given(var _, SaidNo no) when sent.awaited().containsKey(no.step()) -> refused(key, state, no);
            case Given(var _, Answered _), Given(var _, SaidNo _) ->
                Decision.ignore(state, "late answer to a step already left");
            case Given(Quiet _, Skipped(var by, var reason)) -> giveUp(sent, by, reason);
            case Given(Awaiting _, Skipped(var by, var reason)) -> giveUp(sent, by, reason);
            case Given(Refused _, Skipped(var by, var reason)) -> giveUp(sent, by, reason);
            case Given(GivenUp(var _, var by, var _), Skipped _) -> Decision.ignore(state, "given up by " + by);
            case Given(var _, Elsewhere _) -> Decision.ignore(state, "no step of this workflow");
        };
    }

    /** An answer to somebody else's command is news, and no answer. */
    private PublishStep step(String key, CanonicalEvent event) {
        return event instanceof CommandSettled settled
                        && !(type.equals(settled.processType()) && key.equals(settled.processKey()))
                ? new Changed()
                : PublishStep.of(event);
    }

    private static Published following(Published state, Sent sent) {
        return switch (state) {
            case Quiet _, Awaiting _, Refused _ -> Published.of(sent);
            case GivenUp(var _, var by, var reason) -> new GivenUp(sent, by, reason);
        };
    }

    private static Decision<Published> giveUp(Sent sent, String by, String reason) {
        return Decision.<Published>to(new GivenUp(sent.withoutRefusals(), by, reason))
                .resolveAll();
    }

    /** A retry tells only what was refused: that alone is not known there. */
    private Decision<Published> retry(String key, Published state, CanonicalEvent event, Facts facts) {
        return state.sent().refused().isEmpty()
                ? Decision.ignore(state, "its answer is awaited; nothing was refused")
                : tell(key, state, state.sent(), event, facts);
    }

    private static Sent forgetting(Sent sent) {
        return new Sent(sent.count(), Map.of(), sent.awaited(), sent.refused());
    }

    private Decision<Published> tell(String key, Published state, Sent before, CanonicalEvent event, Facts facts) {
        var sent = before;
        var decision = Decision.to(state);
        for (var wanted : wanted(key, event, facts, before.known()::containsKey)) {
            var digest = DerivedRef.digest(wanted.shown());
            if (!digest.equals(sent.known().get(wanted.topic()))) {
                var problem = Optional.ofNullable(sent.refused().get(wanted.topic()));
                if (wanted.lacking().isPresent()) {
                    if (!problem.equals(wanted.lacking().map(Problem::key))) {
                        decision = problem.map(decision::resolve)
                                .orElse(decision)
                                .raise(wanted.lacking().get());
                        sent = sent.waiting(
                                wanted.topic(), wanted.lacking().get().key());
                    }
                    continue;
                }
                if (wanted.silent()) {
                    sent = sent.remembered(wanted.topic(), digest);
                } else {
                    var step = "tell-" + (sent.count() + 1);
                    sent = sent.told(wanted.topic(), digest, step);
                    decision = decision.send(step, wanted.command());
                }
                decision = problem.map(decision::resolve).orElse(decision);
            }
        }
        var wake = wakeAt(key, event.header().at(), facts);
        if (sent.equals(state.sent())) {
            var same = Decision.ignore(state, "nothing that others see has changed");
            return wake.map(at -> same.wakeAt(TIMER, at)).orElse(same);
        }
        var next = decision.leading(Published.of(sent));
        return wake.map(at -> next.wakeAt(TIMER, at)).orElse(next);
    }

    private Decision<Published> refused(String key, Published state, SaidNo no) {
        var topic = state.sent().awaited().get(no.step());
        var command = no.settled().command();
        if (state instanceof GivenUp) {
            return Decision.to(following(state, state.sent().answered(no.step())));
        }
        var problem = Problem.of(
                no.code(),
                owner(command),
                command.subject(),
                "%s of %s is not shown by %s: %s"
                        .formatted(
                                command.getClass().getSimpleName(),
                                command.subject(),
                                command.target().name().toLowerCase(Locale.ROOT),
                                no.says()),
                "Mend what it names, then retry; a change of the record retries by itself");
        // Something newer on the same topic may be on its way already: then this no is history.
        boolean overtaken = state.sent().answered(no.step()).awaited().containsValue(topic);
        if (overtaken) {
            return Decision.to(following(state, state.sent().answered(no.step())));
        }
        return Decision.<Published>to(Published.of(state.sent().refused(no.step(), topic, problem.key())))
                .raise(problem);
    }
}
