package dev.throughline.connectors.kantata.simulator;

import java.time.InstantSource;

/** Counts requests of the present minute. */
final class RateWindow {
    private final InstantSource clock;
    private long minute;
    private int count;

    RateWindow(InstantSource clock) {
        this.clock = clock;
    }

    synchronized boolean admits(int most) {
        long now = clock.instant().getEpochSecond() / 60;
        if (now != minute) {
            minute = now;
            count = 0;
        }
        count++;
        return count <= most;
    }
}
