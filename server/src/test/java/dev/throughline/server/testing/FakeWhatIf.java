package dev.throughline.server.testing;

import dev.throughline.hub.whatif.WhatIf;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Answers at once: with a change one line would cost less, without one nothing differs. */
public final class FakeWhatIf implements WhatIf {
    private volatile boolean changed;

    @Override
    public String begin(TenantId tenant, Question question, String by) {
        if (question.change().policies().filter("nonsense"::equals).isPresent()) {
            throw new IllegalArgumentException("this is no policy");
        }
        changed = !question.change().equals(Change.none());
        return "w1";
    }

    @Override
    public Optional<Job> job(TenantId tenant, String id) {
        return id.equals("w1")
                ? Optional.of(new Job("w1", "done", "", 8, 8, Optional.empty(), Optional.of(report())))
                : Optional.empty();
    }

    private Report report() {
        LocalDate first = LocalDate.of(2026, 9, 1);
        BigDecimal was = new BigDecimal("1200.00");
        BigDecimal would = changed ? new BigDecimal("1120.00") : was;
        var line = new Line(
                "tim_1",
                "time",
                first,
                FakeDesk.HOSTILE,
                "Rollout",
                "Ann, consulting",
                "EUR",
                Optional.of(new Side("billed", new BigDecimal("8"), was, "version 1, 150 an hour")),
                Optional.of(new Side("billed", new BigDecimal("8"), would, "version 1, 140 an hour")),
                would.subtract(was),
                "priced '150' -> '140'");
        return new Report(
                first,
                LocalDate.of(2026, 9, 30),
                4,
                new Held(0, changed ? 1 : 0),
                4,
                0,
                changed ? List.of("policy X.y: 1 -> 2") : List.of(),
                List.of(new Total(FakeDesk.HOSTILE, "EUR", was, would, would.subtract(was), changed ? 1 : 0)),
                changed ? 1 : 0,
                changed ? List.of(line) : List.of(),
                1500);
    }
}
