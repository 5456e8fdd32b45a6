package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.RateCard;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** From which day on a change of prices or terms may tell work another price. */
final class Repricing {
    /** Before all work. */
    static final LocalDate ALWAYS = LocalDate.of(1, 1, 1);

    private Repricing() {}

    /** Empty when no price can be another. */
    static Optional<LocalDate> since(ObjectChanged changed) {
        return switch (changed.type()) {
            case RATE_CARD -> ofCard(changed);
            case CONTRACT_VERSION -> ofVersion(changed);
            default -> Optional.empty();
        };
    }

    /** The first day of the rates that came, went or are others. */
    private static Optional<LocalDate> ofCard(ObjectChanged changed) {
        if (!sameName(changed)) {
            return Optional.of(ALWAYS);
        }
        var before = rates(changed.before());
        var after = rates(changed.after());
        var differing = new HashSet<>(before);
        differing.addAll(after);
        differing.removeIf(rate -> before.contains(rate) && after.contains(rate));
        return differing.stream().map(rate -> rate.from().orElse(ALWAYS)).min(LocalDate::compareTo);
    }

    private static boolean sameName(ObjectChanged changed) {
        return states(changed)
                        .map(object -> {
                            var card = (RateCard) object;
                            return card.code() + card.currency();
                        })
                        .distinct()
                        .count()
                < 2;
    }

    private static Set<RateCard.Rate> rates(Optional<CanonicalObject> card) {
        return card.map(object -> Set.copyOf(((RateCard) object).rates())).orElse(Set.of());
    }

    private static Optional<LocalDate> ofVersion(ObjectChanged changed) {
        var states = states(changed).map(ContractVersion.class::cast).toList();
        boolean same = states.size() == 2 && sameTerms(states.getFirst(), states.getLast());
        return same
                ? Optional.empty()
                : states.stream().map(ContractVersion::effectiveFrom).min(LocalDate::compareTo);
    }

    private static boolean sameTerms(ContractVersion one, ContractVersion other) {
        return one.status() == other.status()
                && one.number() == other.number()
                && one.billingModel() == other.billingModel()
                && one.effectiveFrom().equals(other.effectiveFrom())
                && one.rateCard().equals(other.rateCard())
                && one.contract().equals(other.contract())
                && one.schedule().equals(other.schedule())
                && one.terms().equals(other.terms());
    }

    private static Stream<CanonicalObject> states(ObjectChanged changed) {
        return Stream.concat(changed.before().stream(), changed.after().stream());
    }
}
