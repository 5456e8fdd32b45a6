package dev.throughline.processes.changeorder;

import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import dev.throughline.processes.ledger.SourceLine;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/** A contract in delivery and finance at 120,000 pounds, and changes of it. */
final class Changes {
    static final LocalDate APRIL = LocalDate.of(2026, 4, 1);
    static final LocalDate MAY = LocalDate.of(2026, 5, 1);
    static final LocalDate YEAR_END = LocalDate.of(2026, 12, 31);
    static final Ref<ContractVersion> SECOND = new Ref<>("cvr_rollout2");
    static final Ref<ContractVersion> THIRD = new Ref<>("cvr_rollout3");

    private Changes() {}

    static World world() {
        return delivering(BillingModel.TIME_AND_MATERIALS)
                .existing(Role.PSA, PROJECT)
                .existing(Role.CRM, CONTRACT);
    }

    static World undoing() {
        return world().with(new ChangeOrderPolicy(List.of(), ChangeOrderPolicy.OnRefusal.UNDO, true, true));
    }

    static Scenario<ChangeState> inForce(World world) {
        return Scenario.given(new ChangeOrder(), CONTRACT.id(), world).when(setUp(first()));
    }

    /** The second version is on its way to delivery. */
    static Scenario<ChangeState> carrying(World world) {
        return inForce(world).whenStored(SECOND, second("150000.00"));
    }

    static dev.throughline.model.event.CanonicalEvent setUp(ContractVersion version) {
        return Events.done(
                "contract-activation",
                CONTRACT.id(),
                new ActivateContract(
                        VERSION, CONTRACT, contract(Contract.Status.ACTIVE), version, PROJECT, "as_invoiced"));
    }

    static ContractVersion first() {
        return version(BillingModel.TIME_AND_MATERIALS, List.of());
    }

    static ContractVersion second(String value) {
        return amended(2, ContractVersion.Status.APPROVED, APRIL, gbp(value), Optional.of(YEAR_END));
    }

    static ContractVersion third(String value) {
        return amended(3, ContractVersion.Status.APPROVED, MAY, gbp(value), Optional.empty());
    }

    static ContractVersion amended(
            int number, ContractVersion.Status status, LocalDate from, Money value, Optional<LocalDate> end) {
        return new ContractVersion(
                CONTRACT,
                number,
                status,
                BillingModel.TIME_AND_MATERIALS,
                from,
                value,
                Optional.of(START),
                end,
                Optional.of("STD"),
                Optional.empty(),
                List.of(),
                List.of());
    }

    static Project cancelled() {
        return project().saying(Project.Status.CANCELLED);
    }

    /** So much stands on invoices. */
    static World billedSome(String amount) {
        var world = world();
        world.apply(dev.throughline.processes.Decision.to("").post(billed(amount)));
        return world;
    }

    private static Posting billed(String amount) {
        var line = new SourceLine(
                new Ref<TimeEntry>("tim_billed"),
                LineKind.TIME,
                PROJECT,
                Optional.of(CONTRACT),
                Optional.of(ALDER),
                Optional.of(UK),
                START,
                "Advice",
                "version 1",
                "",
                "");
        return new Posting(line, Place.OUTSIDE, Place.BILLED, BigDecimal.ONE, gbp(amount), "billed");
    }
}
