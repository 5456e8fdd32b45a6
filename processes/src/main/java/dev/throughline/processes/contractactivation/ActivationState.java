package dev.throughline.processes.contractactivation;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.processes.policy.Checkpoint;

/** Where the setting up of a contract in finance stands. */
public sealed interface ActivationState {
    /** How often anything was sent, so that no step name is used twice. */
    int attempts();

    /** Something is not there yet. */
    record Waiting(int attempts) implements ActivationState {}

    /** All is there, and the contract is worth so much that a second person has to say yes; nothing was sent. */
    record AwaitingApproval(Checkpoint checkpoint, int attempts) implements ActivationState {}

    /** Finance is told of the project. */
    record CreatingProject(Ref<ContractVersion> version, Ref<Project> project, String awaited, int attempts)
            implements ActivationState {}

    /** Finance is told of the version's value, schedule and revenue treatment. */
    record Activating(Ref<ContractVersion> version, Ref<Project> project, String awaited, int attempts)
            implements ActivationState {}

    /** Finance bills by this version. */
    record Active(Ref<ContractVersion> version, int attempts) implements ActivationState {}

    /** Finance said no. */
    record Refused(Ref<ContractVersion> version, int attempts) implements ActivationState {}

    /** Given up by a person; only a retry or a request takes it up again. */
    record GivenUp(String by, String reason, int attempts) implements ActivationState {}
}
