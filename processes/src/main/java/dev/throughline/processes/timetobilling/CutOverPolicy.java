package dev.throughline.processes.timetobilling;

import java.time.LocalDate;
import java.util.Optional;

/**
 * From when on the hub bills what people billed by hand before.
 *
 * @param billedElsewhereThrough work up to and including this day stands billed, by no invoice of the hub's; empty where the hub bills all work
 */
public record CutOverPolicy(Optional<LocalDate> billedElsewhereThrough) {
    public static CutOverPolicy defaults() {
        return new CutOverPolicy(Optional.empty());
    }

    boolean covers(LocalDate day) {
        return billedElsewhereThrough.filter(last -> !day.isAfter(last)).isPresent();
    }

    String words() {
        return billedElsewhereThrough
                .map("billed elsewhere: work through %s was billed before the cut-over"::formatted)
                .orElse("");
    }
}
