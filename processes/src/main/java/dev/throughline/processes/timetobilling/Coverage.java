package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Retainer;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Scope;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Which term of a version holds for work: of several the narrowest, the one with more of project, phase and role stated; then phase before role before project, then by name. */
record Coverage(ContractVersion version, Terms terms) {
    static final Comparator<Scope> NARROWEST_FIRST = Comparator.comparingInt(Scope::conditions)
            .reversed()
            .thenComparing(scope -> scope.phase().isEmpty())
            .thenComparing(scope -> scope.role().isEmpty());

    Optional<Retainer> retainer(String phase, String role) {
        return of(Retainer.class)
                .filter(term -> here(term.within()))
                .filter(term -> scope(term.within()).holdsFor(phase, role))
                .min(Comparator.<Retainer, Scope>comparing(term -> scope(term.within()), NARROWEST_FIRST)
                        .thenComparing(Retainer::name));
    }

    Optional<Usage> usage(String meter) {
        return of(Usage.class)
                .filter(term -> term.meter().equals(meter) && here(term.within()))
                .min(Comparator.<Usage, Scope>comparing(term -> scope(term.within()), NARROWEST_FIRST)
                        .thenComparing(Usage::name));
    }

    private <T extends BillingTerm> Stream<T> of(Class<T> kind) {
        return version.terms().stream().filter(kind::isInstance).map(kind::cast);
    }

    private boolean here(Optional<Scope> within) {
        return terms.lies(scope(within));
    }

    static Scope scope(Optional<Scope> within) {
        return within.orElse(Scope.ALL);
    }
}
