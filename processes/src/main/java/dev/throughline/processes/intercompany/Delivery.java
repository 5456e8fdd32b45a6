package dev.throughline.processes.intercompany;

import dev.throughline.model.Contract;
import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Stored;
import dev.throughline.model.TimeEntry;
import dev.throughline.processes.Facts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who worked for whom.
 *
 * @param charges all that was ever charged for the entry, in their order
 */
record Delivery(
        TimeEntry entry,
        Optional<Ref<LegalEntity>> provider,
        Optional<Ref<LegalEntity>> receiver,
        Optional<Stored<Contract>> contract,
        List<IntercompanyCharge> charges) {
    static Delivery of(Ref<?> ref, TimeEntry entry, Facts facts) {
        var charges = charges(ref, facts);
        var project = facts.get(entry.project());
        var contract = project.flatMap(known -> contract(known, facts));
        var receiver =
                contract.map(known -> known.body().legalEntity()).or(() -> project.flatMap(Project::legalEntity));
        return new Delivery(entry, provider(entry, charges, facts), receiver, contract, charges);
    }

    static List<IntercompanyCharge> charges(Ref<?> entry, Facts facts) {
        return facts.find(IntercompanyCharge.class, "IntercompanyCharge.entry", entry.id()).stream()
                .map(Stored::body)
                .sorted(Comparator.comparingInt(IntercompanyCharge::number))
                .toList();
    }

    /** Who changes companies takes along what is worked from then on; hours that were charged stay with the company that delivered them. */
    private static Optional<Ref<LegalEntity>> provider(TimeEntry entry, List<IntercompanyCharge> charges, Facts facts) {
        return charges.stream()
                .filter(charge -> charge.resource().equals(entry.resource()))
                .reduce((_, later) -> later)
                .map(IntercompanyCharge::provider)
                .or(() -> facts.get(entry.resource()).flatMap(Resource::legalEntity));
    }

    private static Optional<Stored<Contract>> contract(Project project, Facts facts) {
        return project.contract()
                .flatMap(ref -> facts.get(ref).map(body -> new Stored<>(ref, 0, body)))
                .or(() -> project.opportunity()
                        .flatMap(deal -> facts.find(Contract.class, "Contract.opportunity", deal.id()).stream()
                                .filter(found -> found.body().status() != Contract.Status.CANCELLED)
                                .min(Comparator.comparing(found -> found.ref().id()))));
    }

    boolean isKnown() {
        return provider.isPresent() && receiver.isPresent();
    }

    /** Empty within one company, and where one of the two is not known. */
    Optional<Pair> pair() {
        return provider.flatMap(
                one -> receiver.filter(other -> !other.equals(one)).map(other -> new Pair(one, other)));
    }
}
