package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Change events in the order in which they were committed, kept for three days. Thread-safe. */
final class EventBus {
    private static final Duration RETENTION = Duration.ofHours(72);
    private static final Set<String> NEVER_CARRIED = Set.of("Id", "IsDeleted", "SystemModstamp");

    private final Faults faults;
    private final NavigableMap<Long, ChangeEvent> events = new TreeMap<>();
    private final List<ChangeEvent> heldBack = new ArrayList<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private long position = 1_000;
    private long forgottenUpTo;

    EventBus(Faults faults) {
        this.faults = faults;
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    void unlisten(Runnable listener) {
        listeners.remove(listener);
    }

    synchronized void publish(Transaction tx, long number, Instant at) {
        int sequence = 0;
        List<ChangeEvent> late = List.copyOf(heldBack);
        heldBack.clear();
        for (Transaction.Touch touch : tx.touches()) {
            if (touch.row().type().has("events")) {
                emit(event(tx, touch, number, ++sequence, at));
            }
        }
        late.forEach(e -> append(at(e, nextPosition())));
        while (!events.isEmpty() && events.firstEntry().getValue().committedAt().isBefore(at.minus(RETENTION))) {
            forgottenUpTo = events.pollFirstEntry().getKey();
        }
        listeners.forEach(Runnable::run);
    }

    /** Events after a position, oldest first. */
    synchronized List<ChangeEvent> after(long from, int limit) {
        return events.tailMap(from, false).values().stream().limit(limit).toList();
    }

    synchronized long latest() {
        return position;
    }

    /** Whether a client's position can still be resumed from: it lies neither in the future nor before what was forgotten. */
    synchronized boolean knows(long from) {
        return from >= forgottenUpTo && from <= position;
    }

    /** {@link Fault#EXPIRE_REPLAY}: what was told so far can no longer be asked for. */
    synchronized void forget() {
        forgottenUpTo = ++position;
        events.clear();
    }

    private void emit(ChangeEvent event) {
        String where = "event " + event.entity().name();
        if (faults.strikes(Fault.MISSED_EVENT, where)) {
            return;
        }
        if (faults.strikes(Fault.OVERFLOW, where)) {
            append(bare(event, "GAP_OVERFLOW", List.of("000000000000000AAA")));
        } else if (faults.strikes(Fault.GAP, where)) {
            append(bare(event, "GAP_" + event.type(), event.recordIds()));
        } else if (faults.strikes(Fault.LATE_EVENT, where)) {
            heldBack.add(event);
        } else {
            append(event);
            if (faults.strikes(Fault.DUPLICATE_EVENT, where)) {
                append(at(event, nextPosition()));
            }
        }
    }

    private void append(ChangeEvent event) {
        events.put(event.position(), event);
    }

    private ChangeEvent event(Transaction tx, Transaction.Touch touch, long number, int sequence, Instant at) {
        Row row = touch.row();
        Map<String, Object> values = new LinkedHashMap<>();
        Set<String> changed = new TreeSet<>();
        if (!touch.type().equals("DELETE")) {
            for (FieldDef field : row.type().fields()) {
                Object value = row.get(field.name());
                boolean told = !NEVER_CARRIED.contains(field.name())
                        && (touch.type().equals("CREATE")
                                ? value != null
                                : touch.changed().contains(field.name()));
                if (told) {
                    changed.add(field.name());
                    if (value != null) {
                        values.put(field.name(), value);
                    }
                }
            }
        }
        return new ChangeEvent(
                nextPosition(),
                row.type(),
                List.of(row.id()),
                touch.type(),
                changed,
                values,
                tx.session().origin(),
                "0001a2b3-%04x-%08x".formatted(number % 65_536, number),
                sequence,
                at,
                11_657_372_000_000L + number,
                tx.session().user());
    }

    // Positions have holes, as the vendor says of its replay ids.
    private long nextPosition() {
        position += 1 + position % 3;
        return position;
    }

    private static ChangeEvent at(ChangeEvent e, long position) {
        return new ChangeEvent(
                position,
                e.entity(),
                e.recordIds(),
                e.type(),
                e.changed(),
                e.values(),
                e.origin(),
                e.transactionKey(),
                e.sequence(),
                e.committedAt(),
                e.commitNumber(),
                e.user());
    }

    private static ChangeEvent bare(ChangeEvent e, String type, List<String> ids) {
        return new ChangeEvent(
                e.position(),
                e.entity(),
                ids,
                type,
                Set.of(),
                Map.of(),
                e.origin(),
                e.transactionKey(),
                e.sequence(),
                e.committedAt(),
                e.commitNumber(),
                e.user());
    }
}
