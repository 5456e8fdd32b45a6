package dev.throughline.processes.forecast;

import dev.throughline.model.Absence;
import dev.throughline.model.Assignment;
import dev.throughline.model.Contract;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.RolePlaceholder;
import dev.throughline.model.Stored;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;

/**
 * All that a forecast is made of, gathered before anything is computed.
 *
 * @param deals       open ones
 * @param contracts   those that run
 * @param assignments of projects that run, as {@code seats}
 * @param absences    approved ones
 * @param people      active ones, by canonical id
 */
public record PlanFacts(
        List<Stored<Opportunity>> deals,
        List<Agreed> contracts,
        List<Assignment> assignments,
        List<RolePlaceholder> seats,
        List<Absence> absences,
        Map<String, Resource> people) {
    public PlanFacts {
        deals = List.copyOf(deals);
        contracts = List.copyOf(contracts);
        assignments = List.copyOf(assignments);
        seats = List.copyOf(seats);
        absences = List.copyOf(absences);
        people = Map.copyOf(people);
    }

    /**
     * A contract that runs.
     *
     * @param value  by the version in force
     * @param billed posted, billed and paid, in the currency of the value
     */
    public record Agreed(
            Ref<Contract> ref,
            Contract contract,
            Money value,
            Money billed,
            Optional<LocalDate> startsOn,
            Optional<LocalDate> endsOn) {}
}
