package dev.throughline.processes.changeorder;

import dev.throughline.model.Contract;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;

/**
 * A change that is to be carried.
 *
 * @param project the contract's one project in delivery
 */
public record Change(Contract contract, Agreed wanted, Ref<Project> project) {}
