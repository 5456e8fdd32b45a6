package dev.throughline.processes.changeorder;

import static dev.throughline.processes.changeorder.Changes.*;
import static dev.throughline.processes.testing.Firm.*;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** What keeps an approved version from being carried, and what lets it go on. */
class ChangeCheckTest {
    private static Scenario<ChangeState> lacking(World world, ContractVersion version, String code) {
        return inForce(world)
                .whenStored(SECOND, version)
                .then(ChangeState.Lacking.class)
                .thenSends()
                .thenOpenProblems(code);
    }

    private static ContractVersion from(LocalDate day, Optional<LocalDate> end) {
        return amended(2, ContractVersion.Status.APPROVED, day, gbp("150000.00"), end);
    }

    @Test
    void a_closed_contract_is_not_changed_until_it_is_open_again() {
        lacking(
                        world().with(CONTRACT, contract(Contract.Status.CLOSED)),
                        second("150000.00"),
                        "CHANGE_ORDER_CONTRACT_NOT_OPEN")
                .whenStored(CONTRACT, contract(Contract.Status.ACTIVE))
                .thenSends("v2-delivery-1")
                .thenOpenProblems();
    }

    @Test
    void the_currency_may_not_change() {
        var euros = amended(2, ContractVersion.Status.APPROVED, APRIL, Money.parse("EUR 150000.00"), Optional.empty());
        lacking(world(), euros, "CHANGE_ORDER_CURRENCY")
                .whenStored(SECOND, second("150000.00"))
                .thenSends("v2-delivery-1");
    }

    @Test
    void the_value_may_not_fall_below_what_is_billed() {
        lacking(billedSome("100000.00"), second("99999.99"), "CHANGE_ORDER_BELOW_BILLED");
        inForce(billedSome("100000.00")).whenStored(SECOND, second("100000.00")).thenSends("v2-delivery-1");
    }

    @Test
    void a_negative_value_is_refused() {
        lacking(world(), second("-5.00"), "CHANGE_ORDER_VALUE");
    }

    @Test
    void instalments_above_the_value_are_refused() {
        var one = second("150000.00");
        var planned = new ContractVersion(
                one.contract(),
                2,
                one.status(),
                BillingModel.MILESTONE,
                one.effectiveFrom(),
                one.value(),
                one.startsOn(),
                one.endsOn(),
                one.rateCard(),
                one.notToExceed(),
                List.of(new Instalment("Live", gbp("150000.01"), Optional.empty())),
                List.of());
        lacking(world(), planned, "CHANGE_ORDER_SCHEDULE");
    }

    @Test
    void dates_must_follow_each_other() {
        lacking(world(), from(APRIL, Optional.of(START.minusDays(1))), "CHANGE_ORDER_DATES");
        lacking(world(), from(START.minusDays(1), Optional.of(YEAR_END)), "CHANGE_ORDER_DATES");
        inForce(world()).whenStored(SECOND, from(START, Optional.of(YEAR_END))).thenSends("v2-delivery-1");
    }

    @Test
    void a_number_that_two_approved_versions_bear_is_refused() {
        var other = new Ref<ContractVersion>("cvr_other2");
        carrying(world())
                .whenStored(other, second("1.00"))
                .done("v2-delivery-1")
                .done("v2-finance-2")
                .done("v2-forecast-3")
                .done("v2-sales-4")
                .then(ChangeState.Lacking.class)
                .thenOpenProblems("CHANGE_ORDER_NUMBER_TWICE")
                .whenDeleted(other)
                .then(ChangeState.InForce.class)
                .thenOpenProblems();
    }

    @Test
    void a_version_that_every_system_holds_and_that_is_taken_back_needs_one_that_follows() {
        carrying(world())
                .done("v2-delivery-1")
                .done("v2-finance-2")
                .done("v2-forecast-3")
                .done("v2-sales-4")
                .whenStored(
                        SECOND, amended(2, ContractVersion.Status.REJECTED, APRIL, gbp("150000.00"), Optional.empty()))
                .thenOpenProblems("CHANGE_ORDER_WITHDRAWN")
                .whenStored(THIRD, third("120000.00"))
                .thenSends("v3-delivery-5")
                .thenOpenProblems();
    }

    @Test
    void without_its_one_project_in_delivery_nothing_is_carried() {
        var two = new Ref<Project>("prj_other");
        var world = world().with(two, project()).existing(Role.PSA, two);
        lacking(world, second("150000.00"), "CHANGE_ORDER_PROJECT")
                .whenStored(two, cancelled())
                .thenSends("v2-delivery-1")
                .thenOpenProblems();
    }

    @Test
    void the_same_fault_is_told_once() {
        lacking(world(), second("-5.00"), "CHANGE_ORDER_VALUE")
                .whenStored(PROJECT, project().saying(Project.Status.PLANNED))
                .thenIgnored("still lacks the same");
    }

    @Test
    void a_faulty_version_that_is_taken_back_leaves_nothing_open() {
        lacking(world(), second("-5.00"), "CHANGE_ORDER_VALUE")
                .whenDeleted(SECOND)
                .then(ChangeState.InForce.class)
                .thenOpenProblems();
    }

    @Test
    void amounts_in_a_currency_of_another_precision_are_no_trouble() {
        var yen = amended(
                2, ContractVersion.Status.APPROVED, APRIL, Money.of(CurrencyUnit.JPY, 15_000_000), Optional.empty());
        lacking(world(), yen, "CHANGE_ORDER_CURRENCY");
    }
}
