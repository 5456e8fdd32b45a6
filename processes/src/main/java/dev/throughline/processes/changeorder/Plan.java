package dev.throughline.processes.changeorder;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Project;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

/** Budget and dates of a project in delivery. */
public record Plan(Optional<Money> budget, Optional<LocalDate> startsOn, Optional<LocalDate> endsOn) {
    static final Plan NOTHING = new Plan(Optional.empty(), Optional.empty(), Optional.empty());

    static Plan of(Project project) {
        return new Plan(project.budget(), project.startsOn(), project.endsOn());
    }

    /** What the version says nothing of stays as it is. */
    static Plan of(ContractVersion version, Plan now) {
        return new Plan(
                Optional.of(version.value()),
                version.startsOn().or(now::startsOn),
                version.endsOn().or(now::endsOn));
    }

    Project over(Project project) {
        return project.planned(budget, startsOn, endsOn);
    }
}
