package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Lifecycle;
import dev.throughline.processes.ledger.Allocation;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.Money;

/**
 * The payments that terms ask for in advance: recurring amounts and the fees of retainers. Each period is one payment, whichever versions are in force in it: every version pays
 * its days' share of its own amount, so that a period which versions share at one price adds up to that price.
 */
final class Recurrence {
    private final Calendar calendar;
    private final Optional<Lifecycle> project;

    Recurrence(List<ContractVersion> versions) {
        this(versions, Optional.empty());
    }

    /** @param project where it stands: periods of a recurring term that begin while it is paused are not billed */
    Recurrence(List<ContractVersion> versions, Optional<Lifecycle> project) {
        this.calendar = new Calendar(versions);
        this.project = project;
    }

    /** @param pauses whether nothing is owed for a period that begins in a pause */
    private record Fee(String name, Money amount, Every every, boolean pauses) {}

    /** @return payments due up to and including the day, and the first after it, by their days */
    List<Instalment> payments(LocalDate through) {
        var rhythms = new LinkedHashMap<String, Every>();
        calendar.versions().stream()
                .flatMap(Recurrence::fees)
                .forEach(fee -> rhythms.putIfAbsent(fee.name(), fee.every()));
        var payments = new ArrayList<Instalment>();
        rhythms.forEach((name, every) -> payments.addAll(payments(name, every, through)));
        return payments;
    }

    private static Stream<Fee> fees(ContractVersion version) {
        return version.terms().stream().flatMap(term -> switch (term) {
            case BillingTerm.Recurring(var name, var amount, var every) ->
                Stream.of(new Fee(name, amount, every, true));
            case BillingTerm.Retainer retainer ->
                Stream.of(new Fee(retainer.name(), retainer.fee(), retainer.every(), false));
            case BillingTerm.Usage _, BillingTerm.Limit _, BillingTerm.Invoicing _ -> Stream.empty();
        });
    }

    private static Optional<Fee> fee(ContractVersion version, String name) {
        return fees(version).filter(fee -> fee.name().equals(name)).findFirst();
    }

    private List<Instalment> payments(String name, Every every, LocalDate through) {
        var last = calendar.versions().stream()
                .map(ContractVersion::effectiveFrom)
                .filter(through::isBefore)
                .min(Comparator.naturalOrder())
                .orElse(through);
        return calendar.periods(every, Calendar.next(last, every)).stream()
                .flatMap(from -> payment(name, every, from).stream())
                .toList();
    }

    /** @param from first day of the period */
    private Optional<Instalment> payment(String name, Every every, LocalDate from) {
        var days = from.datesUntil(Calendar.next(from, every))
                .map(calendar::inForce)
                .toList();
        var versions = calendar.versions();
        var weights = new ArrayList<BigDecimal>();
        versions.forEach(version -> weights.add(count(days, version)));
        weights.add(new BigDecimal(days.stream().filter(Optional::isEmpty).count()));
        var shares = new ArrayList<Money>();
        Optional<LocalDate> first = Optional.empty();
        boolean pauses = true;
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            var fee = fee(version, name);
            if (fee.isPresent() && weights.get(i).signum() > 0) {
                shares.add(Allocation.split(fee.get().amount(), weights).get(i));
                var day = from.plus(days.indexOf(Optional.of(version)), ChronoUnit.DAYS);
                pauses &= fee.get().pauses();
                first = Optional.of(first.filter(day::isAfter).orElse(day));
            }
        }
        boolean paused = pauses
                && first.flatMap(day -> project.filter(life -> life.paused(day)))
                        .isPresent();
        return paused
                ? Optional.empty()
                : first.map(day -> new Instalment(
                        "%s, %s".formatted(name, Calendar.label(from, every)), Money.total(shares), Optional.of(day)));
    }

    private static BigDecimal count(List<Optional<ContractVersion>> days, ContractVersion version) {
        return new BigDecimal(days.stream()
                .filter(day -> Objects.equals(day, Optional.of(version)))
                .count());
    }
}
