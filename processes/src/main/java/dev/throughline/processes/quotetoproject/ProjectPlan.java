package dev.throughline.processes.quotetoproject;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.model.command.Command.CreateProject;
import dev.throughline.model.command.Command.PlannedMilestone;
import dev.throughline.model.command.Command.PlannedPhase;
import dev.throughline.model.command.Command.PlannedRole;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.Allocation;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes contract, first version and project of a deal. */
record ProjectPlan(Deal deal, Facts facts) {
    private static final int NUMBER_DIGITS = 8;

    Plan plan() {
        var project = existingProject(deal.ref(), facts);
        var contract = existingContract(deal.ref(), facts);
        var contractRef = contract.map(Stored::ref).orElseGet(() -> ownContract(deal.ref()));
        var version = contract.flatMap(this::existingVersion)
                .map(Stored::ref)
                .orElseGet(() -> DerivedRef.of(ContractVersion.class, contractRef.id(), "1"));
        return new Plan(
                contractRef,
                version,
                project.map(Stored::ref).orElseGet(() -> ownProject(deal.ref())),
                deal.customer(),
                deal.entity(),
                deal.value(),
                contract.isEmpty(),
                project.isPresent());
    }

    static Ref<Contract> ownContract(Ref<Opportunity> deal) {
        return DerivedRef.of(Contract.class, "quote-to-project", deal.id());
    }

    static Ref<Project> ownProject(Ref<Opportunity> deal) {
        return DerivedRef.of(Project.class, "quote-to-project", deal.id());
    }

    /** A project that some system already has for the deal; the one that the hub itself planned does not count. */
    private static Optional<Stored<Project>> existingProject(Ref<Opportunity> deal, Facts facts) {
        return facts.find(Project.class, "Project.opportunity", deal.id()).stream()
                .filter(project -> !project.ref().equals(ownProject(deal)))
                .filter(project -> !project.body().ended())
                .min(Comparator.comparing(project -> project.ref().id()));
    }

    private static Optional<Stored<Contract>> existingContract(Ref<Opportunity> deal, Facts facts) {
        return facts.find(Contract.class, "Contract.opportunity", deal.id()).stream()
                .filter(contract -> !contract.ref().equals(ownContract(deal)))
                .filter(contract -> contract.body().status() != Contract.Status.CANCELLED)
                .min(Comparator.comparing(contract -> contract.ref().id()));
    }

    private Optional<Stored<ContractVersion>> existingVersion(Stored<Contract> contract) {
        return facts
                .find(
                        ContractVersion.class,
                        "ContractVersion.contract",
                        contract.ref().id())
                .stream()
                .filter(version -> version.body().status() != ContractVersion.Status.REJECTED)
                .min(Comparator.comparing(version -> version.body().number()));
    }

    Contract contract() {
        return new Contract(
                "T-"
                        + ownContract(deal.ref())
                                .id()
                                .substring(4, 4 + NUMBER_DIGITS)
                                .toUpperCase(Locale.ROOT),
                deal.opportunity().name(),
                deal.customer(),
                deal.entity(),
                deal.value().getCurrencyUnit(),
                Contract.Status.APPROVED,
                Optional.of(deal.ref()),
                Optional.of(deal.paymentTerms()),
                Optional.of(deal.serviceLine()));
    }

    ContractVersion version(Plan plan) {
        return new ContractVersion(
                plan.contract(),
                1,
                versionStatus(),
                deal.billingModel(),
                deal.startsOn(),
                deal.value(),
                Optional.of(deal.startsOn()),
                deal.opportunity().endsOn(),
                deal.opportunity().rateCard(),
                Optional.empty(),
                schedule(),
                List.of());
    }

    /** Where no statement of work is kept, the win itself is the approval. */
    private ContractVersion.Status versionStatus() {
        return switch (deal.opportunity().sow()) {
            case NONE, APPROVED -> ContractVersion.Status.APPROVED;
            case DRAFT, IN_REVIEW -> ContractVersion.Status.DRAFT;
            case REJECTED -> ContractVersion.Status.REJECTED;
        };
    }

    private List<Instalment> schedule() {
        return switch (deal.billingModel()) {
            case MILESTONE, FIXED_FEE -> instalments(deal.template().milestones());
            // Work is billed by the hour, or by terms that only the contract in sales can state.
            case TIME_AND_MATERIALS, RETAINER, MANAGED_SERVICE, USAGE -> List.of();
        };
    }

    private List<Instalment> instalments(List<DeliveryTemplate.Part> parts) {
        if (parts.isEmpty()) {
            return List.of();
        }
        var amounts = Allocation.split(
                deal.value(), parts.stream().map(DeliveryTemplate.Part::weight).toList());
        var schedule = new ArrayList<Instalment>();
        for (int i = 0; i < parts.size(); i++) {
            schedule.add(new Instalment(parts.get(i).name(), amounts.get(i), dueOn(parts.get(i))));
        }
        return schedule;
    }

    /** Milestones bill when they are reached, instalments of a fixed fee on their day. */
    private Optional<LocalDate> dueOn(DeliveryTemplate.Part part) {
        return deal.billingModel() == BillingModel.FIXED_FEE ? Optional.of(day(part)) : Optional.empty();
    }

    private LocalDate day(DeliveryTemplate.Part part) {
        return part.dueAfter()
                .map(days -> deal.startsOn().plusDays(days))
                .orElseGet(() -> deal.opportunity().endsOn().orElse(deal.startsOn()));
    }

    Project project(Plan plan) {
        return new Project(
                deal.opportunity().name(),
                Project.Status.PLANNED,
                Optional.empty(),
                Optional.of(plan.contract()),
                Optional.of(deal.ref()),
                Optional.of(plan.customer()),
                Optional.of(plan.entity()),
                Optional.of(deal.billingModel()),
                Optional.of(deal.value().getCurrencyUnit()),
                Optional.of(deal.value()),
                Optional.of(deal.template().name()),
                Optional.of(deal.serviceLine()),
                Optional.of(deal.startsOn()),
                deal.opportunity().endsOn());
    }

    CreateProject command(Plan plan) {
        var template = deal.template();
        return new CreateProject(
                plan.project(),
                project(plan),
                deal.account().name(),
                template.phases().stream()
                        .map(phase -> new PlannedPhase(phase.name(), phase.tasks(), phase.estimate()))
                        .toList(),
                milestones(plan),
                template.roles().stream()
                        .map(seat -> new PlannedRole(seat.role(), seat.hours()))
                        .toList());
    }

    private List<PlannedMilestone> milestones(Plan plan) {
        var agreed = facts.get(plan.version()).map(ContractVersion::schedule).orElseGet(this::schedule);
        return agreed.stream()
                .map(part -> new PlannedMilestone(part.name(), part.amount(), part.dueOn()))
                .toList();
    }
}
