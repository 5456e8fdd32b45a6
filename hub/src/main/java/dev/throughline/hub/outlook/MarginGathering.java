package dev.throughline.hub.outlook;

import dev.throughline.hub.decide.Policies;
import dev.throughline.model.Assignment;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.ExchangeRate;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.RolePlaceholder;
import dev.throughline.model.Stored;
import dev.throughline.processes.ledger.Conversion;
import dev.throughline.processes.ledger.ConversionPolicy;
import dev.throughline.processes.margin.FirmFacts;
import dev.throughline.processes.margin.MarginPolicy;
import dev.throughline.processes.margin.Margins;
import dev.throughline.processes.margin.ProjectFacts;
import dev.throughline.processes.margin.ProjectMargin;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gathers what margins are made of, and has them computed. */
record MarginGathering(OutlookReader reader, Policies policies, LocalDate today) {
    List<ProjectMargin> of(Optional<Ref<Project>> one) throws SQLException {
        var all = reader.all(Project.class);
        var wanted = all.stream()
                .filter(project -> one.map(project.ref()::equals)
                        .orElseGet(() -> OutlookRules.runs(project.body().status())))
                .toList();
        var ids = wanted.stream().map(project -> project.ref().id()).toList();
        var contracts = new Contracts(reader.all(Contract.class), all);
        var versions = by(
                approved(reader.all(ContractVersion.class)),
                version -> version.contract().id());
        var deals = bodies(reader.all(Opportunity.class));
        var assignments = by(
                reader.all(Assignment.class), assignment -> assignment.project().id());
        var seats = by(reader.all(RolePlaceholder.class), seat -> seat.project().id());
        var worked = reader.worked(ids);
        var expenses = reader.expenses(ids);
        var ledger = reader.ledger(ids);
        var margins = new Margins(firm(), today);
        return wanted.stream()
                .map(project -> {
                    var id = project.ref().id();
                    var contract = contracts.of(project.body());
                    var facts = new ProjectFacts(
                            project.ref(),
                            project.body(),
                            contract.map(Stored::body),
                            contract.filter(contracts::isShared).isPresent(),
                            contract.map(known -> known.ref().id())
                                    .map(key -> versions.getOrDefault(key, List.of()))
                                    .orElse(List.of()),
                            project.body().opportunity().flatMap(deal -> Optional.ofNullable(deals.get(deal.id()))),
                            worked.getOrDefault(id, List.of()),
                            expenses.getOrDefault(id, List.of()),
                            assignments.getOrDefault(id, List.of()),
                            seats.getOrDefault(id, List.of()),
                            Map.of());
                    var sums = ledger.getOrDefault(id, Map.of()).getOrDefault(facts.currency(), Map.of());
                    return margins.of(facts.with(sums));
                })
                .sorted(Comparator.comparing(ProjectMargin::name)
                        .thenComparing(margin -> margin.project().id()))
                .toList();
    }

    private FirmFacts firm() throws SQLException {
        var rates = reader.all(ExchangeRate.class).stream()
                .map(Stored::body)
                .collect(Collectors.groupingBy(ExchangeRate::on));
        var conversion = new Conversion(
                day -> rates.getOrDefault(day, List.of()), policies.of(reader.tenant(), ConversionPolicy.class));
        var cards = reader.all(RateCard.class).stream()
                .map(Stored::body)
                .collect(Collectors.toMap(RateCard::code, Function.identity(), (first, _) -> first));
        return new FirmFacts(
                bodies(reader.all(Resource.class)),
                by(reader.all(CostRate.class), rate -> rate.resource().id()),
                cards,
                conversion,
                policies.of(reader.tenant(), MarginPolicy.class));
    }

    static List<Stored<ContractVersion>> approved(Collection<Stored<ContractVersion>> versions) {
        return versions.stream()
                .filter(version -> switch (version.body().status()) {
                    case APPROVED, SUPERSEDED -> true;
                    case DRAFT, REJECTED -> false;
                })
                .toList();
    }

    static <T extends CanonicalObject> Map<String, T> bodies(Collection<Stored<T>> all) {
        return all.stream().collect(Collectors.toMap(one -> one.ref().id(), Stored::body));
    }

    static <T extends CanonicalObject> Map<String, List<T>> by(Collection<Stored<T>> all, Function<T, String> key) {
        return all.stream().map(Stored::body).collect(Collectors.groupingBy(key));
    }

    /** Which contract a project has: the one that it names, else that of its deal. */
    static final class Contracts {
        private final Map<String, Stored<Contract>> byId;
        private final Map<String, Stored<Contract>> byDeal;
        private final Map<String, Long> projects;

        Contracts(Collection<Stored<Contract>> contracts, Collection<Stored<Project>> projects) {
            byId = contracts.stream().collect(Collectors.toMap(one -> one.ref().id(), Function.identity()));
            byDeal = contracts.stream()
                    .filter(one ->
                            one.body().opportunity().isPresent() && one.body().status() != Contract.Status.CANCELLED)
                    .collect(Collectors.toMap(
                            one -> one.body().opportunity().orElseThrow().id(),
                            Function.identity(),
                            (one, other) -> one.ref().id().compareTo(other.ref().id()) < 0 ? one : other));
            this.projects = projects.stream()
                    .flatMap(project -> of(project.body()).map(one -> one.ref().id()).stream())
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        }

        Optional<Stored<Contract>> of(Project project) {
            return project.contract()
                    .flatMap(ref -> Optional.ofNullable(byId.get(ref.id())))
                    .or(() -> project.opportunity().flatMap(deal -> Optional.ofNullable(byDeal.get(deal.id()))));
        }

        boolean isShared(Stored<Contract> contract) {
            return projects.getOrDefault(contract.ref().id(), 0L) > 1;
        }
    }
}
