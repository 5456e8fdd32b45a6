package dev.throughline.processes.contractactivation;

import dev.throughline.model.Assignment;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether all is there that finance needs to set a contract up. */
sealed interface Readiness {
    /** @param treatment canonical code of the revenue treatment */
    record Ready(Contract contract, Stored<ContractVersion> version, Stored<Project> project, String treatment)
            implements Readiness {}

    record NotYet(String waitsFor) implements Readiness {}

    static Readiness of(Ref<Contract> ref, Facts facts) {
        var contract = facts.get(ref);
        if (contract.isEmpty()) {
            return new NotYet("the contract is not known");
        }
        switch (contract.get().status()) {
            case DRAFT, CLOSED, CANCELLED -> {
                return new NotYet("the contract is " + contract.get().status());
            }
            case APPROVED, ACTIVE -> {}
        }
        var version = latestApproved(ref, facts);
        if (version.isEmpty()) {
            return new NotYet("no version is approved");
        }
        var project = projectInDelivery(ref, contract.get(), facts);
        if (project.isEmpty()) {
            return new NotYet("delivery has no project for it");
        }
        var model = version.get().body().billingModel();
        var policy =
                facts.policy(ActivationPolicy.class, Optional.of(contract.get().legalEntity()));
        var treatment = policy.treatment(model);
        if (treatment.isEmpty()) {
            return new NotYet("policy revenueTreatments says nothing of " + model);
        }
        var delivered = project.get().ref();
        return policy.waits(() -> staffed(delivered, facts))
                ? new NotYet("nobody is staffed and no milestone approved")
                : new Ready(contract.get(), version.get(), project.get(), treatment.get());
    }

    private static Optional<Stored<ContractVersion>> latestApproved(Ref<Contract> ref, Facts facts) {
        return facts.find(ContractVersion.class, "ContractVersion.contract", ref.id()).stream()
                .filter(version -> version.body().status() == ContractVersion.Status.APPROVED)
                .max(Comparator.<Stored<ContractVersion>>comparingInt(
                                version -> version.body().number())
                        .thenComparing(version -> version.ref().id()));
    }

    private static Optional<Stored<Project>> projectInDelivery(Ref<Contract> ref, Contract contract, Facts facts) {
        var named = facts.find(Project.class, "Project.contract", ref.id()).stream();
        // A project that names no contract has that of its deal.
        var sold = contract.opportunity().stream()
                .flatMap(deal -> facts.find(Project.class, "Project.opportunity", deal.id()).stream())
                .filter(project -> project.body().contract().isEmpty());
        return Stream.concat(named, sold)
                .filter(project -> !project.body().ended())
                .filter(project -> facts.existsIn(Role.PSA, project.ref()))
                .min(Comparator.comparing(project -> project.ref().id()));
    }

    private static boolean staffed(Ref<Project> project, Facts facts) {
        return facts.find(Assignment.class, "Assignment.project", project.id()).stream()
                        .anyMatch(assignment -> assignment.body().firm())
                || facts.find(Milestone.class, "Milestone.project", project.id()).stream()
                        .anyMatch(milestone -> milestone.body().status() == Milestone.Status.APPROVED);
    }
}
