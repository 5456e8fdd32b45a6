package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The subscribed events: an add-on that an account may lack. Kept for nine days, told with a delay, sometimes out of order, twice, or never, as the vendor
 * warns. An event's {@code created_at} is when it was written to the log, not when the change happened.
 */
final class EventLog {
    static final Duration RETENTION = Duration.ofDays(9);
    /** What one simulator keeps at most, so that a bulk load of millions does not fill the memory. */
    private static final int KEPT_MAX = 200_000;

    private static final Map<String, String> REF_PREFIX = Map.of("custom_field_values", "custom_field_value");

    private record Pending(long due, Map<String, Object> event) {}

    private final Store store;
    private final Faults faults;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private final Deque<Row> kept = new ArrayDeque<>();
    private Duration delay = Duration.ZERO;
    private Duration lateness = Duration.ofMinutes(5);
    private boolean enabled = true;
    private long actor = 0;

    EventLog(Store store, Faults faults) {
        this.store = store;
        this.faults = faults;
    }

    void enabled(boolean on) {
        enabled = on;
    }

    boolean enabled() {
        return enabled;
    }

    void delay(Duration usual, Duration late) {
        delay = usual;
        lateness = late;
    }

    void actor(long userId) {
        actor = userId;
    }

    /** @param verb created, updated or deleted */
    void tell(Kind kind, Row row, String verb, Map<String, Object> changes) {
        if (kind.collection().equals("custom_field_values")) {
            tellOfSubject(kind, row, verb);
        } else if (kind.events().isPresent()) {
            write(kind.events().get() + ":" + verb, kind.subjectType(), row.id, changes);
            if (kind.collection().equals("stories") && changes.containsKey("state")) {
                write("story:status_selected", kind.subjectType(), row.id, changes);
            }
        }
    }

    private void tellOfSubject(Kind kind, Row row, String verb) {
        String type = String.valueOf(store.text(kind.collection(), row, "subject_type"));
        store.kindOfSubject(type)
                .flatMap(Kind::events)
                .ifPresent(prefix -> write(
                        prefix + ":" + REF_PREFIX.get(kind.collection()) + "_" + verb,
                        type,
                        store.number(kind.collection(), row, "subject_id"),
                        Map.of()));
    }

    void write(String type, String subjectType, long subjectId, Map<String, Object> changes) {
        if (!enabled || strikes(Fault.MISSED_EVENT, type)) {
            return;
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("event_type", type);
        event.put("user_id", actor == 0 ? null : actor);
        event.put("subject_id", subjectId);
        event.put("subject_type", subjectType);
        event.put("subject_changed_at", store.now());
        event.put("change_summary", type.replace(':', ' ').replace('_', ' '));
        event.put("change_details", Map.of());
        event.put("payload_changes", changes);
        long due = store.now() + (strikes(Fault.LATE_EVENT, type) ? lateness.toSeconds() : 0) + delay.toSeconds();
        pending.add(new Pending(due, event));
        if (strikes(Fault.DUPLICATE_EVENT, type)) {
            pending.add(new Pending(due, event));
        }
        publish();
    }

    /** Moves what is due into the log, and drops what is too old. */
    void publish() {
        long now = store.now();
        List<Pending> due = pending.stream().filter(p -> p.due <= now).toList();
        if (!due.isEmpty()) {
            pending.removeAll(due);
            due.forEach(p -> kept.add(store.insert("subscribed_events", p.event)));
        }
        while (!kept.isEmpty() && (kept.size() > KEPT_MAX || kept.peekFirst().created < now - RETENTION.toSeconds())) {
            store.delete("subscribed_events", kept.removeFirst());
        }
    }

    /** All names that this account can emit. */
    List<String> types() {
        TreeSet<String> names = new TreeSet<>();
        for (Kind kind : store.kinds()) {
            Optional<String> prefix = kind.events();
            prefix.ifPresent(p -> {
                names.addAll(List.of(p + ":created", p + ":updated", p + ":deleted"));
                if (kind.has("custom_field_value_ids")) {
                    names.addAll(List.of(
                            p + ":custom_field_value_created",
                            p + ":custom_field_value_updated",
                            p + ":custom_field_value_deleted"));
                }
            });
        }
        names.addAll(List.of("story:status_selected", "timesheet:time_entry_added"));
        return List.copyOf(names);
    }

    private boolean strikes(Fault fault, String type) {
        return faults.supported().contains(fault) && faults.strikes(fault, type);
    }
}
