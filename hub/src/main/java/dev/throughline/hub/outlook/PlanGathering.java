package dev.throughline.hub.outlook;

import dev.throughline.model.Absence;
import dev.throughline.model.Assignment;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.Resource;
import dev.throughline.model.RolePlaceholder;
import dev.throughline.model.Stored;
import dev.throughline.processes.forecast.PlanFacts;
import dev.throughline.processes.ledger.Place;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Gathers what a forecast is made of. */
record PlanGathering(OutlookReader reader, LocalDate today) {
    private static final Set<Place> BILLED = Set.of(Place.POSTING, Place.BILLED, Place.PAID);

    PlanFacts facts() throws SQLException {
        var projects = reader.all(Project.class);
        var running = projects.stream()
                .filter(project -> OutlookRules.runs(project.body().status()))
                .map(project -> project.ref().id())
                .collect(Collectors.toUnmodifiableSet());
        return new PlanFacts(
                reader.all(Opportunity.class).stream()
                        .filter(deal -> deal.body().stage() == Opportunity.Stage.OPEN)
                        .toList(),
                contracts(projects),
                reader.all(Assignment.class).stream()
                        .map(Stored::body)
                        .filter(one -> running.contains(one.project().id()))
                        .toList(),
                reader.all(RolePlaceholder.class).stream()
                        .map(Stored::body)
                        .filter(one -> running.contains(one.project().id()))
                        .toList(),
                reader.all(Absence.class).stream()
                        .map(Stored::body)
                        .filter(absence -> absence.status() == Absence.Status.APPROVED)
                        .toList(),
                reader.all(Resource.class).stream()
                        .filter(person -> person.body().status() == Resource.Status.ACTIVE)
                        .collect(Collectors.toMap(person -> person.ref().id(), Stored::body)));
    }

    private List<PlanFacts.Agreed> contracts(List<Stored<Project>> projects) throws SQLException {
        var all = reader.all(Contract.class);
        var contracts = new MarginGathering.Contracts(all, projects);
        var versions = MarginGathering.by(
                MarginGathering.approved(reader.all(ContractVersion.class)),
                version -> version.contract().id());
        var ledger = reader.ledger(
                projects.stream().map(project -> project.ref().id()).toList());
        Map<String, List<Stored<Project>>> delivered = projects.stream()
                .filter(project -> contracts.of(project.body()).isPresent())
                .collect(Collectors.groupingBy(project ->
                        contracts.of(project.body()).orElseThrow().ref().id()));
        return all.stream()
                .filter(contract -> OutlookRules.runs(contract.body().status()))
                .flatMap(contract -> inForce(
                                versions.getOrDefault(contract.ref().id(), List.of()))
                        .stream()
                        .map(version -> new PlanFacts.Agreed(
                                contract.ref(),
                                contract.body(),
                                version.value(),
                                billed(
                                        delivered.getOrDefault(contract.ref().id(), List.of()),
                                        version.value().getCurrencyUnit(),
                                        ledger),
                                version.startsOn(),
                                version.endsOn())))
                .toList();
    }

    private Optional<ContractVersion> inForce(List<ContractVersion> versions) {
        var order = Comparator.comparing(ContractVersion::effectiveFrom).thenComparing(ContractVersion::number);
        return versions.stream()
                .filter(version -> !version.effectiveFrom().isAfter(today))
                .max(order)
                .or(() -> versions.stream().min(order));
    }

    private static Money billed(
            List<Stored<Project>> projects,
            CurrencyUnit currency,
            Map<String, Map<CurrencyUnit, Map<Place, Money>>> ledger) {
        return projects.stream()
                .map(project ->
                        ledger.getOrDefault(project.ref().id(), Map.of()).getOrDefault(currency, Map.of()))
                .flatMap(places -> places.entrySet().stream())
                .flatMap(one -> BILLED.contains(one.getKey()) ? Stream.of(one.getValue()) : Stream.empty())
                .reduce(Money.zero(currency), Money::plus);
    }
}
