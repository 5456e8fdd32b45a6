package dev.throughline.hub.paper;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a paper system holds. Thread-safe. */
public final class PaperBook {
    /** What to do with the next writes. */
    public enum Mood {
        LOSE_ANSWER,
        LOSE_REQUEST,
        REFUSE,
        THROTTLE,
        AWAY
    }

    public record Page(String object, String id, String key, JsonNode body) {}

    private final Map<String, Page> byKey = new LinkedHashMap<>();
    private final Map<String, Page> byId = new LinkedHashMap<>();
    private final Deque<Mood> moods = new ArrayDeque<>();
    private final Map<String, Change> shown = new LinkedHashMap<>();
    private final Map<String, Integer> writes = new LinkedHashMap<>();

    public synchronized void next(Mood mood, int times) {
        for (int i = 0; i < times; i++) {
            moods.add(mood);
        }
    }

    public synchronized List<Page> pages(String object) {
        return new ArrayList<>(
                byId.values().stream().filter(p -> p.object.equals(object)).toList());
    }

    /** How often such a record was really written, repeats of the same key counted. */
    public synchronized int writes(String object) {
        return writes.getOrDefault(object, 0);
    }

    synchronized WriteResult write(String object, WriteItem item) {
        Mood mood = moods.poll();
        if (mood == Mood.THROTTLE) {
            return new WriteResult.Throttled(java.time.Duration.ofMillis(50));
        }
        if (mood == Mood.AWAY) {
            return new WriteResult.Unavailable("tea", Optional.empty());
        }
        if (mood == Mood.REFUSE) {
            return new WriteResult.Rejected("NOT_TODAY", "the book is closed to you", List.of());
        }
        if (mood == Mood.LOSE_REQUEST) {
            return new WriteResult.Unknown("the line went dead before");
        }
        writes.merge(object, 1, Integer::sum);
        String id = item.id()
                .map(i -> i.value())
                .orElseGet(() -> Optional.ofNullable(byKey.get(item.key().value()))
                        .map(Page::id)
                        .orElse("p" + (byId.size() + 1)));
        Page page = new Page(object, id, item.key().value(), item.body());
        byId.put(object + " " + id, page);
        byKey.put(item.key().value(), page);
        if (mood == Mood.LOSE_ANSWER) {
            return new WriteResult.Unknown("the line went dead after");
        }
        return new WriteResult.Applied(
                new dev.throughline.model.ExternalId(id),
                "1",
                JsonNodeFactory.instance.objectNode().put("_reference", "No. " + id));
    }

    /** From now on its records can be read one by one: what is shown, as it was shown last. */
    public synchronized void show(Change change) {
        shown.put(change.objectType() + " " + change.externalId(), change);
    }

    synchronized boolean shows() {
        return !shown.isEmpty();
    }

    synchronized Reader.Fetched fetch(String record) {
        return Optional.ofNullable(shown.get(record))
                .<Reader.Fetched>map(Reader.Fetched.Found::new)
                .orElseGet(Reader.Fetched.Missing::new);
    }

    synchronized Optional<Page> ofKey(String key) {
        return Optional.ofNullable(byKey.get(key));
    }
}
