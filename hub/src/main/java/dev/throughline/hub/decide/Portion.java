package dev.throughline.hub.decide;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The next events of one partition.
 *
 * @param all whether nothing else waits behind them
 */
record Portion(List<EventLog.Logged> events, boolean all) {
    Portion {
        events = List.copyOf(events);
    }

    /**
     * As many from the front as weigh no more than that together.
     *
     * @param most what they may weigh
     */
    Portion within(long most, ToLongFunction<EventLog.Logged> weight) {
        long weighs = 0;
        for (int i = 0; i < events.size(); i++) {
            weighs += weight.applyAsLong(events.get(i));
            if (weighs > most) {
                return first(i);
            }
        }
        return this;
    }

    Portion first(int count) {
        return count >= events.size() ? this : new Portion(events.subList(0, count), false);
    }

    boolean isEmpty() {
        return events.isEmpty();
    }
}
