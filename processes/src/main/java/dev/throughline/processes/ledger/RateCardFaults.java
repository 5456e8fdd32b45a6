package dev.throughline.processes.ledger;

import dev.throughline.model.LegalEntity;
import dev.throughline.model.RateCard;
import dev.throughline.model.RateCard.Rate;
import dev.throughline.model.Ref;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with a rate card as it stands, whatever work it will price. */
public final class RateCardFaults {
    private static final Comparator<Rate> BY_START = Comparator.comparing(RateCardFaults::from);

    private RateCardFaults() {}

    /** A kind of fault, which people count. */
    public enum Kind {
        EMPTY,
        OVERLAP,
        GAP,
        BACKWARDS,
        NEGATIVE,
        CURRENCY
    }

    /** @param says what and where, to be read after the card's name; never a price */
    public record Fault(Kind kind, String says) {}

    private record Conditions(Optional<String> role, Optional<Ref<LegalEntity>> entity, Optional<String> region) {
        static Conditions of(Rate rate) {
            return new Conditions(rate.role(), rate.legalEntity(), rate.region());
        }

        long stated() {
            return Stream.of(role, entity, region).filter(Optional::isPresent).count();
        }

        /** Whether some work meets both. */
        boolean meets(Conditions other) {
            return agree(role, other.role) && agree(entity, other.entity) && agree(region, other.region);
        }

        /** Whether all work that meets the other meets these. */
        boolean takesIn(Conditions other) {
            return meets(other)
                    && stated() <= other.stated()
                    && Stream.of(role, entity, region)
                            .flatMap(Optional::stream)
                            .allMatch(stated -> Stream.of(other.role, other.entity, other.region)
                                    .flatMap(Optional::stream)
                                    .anyMatch(stated::equals));
        }

        private static boolean agree(Optional<?> one, Optional<?> other) {
            return one.isEmpty() || other.isEmpty() || one.equals(other);
        }

        @Override
        public String toString() {
            var stated = Stream.of(
                            role.map("role '%s'"::formatted),
                            entity.map("entity %s"::formatted),
                            region.map("region '%s'"::formatted))
                    .flatMap(Optional::stream)
                    .toList();
            return stated.isEmpty() ? "everybody" : String.join(", ", stated);
        }
    }

    /** The faults, the worst of a kind once for the conditions that it is about. */
    public static List<Fault> of(RateCard card) {
        if (card.rates().isEmpty()) {
            return List.of(new Fault(Kind.EMPTY, "it has no rates"));
        }
        var faults = new ArrayList<Fault>();
        card.rates().forEach(rate -> alone(card, rate).ifPresent(faults::add));
        faults.addAll(overlaps(card.rates()));
        faults.addAll(gaps(card.rates()));
        return faults;
    }

    private static Optional<Fault> alone(RateCard card, Rate rate) {
        var whose = Conditions.of(rate);
        if (to(rate).isBefore(from(rate))) {
            return fault(Kind.BACKWARDS, "its rate for %s ends on %s, before it begins".formatted(whose, to(rate)));
        }
        if (rate.perHour().isNegative()) {
            return fault(Kind.NEGATIVE, "its rate for %s is below zero".formatted(whose));
        }
        return rate.perHour().getCurrencyUnit().equals(card.currency())
                ? Optional.empty()
                : fault(
                        Kind.CURRENCY,
                        "it is in %s, and its rate for %s in %s"
                                .formatted(
                                        card.currency(), whose, rate.perHour().getCurrencyUnit()));
    }

    private static Optional<Fault> fault(Kind kind, String says) {
        return Optional.of(new Fault(kind, says));
    }

    /** Rates of equal right that differ: nobody can say which of them prices the work that meets both. */
    private static List<Fault> overlaps(List<Rate> rates) {
        var found = new LinkedHashMap<String, Fault>();
        for (int i = 0; i < rates.size(); i++) {
            for (int j = i + 1; j < rates.size(); j++) {
                var one = rates.get(i);
                var other = rates.get(j);
                if (clash(one, other)) {
                    var whose = both(Conditions.of(one), Conditions.of(other));
                    found.putIfAbsent(
                            whose,
                            new Fault(
                                    Kind.OVERLAP,
                                    "two rates of equal right differ for %s from %s on".formatted(whose, start(one))));
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static boolean clash(Rate one, Rate other) {
        var first = Conditions.of(one);
        var second = Conditions.of(other);
        return first.stated() == second.stated()
                && first.meets(second)
                && from(one).equals(from(other))
                && !to(one).isBefore(from(one))
                && !to(other).isBefore(from(other))
                && !one.perHour().equals(other.perHour());
    }

    private static String both(Conditions one, Conditions other) {
        return one.equals(other) ? one.toString() : one + " and " + other;
    }

    private static String start(Rate rate) {
        return rate.from().map(LocalDate::toString).orElse("the first day");
    }

    /** Days between two rates for the same work on which neither these nor wider ones give a price. */
    private static List<Fault> gaps(List<Rate> rates) {
        Map<Conditions, List<Rate>> groups = new LinkedHashMap<>();
        rates.forEach(rate -> groups.computeIfAbsent(Conditions.of(rate), _ -> new ArrayList<>())
                .add(rate));
        var faults = new ArrayList<Fault>();
        groups.forEach((conditions, own) -> {
            var pricing = rates.stream()
                    .filter(rate -> Conditions.of(rate).takesIn(conditions))
                    .sorted(BY_START)
                    .toList();
            var last = own.stream()
                    .map(RateCardFaults::from)
                    .max(LocalDate::compareTo)
                    .orElseThrow();
            gap(pricing, own.stream().min(BY_START).map(RateCardFaults::from).orElseThrow(), last)
                    .ifPresent(day -> faults.add(new Fault(
                            Kind.GAP,
                            "it has no rate for %s on %s, between two that it has".formatted(conditions, day))));
        });
        return faults;
    }

    /** The first day without a price from the first day of the work's own rates to the beginning of the last of them. */
    private static Optional<LocalDate> gap(List<Rate> pricing, LocalDate first, LocalDate last) {
        var day = first;
        for (var rate : pricing) {
            if (from(rate).isAfter(day)) {
                break;
            }
            if (!to(rate).isBefore(day)) {
                if (!to(rate).isBefore(last)) {
                    return Optional.empty();
                }
                day = to(rate).plusDays(1);
            }
        }
        return day.isBefore(last) ? Optional.of(day) : Optional.empty();
    }

    private static LocalDate from(Rate rate) {
        return rate.from().orElse(LocalDate.MIN);
    }

    private static LocalDate to(Rate rate) {
        return rate.to().orElse(LocalDate.MAX);
    }
}
