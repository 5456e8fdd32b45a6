package dev.throughline.processes.financialfeedback;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.ReportInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.publishing.Published;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import org.junit.jupiter.api.Test;

class FinancialFeedbackTest {
    private static final Ref<Invoice> FIRST = new Ref<>("inv_1");
    private static final Ref<Invoice> SECOND = new Ref<>("inv_2");

    private static World world() {
        return delivering(BillingModel.TIME_AND_MATERIALS).existing(Role.PSA, PROJECT);
    }

    private static Scenario<Published> first(World world) {
        return given(new FinancialFeedback(), FIRST.id(), world);
    }

    @Test
    void sales_and_delivery_see_an_invoice_and_its_payment_with_the_sums_to_date() {
        var run = first(world().with(SECOND, invoice(Invoice.Status.OPEN, "100.00")))
                .whenStored(FIRST, invoice(Invoice.Status.OPEN, "150.00"))
                .thenSends("tell-1", "tell-2")
                .whenStored(FIRST, invoice(Invoice.Status.PAID, "0.00"))
                .thenSends("tell-3", "tell-4");
        var told = run.sent("tell-4", ReportInvoice.class);
        assertThat(told.target()).isEqualTo(Role.CRM);
        assertThat(told.subject()).isEqualTo(DEAL);
        assertThat(told.invoicedToDate()).isEqualTo(gbp("300.00"));
        assertThat(told.paidToDate()).isEqualTo(gbp("200.00"));
        assertThat(told.status()).isEqualTo("PAID");
    }

    @Test
    void a_voided_invoice_is_not_in_the_sums() {
        var run = first(world()).whenStored(FIRST, invoice(Invoice.Status.VOIDED, "0.00"));
        assertThat(run.sent("tell-1", ReportInvoice.class).invoicedToDate()).isEqualTo(gbp("0.00"));
    }

    @Test
    void what_people_see_already_is_told_again_only_on_request() {
        first(world())
                .whenStored(FIRST, invoice(Invoice.Status.OPEN, "150.00"))
                .whenStored(FIRST, invoice(Invoice.Status.OPEN, "150.00"))
                .thenIgnored("nothing that others see")
                .whenAsked(new Request.SyncInvoiceStatus(FIRST))
                .thenSends("tell-3", "tell-4");
    }

    @Test
    void a_credit_hold_reaches_the_account_and_its_running_projects_and_so_does_its_release() {
        given(new FinancialFeedback(), ALDER.id(), world())
                .whenStored(ALDER, customer(false))
                .thenSends()
                .whenStored(ALDER, customer(true))
                .thenSends("tell-1", "tell-2")
                .whenStored(ALDER, customer(false))
                .thenSends("tell-3", "tell-4");
    }
}
