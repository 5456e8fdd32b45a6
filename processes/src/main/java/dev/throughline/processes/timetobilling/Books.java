package dev.throughline.processes.timetobilling;

import dev.throughline.model.AccountingPeriod;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The accounting periods that an entity's books know, as far as finance has told them. A day in no known period is taken as open: the word that binds is that of finance, when the
 * invoice comes to it.
 *
 * @param periods those of the entity and those of all entities, oldest first
 */
record Books(List<Stored<AccountingPeriod>> periods) {
    private static final String CLOSED = "AccountingPeriod.closed";

    static Books of(Optional<Ref<LegalEntity>> entity, Facts facts) {
        return new Books(all(facts)
                .filter(period -> period.body().legalEntity().isEmpty()
                        || period.body().legalEntity().equals(entity))
                .sorted(Comparator.comparing((Stored<AccountingPeriod> period) ->
                                period.body().from())
                        .thenComparing(period -> period.ref().id()))
                .toList());
    }

    static Stream<Stored<AccountingPeriod>> all(Facts facts) {
        return Stream.of("true", "false")
                .flatMap(closed -> facts.find(AccountingPeriod.class, CLOSED, closed).stream());
    }

    /** The period that holds the day. */
    Optional<Stored<AccountingPeriod>> holding(LocalDate day) {
        return periods.stream().filter(period -> holds(period, day)).findFirst();
    }

    /** The closed period that holds the day. */
    Optional<Stored<AccountingPeriod>> closedOn(LocalDate day) {
        return periods.stream()
                .filter(period -> period.body().closed() && holds(period, day))
                .findFirst();
    }

    /** The day itself where it lies in no closed period, else the first day after it in a period that is known to be open; empty when there is none. */
    Optional<LocalDate> firstOpen(LocalDate day) {
        var next = day;
        for (var closed = closedOn(day); closed.isPresent(); closed = closedOn(next)) {
            next = closed.get().body().to().plusDays(1);
        }
        return next.equals(day) || holding(next).isPresent() ? Optional.of(next) : Optional.empty();
    }

    private static boolean holds(Stored<AccountingPeriod> period, LocalDate day) {
        return !day.isBefore(period.body().from()) && !day.isAfter(period.body().to());
    }
}
