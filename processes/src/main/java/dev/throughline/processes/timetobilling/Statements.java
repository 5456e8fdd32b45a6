package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.ContractVersion;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.Calendar.Part;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What each period that is over comes to, by all the work and use that its terms cover. */
record Statements(Calendar calendar, CurrencyUnit currency, List<Covered> covered, LocalDate today) {
    /**
     * Work or use that stands covered.
     *
     * @param quantity hours, or units of the meter
     * @param rate     price of an hour, zero where none is needed
     */
    record Covered(String id, LocalDate day, BigDecimal quantity, Money rate, BillingTerm by) {
        static Covered of(OpenLine line, Placed placed) {
            return new Covered(
                    line.line().source().id(),
                    line.line().workedOn(),
                    line.balances().get(Place.COVERED).quantity(),
                    placed.detail().rate(),
                    placed.detail().coveredBy().orElseThrow());
        }
    }

    /**
     * A period that is over.
     *
     * @param term   names the term and what it counts, for all versions
     * @param last   its last day that the term covers
     * @param earned whether work or use lies behind it; without, it is a minimum
     * @param words  how it was computed, without any price
     */
    record Statement(
            String term,
            String period,
            LocalDate last,
            Money amount,
            boolean earned,
            String description,
            String words) {}

    List<Statement> all() {
        var statements = new ArrayList<Statement>();
        RetainerPeriods.of(this).forEach(retainer -> statements.addAll(retainer.statements()));
        UsagePeriods.of(this).forEach(usage -> statements.addAll(usage.statements()));
        return statements;
    }

    /** Of each term, the first day on which another period is over. */
    Stream<LocalDate> nextDays() {
        return Stream.concat(
                        RetainerPeriods.of(this).map(RetainerPeriods::periods),
                        UsagePeriods.of(this).map(UsagePeriods::periods))
                .flatMap(periods -> periods.stream()
                        .map(one -> one.last().plusDays(1))
                        .filter(today::isBefore)
                        .min(Comparator.naturalOrder())
                        .stream());
    }

    /**
     * A period with the parts of it in which there is the term; with none where versions in between have dropped it.
     *
     * @param last the last day that the term covers
     */
    record Period<T>(LocalDate from, LocalDate last, String label, List<Part<T>> parts) {}

    /** From the first that the term covers to the running one, or the last that it covers. */
    <T> List<Period<T>> periods(Every every, Function<ContractVersion, Optional<T>> term) {
        var periods = new ArrayList<Period<T>>();
        int covered = 0;
        for (var from : calendar.periods(every, horizon(every))) {
            var parts = calendar.parts(from, every, term);
            var last = parts.isEmpty()
                    ? Calendar.next(from, every).minusDays(1)
                    : parts.getLast().to();
            if (!parts.isEmpty() || covered > 0) {
                periods.add(new Period<>(from, last, Calendar.label(from, every), parts));
            }
            covered = parts.isEmpty() ? covered : periods.size();
        }
        return periods.subList(0, covered);
    }

    /** The last day of the periods to be looked at: that of the running one, or of the first to come. */
    private LocalDate horizon(Every every) {
        var start = calendar.versions().getFirst().effectiveFrom();
        return Calendar.next(today.isBefore(start) ? start : today, every).minusDays(1);
    }
}
