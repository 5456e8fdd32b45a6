package dev.throughline.processes.forecast;

import dev.throughline.model.Absence;
import dev.throughline.model.Assignment;
import dev.throughline.model.Resource;
import dev.throughline.processes.forecast.Forecast.Gap;
import dev.throughline.processes.forecast.Forecast.Staffing;
import dev.throughline.processes.margin.Workdays;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Hours by role and month: what is assigned, what waits for a person, and what the people in the role can give. What is over before the day that is looked from is left out. */
final class StaffingPlan {
    private static final BigDecimal DAYS_A_WEEK = new BigDecimal(5);
    private static final int HOURS_SCALE = 2;
    private static final String NO_ROLE = "-";

    private final Horizon horizon;
    private final List<Gap> gaps;
    private final TreeMap<Slot, Hours> sums = new TreeMap<>();

    StaffingPlan(Horizon horizon, List<Gap> gaps) {
        this.horizon = horizon;
        this.gaps = gaps;
    }

    private record Slot(String role, int at) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byRole = role.compareTo(other.role);
            return byRole != 0 ? byRole : Integer.compare(at, other.at);
        }
    }

    private record Hours(BigDecimal firm, BigDecimal tentative, BigDecimal open, BigDecimal capacity) {
        static Hours firm(BigDecimal hours) {
            return new Hours(hours, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
        }

        static Hours tentative(BigDecimal hours) {
            return new Hours(BigDecimal.ZERO, hours, BigDecimal.ZERO, BigDecimal.ZERO);
        }

        static Hours open(BigDecimal hours) {
            return new Hours(BigDecimal.ZERO, BigDecimal.ZERO, hours, BigDecimal.ZERO);
        }

        static Hours capacity(BigDecimal hours) {
            return new Hours(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, hours);
        }

        Hours plus(Hours other) {
            return new Hours(
                    firm.add(other.firm),
                    tentative.add(other.tentative),
                    open.add(other.open),
                    capacity.add(other.capacity));
        }
    }

    List<Staffing> of(PlanFacts facts) {
        facts.assignments().forEach(one -> assigned(one, facts.people()));
        facts.seats().stream()
                .filter(seat -> seat.filledBy().isEmpty() && seat.hours().isPresent())
                .forEach(seat -> {
                    var from = seat.startsOn().orElse(horizon.asOf());
                    var to = seat.endsOn().filter(end -> end.isAfter(from)).orElse(from);
                    ahead(seat.hours().get(), from, to)
                            .forEach((month, hours) -> add(seat.role(), month, Hours.open(hours)));
                });
        facts.people().forEach((id, person) -> capacity(id, person, facts.absences()));
        return sums.entrySet().stream()
                .map(one -> new Staffing(
                        horizon.labels().get(one.getKey().at()),
                        one.getKey().role(),
                        one.getValue().firm(),
                        one.getValue().tentative(),
                        one.getValue().open(),
                        one.getValue().capacity()))
                .toList();
    }

    private void assigned(Assignment one, Map<String, Resource> people) {
        var role = one.role()
                .or(() -> Optional.ofNullable(people.get(one.resource().id())).flatMap(Resource::role))
                .orElse(NO_ROLE);
        ahead(one.hours(), one.startsOn(), one.endsOn())
                .forEach((month, hours) -> add(role, month, one.firm() ? Hours.firm(hours) : Hours.tentative(hours)));
    }

    /** The share of the days that are still to come. */
    private Map<String, BigDecimal> ahead(BigDecimal hours, LocalDate from, LocalDate to) {
        if (to.isBefore(horizon.asOf())) {
            return Map.of();
        }
        if (!from.isBefore(horizon.asOf())) {
            return horizon.spread(hours, from, to);
        }
        int all = Workdays.between(from, to).size();
        int left = Workdays.between(horizon.asOf(), to).size();
        var open = hours.multiply(BigDecimal.valueOf(left))
                .divide(BigDecimal.valueOf(all), HOURS_SCALE, RoundingMode.HALF_UP)
                .min(hours);
        return horizon.spread(open, horizon.asOf(), to);
    }

    /** Months of the horizon only: nobody's capacity ends. */
    private void capacity(String id, Resource person, List<Absence> absences) {
        if (person.role().isEmpty()) {
            return;
        }
        if (person.weeklyHours().isEmpty()) {
            gaps.add(new Gap(
                    "WEEKLY_HOURS_MISSING", id, "%s is in no capacity: no contracted hours are stated".formatted(id)));
            return;
        }
        var daily = person.weeklyHours().get().divide(DAYS_A_WEEK, HOURS_SCALE, RoundingMode.HALF_UP);
        var last = horizon.first().plusMonths(horizon.months() - 1L).atEndOfMonth();
        var from =
                person.hiredOn().filter(hired -> hired.isAfter(horizon.asOf())).orElse(horizon.asOf());
        var to = person.leftOn().filter(left -> left.isBefore(last)).orElse(last);
        if (to.isBefore(from)) {
            return;
        }
        var own = absences.stream()
                .filter(absence -> absence.resource().id().equals(id))
                .toList();
        from.datesUntil(to.plusDays(1)).filter(Workdays::isWorking).forEach(day -> {
            var away = own.stream()
                    .map(absence -> away(absence, day, daily))
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .min(daily);
            add(person.role().get(), horizon.label(day), Hours.capacity(daily.subtract(away)));
        });
    }

    /** Hours of a working day that an absence takes. */
    private static BigDecimal away(Absence absence, LocalDate day, BigDecimal daily) {
        if (!absence.days().isEmpty()) {
            return absence.days().stream()
                    .filter(one -> one.on().equals(day))
                    .map(one -> switch (one.unit()) {
                        case HOURS -> one.amount();
                        case DAYS -> one.amount().multiply(daily);
                    })
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
        }
        boolean within = !day.isBefore(absence.from()) && !day.isAfter(absence.to());
        return within ? absence.hours().orElse(daily) : BigDecimal.ZERO;
    }

    private void add(String role, String month, Hours hours) {
        sums.merge(new Slot(role, horizon.labels().indexOf(month)), hours, Hours::plus);
    }
}
