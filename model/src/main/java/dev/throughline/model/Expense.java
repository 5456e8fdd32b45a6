package dev.throughline.model;

import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

/**
 * Money that a person spent for a project.
 *
 * @param amount as spent, in the currency spent
 */
public record Expense(
        Ref<Project> project,
        Ref<Resource> resource,
        LocalDate spentOn,
        String category,
        Money amount,
        boolean billable,
        Approval approval,
        Optional<String> note)
        implements CanonicalObject {}
