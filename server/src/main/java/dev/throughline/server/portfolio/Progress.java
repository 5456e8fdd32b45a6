package dev.throughline.server.portfolio;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/** Says every few seconds what a run is at, so that nobody has to guess whether it lives. */
final class Progress {
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final PrintWriter out;
    private final InstantSource clock;
    private final Instant from;
    private Instant said;

    Progress(PrintWriter out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
        this.from = clock.instant();
        this.said = from;
    }

    void underWay(Map<String, Long> waiting) {
        if (Duration.between(said, clock.instant()).compareTo(EVERY) >= 0 && !waiting.isEmpty()) {
            say("  under way: "
                    + waiting.entrySet().stream()
                            .map(w -> "%s %,d".formatted(w.getKey(), w.getValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    void say(String text) {
        said = clock.instant();
        out.printf("%5d s  %s%n", Duration.between(from, said).toSeconds(), text);
        out.flush();
    }
}
