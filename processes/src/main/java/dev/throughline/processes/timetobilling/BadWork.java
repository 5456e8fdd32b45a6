package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.Problem.Owner.PEOPLE_OPS;
import static dev.throughline.processes.Problem.Owner.SALES_OPS;

import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.CostRate;
import dev.throughline.model.Milestone;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Problem;
import dev.throughline.processes.timetobilling.CostPolicy.WithoutCostRate;
import java.time.LocalDate;
import java.util.Optional;

/** What is wrong with work by itself, whatever its contract says. */
record BadWork(Facts facts) {
    static final String UNCOSTED = "WORK_WITHOUT_COST_RATE";

    /** Time by a person whose cost nobody has told, where policy holds it. */
    Optional<Problem> costUnknown(Source.Time time) {
        return wants(WithoutCostRate.HOLD, time)
                ? Optional.of(problem("COST_RATE_MISSING", time, "is held: "))
                : Optional.empty();
    }

    /** The same where policy only tells of it. */
    Optional<Problem> costWarning(Source source) {
        return source instanceof Source.Time time && wants(WithoutCostRate.WARN, time)
                ? Optional.of(problem(UNCOSTED, time, "has no known cost: "))
                : Optional.empty();
    }

    private boolean wants(WithoutCostRate what, Source.Time time) {
        var entry = time.entry();
        return facts.policy(CostPolicy.class).withoutCostRate() == what
                && !costKnown(entry.resource(), entry.workedOn());
    }

    boolean costKnown(Ref<Resource> person, LocalDate day) {
        return facts.find(CostRate.class, "CostRate.resource", person.id()).stream()
                .anyMatch(rate -> !rate.body().effectiveFrom().isAfter(day));
    }

    private Problem problem(String code, Source.Time time, String how) {
        var person = time.entry().resource();
        return Problem.of(
                code,
                PEOPLE_OPS,
                person,
                "Work of %s on %s %sno cost rate is in force"
                        .formatted(
                                facts.get(person).map(Resource::name).orElse(person.id()),
                                time.entry().workedOn(),
                                how),
                "State what an hour of the person costs from that day on; this closes by itself then");
    }

    /** A milestone whose amount cannot be what was agreed. */
    Optional<Problem> milestone(Source.Reached reached, Stored<Contract> contract, ContractVersion version) {
        var milestone = reached.milestone();
        var amount = milestone.amount();
        if (amount.isNegative()) {
            return Optional.of(amountNegative(reached.ref(), milestone.name()));
        }
        boolean above = facts.policy(MilestonePolicy.class).aboveValue() == MilestonePolicy.AboveValue.HOLD
                && amount.isSameCurrency(version.value())
                && amount.isGreaterThan(version.value());
        return above ? Optional.of(aboveValue(reached.ref(), milestone, contract, version)) : Optional.empty();
    }

    static Problem amountNegative(Ref<?> source, String name) {
        return Problem.of(
                "AMOUNT_NEGATIVE",
                SALES_OPS,
                source,
                "'%s' is to be billed at an amount below zero".formatted(name),
                "Correct the amount; what is to be given back is a credit memo in finance");
    }

    private static Problem aboveValue(
            Ref<Milestone> ref, Milestone milestone, Stored<Contract> contract, ContractVersion version) {
        return Problem.of(
                        "MILESTONE_ABOVE_VALUE",
                        SALES_OPS,
                        ref,
                        "Milestone '%s' is %s, more than all that version %d of contract %s is worth"
                                .formatted(
                                        milestone.name(),
                                        milestone.amount(),
                                        version.number(),
                                        contract.body().number()),
                        "Correct the amount in delivery, or agree a change order that raises the value")
                .atStake(milestone.amount());
    }
}
