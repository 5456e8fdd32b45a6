package dev.throughline.processes;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command;
import dev.throughline.processes.ledger.Posting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a process decided, to be applied as one: stores first, then postings in their order, then resolved before problems, then commands and timers.
 *
 * @param stores  canonical objects that the hub itself owns, such as the contract of a deal; written by system {@code throughline}
 * @param because why nothing else follows, when nothing does: no pair of state and event is passed over in silence
 */
public record Decision<S>(
        S state,
        List<Send> commands,
        List<Store> stores,
        List<Posting> postings,
        List<Timer> timers,
        List<Problem> problems,
        List<Resolved> resolved,
        String because) {
    public Decision {
        commands = List.copyOf(commands);
        stores = List.copyOf(stores);
        postings = List.copyOf(postings);
        timers = List.copyOf(timers);
        problems = List.copyOf(problems);
        resolved = List.copyOf(resolved);
    }

    /**
     * @param step names the effect within the process instance, the same on every repeat: tenant, process type, key and step give the idempotency key
     */
    public record Send(String step, Command command) {}

    /** The object's next state. */
    public record Store(Ref<?> ref, CanonicalObject object) {}

    /** @param name setting a timer of the same name again moves it */
    public record Timer(String name, Instant at) {}

    /**
     * Closes exceptions of the instance.
     *
     * @param code    those that carry this code; all of them when it is empty
     * @param subject only those about this object; about any when empty
     */
    public record Resolved(String code, Optional<String> subject) {}

    public static <S> Decision<S> to(S state) {
        return ignore(state, "");
    }

    /** The event changes nothing, and this is why. */
    public static <S> Decision<S> ignore(S state, String because) {
        return new Decision<>(state, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), because);
    }

    /** The same decision with another state to follow. */
    public Decision<S> leading(S next) {
        return new Decision<>(next, commands, stores, postings, timers, problems, resolved, because);
    }

    public Decision<S> send(String step, Command command) {
        return new Decision<>(
                state,
                add(commands, List.of(new Send(step, command))),
                stores,
                postings,
                timers,
                problems,
                resolved,
                because);
    }

    public <T extends CanonicalObject> Decision<S> store(Ref<T> ref, T object) {
        return new Decision<>(
                state,
                commands,
                add(stores, List.of(new Store(ref, object))),
                postings,
                timers,
                problems,
                resolved,
                because);
    }

    public Decision<S> post(Posting posting) {
        return post(List.of(posting));
    }

    public Decision<S> post(List<Posting> more) {
        return new Decision<>(state, commands, stores, add(postings, more), timers, problems, resolved, because);
    }

    public Decision<S> wakeAt(String name, Instant at) {
        return new Decision<>(
                state,
                commands,
                stores,
                postings,
                add(timers, List.of(new Timer(name, at))),
                problems,
                resolved,
                because);
    }

    public Decision<S> raise(Problem problem) {
        return raise(List.of(problem));
    }

    public Decision<S> raise(Collection<Problem> more) {
        return new Decision<>(state, commands, stores, postings, timers, add(problems, more), resolved, because);
    }

    public Decision<S> resolve(String code) {
        return resolve(new Resolved(code, Optional.empty()));
    }

    public Decision<S> resolve(Problem.Key key) {
        return resolve(new Resolved(key.code(), Optional.of(key.subject())));
    }

    /** Closes every exception of the instance. */
    public Decision<S> resolveAll() {
        return resolve("");
    }

    private Decision<S> resolve(Resolved one) {
        return new Decision<>(
                state, commands, stores, postings, timers, problems, add(resolved, List.of(one)), because);
    }

    private static <T> List<T> add(List<T> list, Collection<T> more) {
        var all = new ArrayList<>(list);
        all.addAll(more);
        return all;
    }
}
