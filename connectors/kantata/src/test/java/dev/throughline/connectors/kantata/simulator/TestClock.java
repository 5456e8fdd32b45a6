package dev.throughline.connectors.kantata.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that a test moves by hand. */
public final class TestClock implements InstantSource {
    private volatile Instant now;

    public TestClock(String start) {
        now = Instant.parse(start);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }
}
