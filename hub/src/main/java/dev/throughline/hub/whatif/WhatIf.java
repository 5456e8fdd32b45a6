package dev.throughline.hub.whatif;

import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replays what was captured through a changed mapping or changed policies, and through those of now, and says where the two bill differently. No system is called and nothing
 * of the hub's own state is written.
 */
public interface WhatIf {
    /**
     * Begins a replay.
     *
     * @return its id
     * @throws IllegalArgumentException when the change cannot be, saying why
     * @throws Busy when another is under way
     */
    String begin(TenantId tenant, Question question, String by);

    /** Empty when there is none of that id, or it is long ago. */
    Optional<Job> job(TenantId tenant, String id);

    /**
     * What is asked. Empty changes ask for a replay against itself, which must come to nothing.
     *
     * @param from first day of work; @param to last day of work
     */
    record Question(LocalDate from, LocalDate to, Change change) {
        public Question {
            if (to.isBefore(from)) {
                throw new IllegalArgumentException("'to' %s is before 'from' %s".formatted(to, from));
            }
        }
    }

    /**
     * What would be other than it is.
     *
     * @param workspace text of another {@code throughline.yaml}, whose policies and ownership are taken instead of those in force; its systems are not
     * @param policies  YAML of policies, laid over those in force or over those of the other workspace
     * @param mappings  mapping files by name: all of the other workspace's where one is given; each replaces those in force that are about the same, or comes to them
     */
    record Change(Optional<String> workspace, Optional<String> policies, Map<String, String> mappings) {
        public Change {
            mappings = Map.copyOf(mappings);
        }

        public static Change none() {
            return new Change(Optional.empty(), Optional.empty(), Map.of());
        }
    }

    /** @param doing what it is at, in words; @param error why it failed */
    record Job(
            String id,
            String state,
            String doing,
            long done,
            long total,
            Optional<String> error,
            Optional<Report> report) {}

    /**
     * What comes of it.
     *
     * @param changes   captured changes that were replayed, on either side
     * @param held      changes that came to nothing but an exception, as it is and as it would be
     * @param asToday   lines of the period that the replay as it is brings to what the ledger holds today; @param notAsToday and those that it does not, since people or time had a hand in them
     * @param changed   which mappings and policies differ, in words
     * @param totals    by customer and currency, those without any difference too
     * @param differing how many lines differ; @param lines the first of them
     * @param millis    how long the replay took
     */
    record Report(
            LocalDate from,
            LocalDate to,
            long changes,
            Held held,
            long asToday,
            long notAsToday,
            List<String> changed,
            List<Total> totals,
            long differing,
            List<Line> lines,
            long millis) {}

    record Held(long was, long would) {}

    /** What is billed. @param difference would less was */
    record Total(
            String customer, String currency, BigDecimal was, BigDecimal would, BigDecimal difference, long lines) {}

    /**
     * One piece of work that would be billed differently.
     *
     * @param source     canonical id of the work
     * @param difference what is billed more, or less
     */
    record Line(
            String source,
            String kind,
            LocalDate day,
            String customer,
            String project,
            String description,
            String currency,
            Optional<Side> was,
            Optional<Side> would,
            BigDecimal difference,
            String why) {}

    /** @param place where it stands after billing, such as billed or held; @param billed part of the amount that is on an invoice */
    record Side(String place, BigDecimal quantity, BigDecimal billed, String pricing) {}

    /** One at a time: each is a second hub's work. */
    final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Busy(String message) {
            super(message);
        }
    }
}
