package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.ContractVersion;
import dev.throughline.processes.ledger.Tiers.Share;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** The periods of a contract, and the version that each of its days is billed by. */
final class Calendar {
    private static final Comparator<ContractVersion> IN_TURN =
            Comparator.comparing(ContractVersion::effectiveFrom).thenComparing(ContractVersion::number);

    private final List<ContractVersion> versions;

    Calendar(List<ContractVersion> versions) {
        this.versions = versions.stream().sorted(IN_TURN).toList();
    }

    /** In the order in which they take effect. */
    List<ContractVersion> versions() {
        return versions;
    }

    static LocalDate start(LocalDate day, Every every) {
        return switch (every) {
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
        };
    }

    static LocalDate next(LocalDate day, Every every) {
        return switch (every) {
            case MONTH -> start(day, every).plusMonths(1);
            case QUARTER -> start(day, every).plusMonths(3);
        };
    }

    /** @param from first day of the period */
    static String label(LocalDate from, Every every) {
        return switch (every) {
            case MONTH -> "%d-%02d".formatted(from.getYear(), from.getMonthValue());
            case QUARTER -> "%d-Q%d".formatted(from.getYear(), from.get(IsoFields.QUARTER_OF_YEAR));
        };
    }

    /** The last day of a period by its label. */
    static LocalDate last(String label) {
        int quarter = label.indexOf('Q');
        return quarter < 0
                ? YearMonth.parse(label).atEndOfMonth()
                : YearMonth.of(
                                Integer.parseInt(label.substring(0, quarter - 1)),
                                3 * Integer.parseInt(label.substring(quarter + 1)))
                        .atEndOfMonth();
    }

    /** The version that the day is billed by, none before the contract starts or after it ends. */
    Optional<ContractVersion> inForce(LocalDate day) {
        return versions.stream()
                .filter(version -> !version.effectiveFrom().isAfter(day))
                .max(IN_TURN)
                .filter(version -> version.endsOn().stream().noneMatch(day::isAfter))
                .filter(version -> version.startsOn().stream().noneMatch(day::isBefore));
    }

    /** First days of the periods from the contract's first to that of the day. */
    List<LocalDate> periods(Every every, LocalDate through) {
        var periods = new ArrayList<LocalDate>();
        if (!versions.isEmpty()) {
            for (var from = start(versions.getFirst().effectiveFrom(), every);
                    !from.isAfter(through);
                    from = next(from, every)) {
                periods.add(from);
            }
        }
        return periods;
    }

    /**
     * Days of one period that follow each other and have the same term.
     *
     * @param to    its last day
     * @param whole days of the period
     */
    record Part<T>(LocalDate from, LocalDate to, int whole, T term) {
        Share share() {
            return new Share((int) ChronoUnit.DAYS.between(from, to) + 1, whole);
        }

        boolean holds(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }

        private Part<T> through(LocalDate day) {
            return new Part<>(from, day, whole, term);
        }
    }

    /** The parts of a period in which there is such a term. An amendment that leaves the term as it was makes no new part. */
    <T> List<Part<T>> parts(LocalDate from, Every every, Function<ContractVersion, Optional<T>> term) {
        var end = next(from, every);
        int whole = (int) ChronoUnit.DAYS.between(from, end);
        var parts = new ArrayList<Part<T>>();
        var cuts = List.copyOf(cuts(from, end));
        for (int i = 0; i < cuts.size(); i++) {
            var first = cuts.get(i);
            var to = (i + 1 < cuts.size() ? cuts.get(i + 1) : end).minusDays(1);
            var now = inForce(first).flatMap(term);
            if (now.isPresent()) {
                var last = parts.isEmpty() ? null : parts.getLast();
                if (last != null
                        && last.to().plusDays(1).equals(first)
                        && last.term().equals(now.get())) {
                    parts.set(parts.size() - 1, last.through(to));
                } else {
                    parts.add(new Part<>(first, to, whole, now.get()));
                }
            }
        }
        return parts;
    }

    /** The days of the period on which another version, or none, may come into force; its first is one of them. */
    private SortedSet<LocalDate> cuts(LocalDate from, LocalDate end) {
        var cuts = new TreeSet<LocalDate>();
        cuts.add(from);
        for (var version : versions) {
            cuts.add(version.effectiveFrom());
            version.startsOn().ifPresent(cuts::add);
            version.endsOn().map(day -> day.plusDays(1)).ifPresent(cuts::add);
        }
        return cuts.subSet(from, end);
    }
}
