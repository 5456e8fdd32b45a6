package dev.throughline.processes.projectlifecycle;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.Place;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What is agreed for a project, and what of it is billed. */
record Contracted(Ref<Project> ref, Facts facts) {
    private static final Set<Place> BILLED = EnumSet.of(Place.POSTING, Place.BILLED, Place.PAID);

    record Order(Stored<Contract> contract, Stored<ContractVersion> version) {}

    /** A project that names no contract has that of its deal. */
    Optional<Stored<Contract>> contract() {
        return facts.get(ref)
                .flatMap(project -> project.contract()
                        .flatMap(one -> facts.get(one).map(body -> new Stored<>(one, 0, body)))
                        .or(() -> project.opportunity()
                                .flatMap(deal -> facts.find(Contract.class, "Contract.opportunity", deal.id()).stream()
                                        .filter(found -> found.body().status() != Contract.Status.CANCELLED)
                                        .min(Comparator.comparing(
                                                found -> found.ref().id())))));
    }

    Optional<Ref<CustomerAccount>> customer() {
        return contract().map(known -> known.body().customer());
    }

    private Stream<Stored<ContractVersion>> versions() {
        return contract().stream()
                .flatMap(known ->
                        facts
                                .find(
                                        ContractVersion.class,
                                        "ContractVersion.contract",
                                        known.ref().id())
                                .stream())
                .filter(version -> switch (version.body().status()) {
                    case APPROVED, SUPERSEDED -> true;
                    case DRAFT, REJECTED -> false;
                })
                .sorted(Comparator.comparing(version -> version.body().number()));
    }

    Optional<ContractVersion> newest() {
        return versions().map(Stored::body).reduce((_, later) -> later);
    }

    /** The version that finance's order stands for. */
    Optional<Order> order() {
        return versions()
                .filter(version -> facts.existsIn(Role.ERP, version.ref()))
                .reduce((_, later) -> later)
                .map(version -> new Order(contract().orElseThrow(), version));
    }

    /** Whether no other project of the contract goes on. */
    boolean alone() {
        return contract().stream()
                .flatMap(known -> facts
                        .find(Project.class, "Project.contract", known.ref().id())
                        .stream())
                .allMatch(project -> project.ref().equals(ref) || project.body().ended());
    }

    /** Whether budget and dates are those of a version, which a change order carries: delivery may keep budgets in whole units, and dates that no version states are its own. */
    boolean agreed(Project project) {
        return versions()
                .map(Stored::body)
                .anyMatch(version -> project.budget()
                                .filter(budget -> near(budget, version.value()))
                                .isPresent()
                        && fits(project.startsOn(), version.startsOn())
                        && fits(project.endsOn(), version.endsOn()));
    }

    private static boolean near(Money one, Money other) {
        return one.getCurrencyUnit().equals(other.getCurrencyUnit())
                && one.minus(other).abs().isLessThan(Money.of(one.getCurrencyUnit(), 1));
    }

    private static boolean fits(Optional<LocalDate> said, Optional<LocalDate> agreed) {
        return agreed.isEmpty() || agreed.equals(said);
    }

    Money billed(CurrencyUnit currency) {
        return facts.totals(ref, currency).stream()
                .filter(total -> BILLED.contains(total.place()))
                .map(Facts.Total::amount)
                .reduce(Money.zero(currency), Money::plus);
    }

    /** What of the contract's value the project has not billed. */
    Optional<Money> unbilled() {
        return newest().map(ContractVersion::value).map(value -> value.minus(billed(value.getCurrencyUnit())));
    }
}
