package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Recurring;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.processes.ledger.Allocation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.joda.money.Money;

/**
 * The payments of recurring terms. Each period is one payment, whichever versions are in force in it: every version pays its days' share of its own amount, so that a period
 * which versions share at one price adds up to that price.
 */
final class Recurrence {
    private static final Comparator<ContractVersion> IN_TURN =
            Comparator.comparing(ContractVersion::effectiveFrom).thenComparing(ContractVersion::number);

    private final List<ContractVersion> versions;

    Recurrence(List<ContractVersion> versions) {
        this.versions = versions.stream().sorted(IN_TURN).toList();
    }

    /** @return payments due up to and including the day, and the first after it, by their days */
    List<Instalment> payments(LocalDate through) {
        var payments = new ArrayList<Instalment>();
        for (var name : names()) {
            payments.addAll(payments(name, through));
        }
        return payments;
    }

    private Set<String> names() {
        var names = new LinkedHashSet<String>();
        versions.forEach(version -> recurring(version).map(Recurring::name).forEach(names::add));
        return names;
    }

    private static Stream<Recurring> recurring(ContractVersion version) {
        return version.terms().stream().map(term -> switch (term) {
            case Recurring recurring -> recurring;
        });
    }

    private static Optional<Recurring> term(ContractVersion version, String name) {
        return recurring(version).filter(term -> term.name().equals(name)).findFirst();
    }

    private List<Instalment> payments(String name, LocalDate through) {
        var every = versions.stream()
                .flatMap(version -> term(version, name).stream())
                .findFirst()
                .orElseThrow()
                .every();
        var payments = new ArrayList<Instalment>();
        var last = versions.stream()
                .map(ContractVersion::effectiveFrom)
                .filter(through::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(through);
        for (var from = start(versions.getFirst().effectiveFrom(), every);
                !from.isAfter(next(last, every));
                from = next(from, every)) {
            payment(name, every, from).ifPresent(payments::add);
        }
        return payments;
    }

    private static LocalDate start(LocalDate day, BillingTerm.Every every) {
        return switch (every) {
            case MONTH -> day.withDayOfMonth(1);
            case QUARTER -> day.with(IsoFields.DAY_OF_QUARTER, 1);
        };
    }

    private static LocalDate next(LocalDate day, BillingTerm.Every every) {
        return switch (every) {
            case MONTH -> start(day, every).plusMonths(1);
            case QUARTER -> start(day, every).plusMonths(3);
        };
    }

    /** @param from first day of the period */
    private Optional<Instalment> payment(String name, BillingTerm.Every every, LocalDate from) {
        var days = from.datesUntil(next(from, every)).map(this::inForce).toList();
        var weights = new ArrayList<BigDecimal>();
        versions.forEach(version -> weights.add(count(days, version)));
        weights.add(new BigDecimal(days.stream().filter(Optional::isEmpty).count()));
        var shares = new ArrayList<Money>();
        Optional<LocalDate> first = Optional.empty();
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            var term = term(version, name);
            if (term.isPresent() && weights.get(i).signum() > 0) {
                shares.add(Allocation.split(term.get().amount(), weights).get(i));
                var day = from.plus(days.indexOf(Optional.of(version)), ChronoUnit.DAYS);
                first = Optional.of(first.filter(day::isAfter).orElse(day));
            }
        }
        return first.map(day ->
                new Instalment("%s, %s".formatted(name, label(from, every)), Money.total(shares), Optional.of(day)));
    }

    private static BigDecimal count(List<Optional<ContractVersion>> days, ContractVersion version) {
        return new BigDecimal(days.stream()
                .filter(day -> Objects.equals(day, Optional.of(version)))
                .count());
    }

    private static String label(LocalDate from, BillingTerm.Every every) {
        return switch (every) {
            case MONTH -> "%d-%02d".formatted(from.getYear(), from.getMonthValue());
            case QUARTER -> "%d-Q%d".formatted(from.getYear(), from.get(IsoFields.QUARTER_OF_YEAR));
        };
    }

    /** The version that the day is billed by, none before the contract starts or after it ends. */
    private Optional<ContractVersion> inForce(LocalDate day) {
        return versions.stream()
                .filter(version -> !version.effectiveFrom().isAfter(day))
                .max(IN_TURN)
                .filter(version -> version.endsOn().stream().noneMatch(day::isAfter))
                .filter(version -> version.startsOn().stream().noneMatch(day::isBefore));
    }
}
