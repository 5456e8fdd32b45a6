package dev.throughline.processes.changeorder;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.Place;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What is known of a contract: its versions, its projects, and what of it is billed. */
record Contracted(Ref<Contract> ref, Contract contract, List<Stored<ContractVersion>> versions, Facts facts) {
    private static final Set<Place> BILLED = EnumSet.of(Place.POSTING, Place.BILLED, Place.PAID);

    static Optional<Contracted> of(Ref<Contract> ref, Facts facts) {
        return facts.get(ref)
                .map(contract -> new Contracted(
                        ref,
                        contract,
                        facts.find(ContractVersion.class, "ContractVersion.contract", ref.id()).stream()
                                .sorted(Comparator.<Stored<ContractVersion>>comparingInt(
                                                version -> version.body().number())
                                        .thenComparing(version -> version.ref().id()))
                                .toList(),
                        facts));
    }

    /** As it is for the contract's legal entity. */
    <P extends Record> P policy(Class<P> kind) {
        return facts.policy(kind, Optional.of(contract.legalEntity()));
    }

    Optional<Agreed> newestApproved() {
        return approved().reduce((_, later) -> later);
    }

    Stream<Agreed> approved() {
        return versions.stream()
                .filter(version -> version.body().status() == ContractVersion.Status.APPROVED)
                .map(version -> new Agreed(version.ref(), version.body()));
    }

    /** Whether two approved versions bear the number. */
    boolean twice(int number) {
        return approved().filter(version -> version.number() == number).count() > 1;
    }

    /** The first version that was sold, when that is an earlier one. */
    Optional<Agreed> before(Agreed version) {
        return versions.stream()
                .filter(one -> bills(one.body()) && one.body().number() < version.number())
                .map(one -> new Agreed(one.ref(), one.body()))
                .findFirst();
    }

    /** Versions that bill work: a superseded one still bills the work of its days. */
    Stream<ContractVersion> billing() {
        return versions.stream().map(Stored::body).filter(Contracted::bills);
    }

    private static boolean bills(ContractVersion version) {
        return switch (version.status()) {
            case APPROVED, SUPERSEDED -> true;
            case DRAFT, REJECTED -> false;
        };
    }

    /** Projects of the contract that delivery works on. */
    List<Stored<Project>> projects() {
        return allProjects()
                .filter(project -> !project.body().ended())
                .filter(project -> facts.existsIn(Role.PSA, project.ref()))
                .sorted(Comparator.comparing(project -> project.ref().id()))
                .toList();
    }

    private Stream<Stored<Project>> allProjects() {
        var named = facts.find(Project.class, "Project.contract", ref.id()).stream();
        // A project that names no contract has that of its deal.
        var sold = contract.opportunity().stream()
                .flatMap(deal -> facts.find(Project.class, "Project.opportunity", deal.id()).stream())
                .filter(project -> project.body().contract().isEmpty());
        return Stream.concat(named, sold);
    }

    /** Invoiced or being posted, on every project, also on those that were cancelled since. */
    Money billed(CurrencyUnit currency) {
        return allProjects()
                .flatMap(project -> facts.totals(project.ref(), currency).stream())
                .filter(total -> BILLED.contains(total.place()))
                .map(Facts.Total::amount)
                .reduce(Money.zero(currency), Money::plus);
    }

    Money remaining(Agreed version) {
        var value = version.body().value();
        return value.minus(billed(value.getCurrencyUnit()));
    }
}
