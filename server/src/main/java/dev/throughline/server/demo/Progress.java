package dev.throughline.server.demo;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Shows how far the play has come: one line that changes on a terminal, plain lines elsewhere. */
final class Progress {
    private static final int WIDTH = 24;

    private final PrintWriter out;
    private final boolean terminal;
    private final InstantSource clock;
    private final Instant began;

    Progress(PrintWriter out, boolean terminal, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.began = clock.instant();
    }

    /** @param done of {@code all} */
    void at(int done, int all, String says) {
        int full = all == 0 ? WIDTH : WIDTH * done / all;
        String line = "%4ds [%s%s] %s".formatted(seconds(), "#".repeat(full), ".".repeat(WIDTH - full), says);
        if (terminal) {
            out.print("\r\033[K" + line);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Something worth keeping on the screen. */
    void tell(String says) {
        out.println((terminal ? "\r\033[K" : "") + "%4ds %s".formatted(seconds(), says));
        out.flush();
    }

    void end() {
        if (terminal) {
            out.print("\r\033[K");
        }
        out.flush();
    }

    long seconds() {
        return Duration.between(began, clock.instant()).toSeconds();
    }
}
