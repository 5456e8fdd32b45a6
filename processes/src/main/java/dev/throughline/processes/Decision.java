package dev.throughline.processes;

import dev.throughline.model.command.Command;
import dev.throughline.processes.ledger.Posting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a process decided. Grows by {@code with…} and is then read by the hub.
 *
 * @param because why nothing else follows, when nothing does: no pair of state and event is passed over in silence
 */
public record Decision<S>(
        S state,
        List<Send> commands,
        List<Posting> postings,
        List<Timer> timers,
        List<Problem> problems,
        List<Resolved> resolved,
        String because) {
    public Decision {
        commands = List.copyOf(commands);
        postings = List.copyOf(postings);
        timers = List.copyOf(timers);
        problems = List.copyOf(problems);
        resolved = List.copyOf(resolved);
    }

    /**
     * @param step names the effect within the process instance, the same on every repeat: tenant, process type, key and step give the idempotency key
     */
    public record Send(String step, Command command) {}

    /** @param name setting a timer of the same name again moves it */
    public record Timer(String name, Instant at) {}

    /** Closes exceptions of the instance that carry this code, or all of them when it is empty. */
    public record Resolved(String code) {}

    public static <S> Decision<S> to(S state) {
        return new Decision<>(state, List.of(), List.of(), List.of(), List.of(), List.of(), "");
    }

    /** The event changes nothing, and this is why. */
    public static <S> Decision<S> ignore(S state, String because) {
        return new Decision<>(state, List.of(), List.of(), List.of(), List.of(), List.of(), because);
    }

    public Decision<S> send(String step, Command command) {
        return new Decision<>(
                state, add(commands, new Send(step, command)), postings, timers, problems, resolved, because);
    }

    public Decision<S> post(Posting posting) {
        return new Decision<>(state, commands, add(postings, posting), timers, problems, resolved, because);
    }

    public Decision<S> post(List<Posting> more) {
        var all = new ArrayList<>(postings);
        all.addAll(more);
        return new Decision<>(state, commands, all, timers, problems, resolved, because);
    }

    public Decision<S> wakeAt(String name, Instant at) {
        return new Decision<>(state, commands, postings, add(timers, new Timer(name, at)), problems, resolved, because);
    }

    public Decision<S> raise(Problem problem) {
        return new Decision<>(state, commands, postings, timers, add(problems, problem), resolved, because);
    }

    public Decision<S> resolve(String code) {
        return new Decision<>(state, commands, postings, timers, problems, add(resolved, new Resolved(code)), because);
    }

    private static <T> List<T> add(List<T> list, T item) {
        var all = new ArrayList<>(list);
        all.add(item);
        return all;
    }
}
