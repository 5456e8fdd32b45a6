package dev.throughline.processes.contractterms;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * A contract with its approved terms and its project in delivery.
 *
 * @param approved at least one, by number
 */
record Terms(Ref<Contract> ref, Contract contract, List<Stored<ContractVersion>> approved, Stored<Project> project) {
    static Optional<Terms> of(Ref<Contract> ref, Facts facts) {
        var contract = facts.get(ref);
        var approved = facts.find(ContractVersion.class, "ContractVersion.contract", ref.id()).stream()
                .filter(version -> version.body().status() == ContractVersion.Status.APPROVED)
                .sorted(Comparator.<Stored<ContractVersion>>comparingInt(
                                version -> version.body().number())
                        .thenComparing(version -> version.ref().id()))
                .toList();
        var project = facts.find(Project.class, "Project.contract", ref.id()).stream()
                .filter(one -> !one.body().ended())
                .filter(one -> facts.existsIn(Role.PSA, one.ref()))
                .min(Comparator.comparing(one -> one.ref().id()));
        return contract.isEmpty() || approved.isEmpty()
                ? Optional.empty()
                : project.map(found -> new Terms(ref, contract.get(), approved, found));
    }

    /** All terms as one version, so that finance has one order with a line for each. */
    ContractVersion addedUp() {
        var latest = approved.getLast().body();
        return new ContractVersion(
                ref,
                approved.size(),
                ContractVersion.Status.APPROVED,
                latest.billingModel(),
                latest.effectiveFrom(),
                Money.total(approved.stream().map(term -> term.body().value()).toList()),
                latest.startsOn(),
                latest.endsOn(),
                Optional.empty(),
                Optional.empty(),
                approved.stream()
                        .map(term -> new Instalment(
                                "Term %d".formatted(term.body().number()),
                                term.body().value(),
                                Optional.empty()))
                        .toList(),
                List.of());
    }
}
