package dev.throughline.connectors.kantata;

import dev.throughline.connectors.kantata.KantataKeys.Looked;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Ids of what mappings name and the account numbers: clients, templates, roles. A name is asked for by one caller at a time, so that two projects of a new client do
 * not make the client twice, and its id is remembered for a minute. Thread-safe.
 */
final class Names {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private record Asked(Instant at, CompletableFuture<Looked> answer) {}

    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final InstantSource clock;

    Names(InstantSource clock) {
        this.clock = clock;
    }

    /** @param ask looks for it, and may make it; what is not found or fails is asked again by the next caller */
    Looked of(String collection, String name, Supplier<Looked> ask) {
        String key = collection + "/" + name;
        Instant now = clock.instant();
        var mine = new Asked(now, new CompletableFuture<>());
        Asked current = asked.compute(
                key, (k, known) -> known != null && now.isBefore(known.at.plus(REMEMBERED)) ? known : mine);
        if (current != mine) {
            return current.answer.join();
        }
        Looked answer = new Looked.Absent();
        try {
            answer = ask.get();
            return answer;
        } finally {
            if (!(answer instanceof Looked.There)) {
                asked.remove(key, mine);
            }
            mine.answer.complete(answer);
        }
    }

    /** For when Kantata no longer knows an id that was remembered. */
    void forget() {
        asked.values().removeIf(a -> a.answer.isDone());
    }
}
