package dev.throughline.processes.contractterms;

import static dev.throughline.processes.testing.Firm.ALDER;
import static dev.throughline.processes.testing.Firm.CONTRACT;
import static dev.throughline.processes.testing.Firm.PROJECT;
import static dev.throughline.processes.testing.Firm.delivering;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Payment;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.ActivateContract;
import dev.throughline.processes.testing.Firm;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class ContractTermsTest {
    private static final Ref<Payment> PAID = new Ref<>("pay_statement");

    private static Scenario<TermsState> contract(World world) {
        return given(new ContractTerms(), CONTRACT.id(), world).whenStored(CONTRACT, approved());
    }

    private static Contract approved() {
        return Firm.contract(Contract.Status.APPROVED);
    }

    private static World adding() {
        return delivering(BillingModel.MILESTONE)
                .with(new TermsPolicy(true, "as_invoiced"))
                .existing(Role.PSA, PROJECT);
    }

    private static Payment paid(String amount) {
        return new Payment(
                ALDER,
                LocalDate.of(2026, 3, 31),
                Money.of(approved().currency(), new java.math.BigDecimal(amount)),
                Optional.of(approved().number()),
                List.of(),
                false);
    }

    @Test
    void finance_gets_the_project_first() {
        contract(adding()).thenSends("project-1");
    }

    @Test
    void one_order_has_a_line_for_each_term() {
        var run = contract(adding().existing(Role.ERP, PROJECT)).thenSends("order-1");
        assertThat(run.sent("order-1", ActivateContract.class).version().schedule())
                .hasSize(1);
        run.done("order-1").then(TermsState.Settled.class);
    }

    @Test
    void what_was_paid_more_is_billed_once_and_what_shrank_is_for_people() {
        contract(adding().existing(Role.ERP, PROJECT))
                .done("order-1")
                .whenStored(PAID, paid("100.00"))
                .then(TermsState.Settled.class)
                .whenStored(PAID, paid("40.00"))
                .thenOpenProblems(Advance.SHRANK)
                .whenStored(PAID, paid("120.00"))
                .thenOpenProblems();
    }

    @Test
    void where_policy_does_not_say_that_terms_add_up_nothing_is_done() {
        var world = delivering(BillingModel.MILESTONE).existing(Role.PSA, PROJECT);
        assertThat(contract(world).steps()).isEmpty();
    }

    @Test
    void what_is_paid_while_an_amendment_is_ordered_is_billed_after_it() {
        var amended = new Ref<ContractVersion>("cvr_amended");
        var first = Firm.version(BillingModel.MILESTONE, List.of());
        var world = adding().existing(Role.ERP, PROJECT);
        var run = contract(world).done("order-1").whenStored(PAID, paid("100.00"));
        assertThat(run.billed()).containsExactly("100.00");
        run.whenStored(amended, first)
                .thenSends("order-2")
                .whenStored(PAID, paid("300.00"))
                .done("order-2");
        assertThat(run.billed()).containsExactly("200.00");
    }
}
