package dev.throughline.processes.margin;

import dev.throughline.model.Assignment;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Expense;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.RolePlaceholder;
import dev.throughline.processes.ledger.Place;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * All that is known of one project, gathered before anything is computed.
 *
 * @param shared    whether other projects have the same contract: then its value is not this project's, but the project's budget is
 * @param versions  approved ones of its contract
 * @param worked    approved hours, whether a customer pays them or not
 * @param expenses  approved ones
 * @param ledger    what its lines add up to, by place, in the project's currency
 */
public record ProjectFacts(
        Ref<Project> ref,
        Project project,
        Optional<Contract> contract,
        boolean shared,
        List<ContractVersion> versions,
        Optional<Opportunity> deal,
        List<Worked> worked,
        List<Expense> expenses,
        List<Assignment> assignments,
        List<RolePlaceholder> seats,
        Map<Place, Money> ledger) {
    /** Stands where no currency is known; no amount but zero is ever stated in it. */
    private static final CurrencyUnit NO_CURRENCY = CurrencyUnit.of("XXX");

    public ProjectFacts {
        versions = versions.stream()
                .sorted(Comparator.comparingInt(ContractVersion::number))
                .toList();
        worked = List.copyOf(worked);
        expenses = List.copyOf(expenses);
        assignments = List.copyOf(assignments);
        seats = List.copyOf(seats);
        ledger = Map.copyOf(ledger);
    }

    /** The same with what its lines add up to in the project's currency. */
    public ProjectFacts with(Map<Place, Money> sums) {
        return new ProjectFacts(
                ref, project, contract, shared, versions, deal, worked, expenses, assignments, seats, sums);
    }

    /** Hours of a person on a day. */
    public record Worked(Ref<Resource> person, LocalDate day, BigDecimal hours) {}

    public CurrencyUnit currency() {
        return contract.map(Contract::currency)
                .or(project::currency)
                .or(() -> deal.flatMap(Opportunity::amount).map(Money::getCurrencyUnit))
                .orElse(NO_CURRENCY);
    }

    /** The version in force on a day, before the first the one to come. */
    Optional<ContractVersion> inForce(LocalDate day) {
        return versions.stream()
                .filter(version -> !version.effectiveFrom().isAfter(day))
                .max(Comparator.comparing(ContractVersion::effectiveFrom).thenComparing(ContractVersion::number))
                .or(() -> versions.stream().findFirst());
    }

    /** What was agreed first: by the contract, else by the deal, else as the project's budget. */
    Optional<Money> sold() {
        return shared
                ? project.budget()
                : versions.stream()
                        .findFirst()
                        .map(ContractVersion::value)
                        .or(() -> deal.flatMap(Opportunity::amount))
                        .or(project::budget);
    }

    /** What the project is worth by a version. */
    Optional<Money> value(ContractVersion version) {
        return shared ? project.budget() : Optional.of(version.value());
    }
}
