package dev.throughline.processes.projectlifecycle;

import dev.throughline.model.Project;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

/**
 * Budget and dates that the project is measured by.
 *
 * @param number    1 for what was sold, then counting up
 * @param confirmed whether delivery said it: what it makes of what it was told, such as a budget in whole units, is no new baseline
 */
public record Baseline(
        int number,
        Optional<Money> budget,
        Optional<LocalDate> startsOn,
        Optional<LocalDate> endsOn,
        boolean confirmed) {
    static Baseline of(Project project, int number, boolean confirmed) {
        return new Baseline(number, project.budget(), project.startsOn(), project.endsOn(), confirmed);
    }

    boolean is(Project project) {
        return budget.equals(project.budget())
                && startsOn.equals(project.startsOn())
                && endsOn.equals(project.endsOn());
    }
}
