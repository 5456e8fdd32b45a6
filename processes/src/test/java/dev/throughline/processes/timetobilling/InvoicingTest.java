package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm.Invoicing;
import dev.throughline.model.BillingTerm.OneInvoice;
import dev.throughline.model.BillingTerm.OneLine;
import dev.throughline.model.Expense;
import dev.throughline.model.Ref;
import dev.throughline.model.Scope;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.testing.Scenario;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a contract has its invoices made up goes before the firm's policy. */
class InvoicingTest {
    private static final Ref<Expense> TAXI = new Ref<>("exp_taxi");
    private static final Ref<TimeEntry> SECOND = new Ref<>("tim_2");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));

    private static Scenario<BillingState> worked(Invoicing... terms) {
        var version = version(BillingModel.TIME_AND_MATERIALS, List.of()).with(List.of(terms));
        return given(
                        new TimeToBilling(),
                        PROJECT.id(),
                        delivering(BillingModel.TIME_AND_MATERIALS).with(VERSION, version))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "2"))
                .whenStored(SECOND, hours(ANN, "2026-03-03", "3"))
                .whenStored(
                        TAXI,
                        new Expense(
                                PROJECT,
                                ANN,
                                LocalDate.of(2026, 3, 2),
                                "travel",
                                gbp("20.00"),
                                true,
                                Approval.APPROVED,
                                Optional.empty()))
                .whenAsked(RUN);
    }

    private static Invoicing term(
            String name,
            Optional<OneInvoice> invoice,
            Optional<OneLine> line,
            Optional<Boolean> expensesApart,
            Optional<String> order,
            Optional<Scope> within) {
        return new Invoicing(name, invoice, line, expensesApart, Optional.empty(), order, within);
    }

    @Test
    void without_a_word_of_the_contract_one_invoice_holds_all() {
        var invoice = worked().thenSends("invoice-1-1").sent("invoice-1-1", PostInvoice.class);
        assertThat(invoice.lines()).hasSize(2);
        assertThat(invoice.memo()).doesNotContain("order");
    }

    @Test
    void a_contract_may_want_each_entry_and_expenses_apart() {
        var run = worked(term(
                        "looks",
                        Optional.empty(),
                        Optional.of(OneLine.ENTRY),
                        Optional.of(true),
                        Optional.empty(),
                        Optional.empty()))
                .thenSends("invoice-1-1", "invoice-1-2");
        assertThat(run.sent("invoice-1-1", PostInvoice.class).lines()).hasSize(2);
        assertThat(run.sent("invoice-1-2", PostInvoice.class).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.amount()).isEqualTo(gbp("20.00")));
    }

    @Test
    void each_purchase_order_has_its_invoice_and_is_named_on_it() {
        var consultants = new Scope(Optional.empty(), Optional.empty(), Optional.of("consultant"));
        var run = worked(
                        term(
                                "all",
                                Optional.of(OneInvoice.PURCHASE_ORDER),
                                Optional.of(OneLine.ITEM),
                                Optional.empty(),
                                Optional.of("PO-1"),
                                Optional.empty()),
                        term(
                                "consulting",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("PO-2"),
                                Optional.of(consultants)))
                .thenSends("invoice-1-1", "invoice-1-2");
        var first = run.sent("invoice-1-1", PostInvoice.class);
        assertThat(first.memo()).endsWith("your order PO-1");
        assertThat(first.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.description()).isEqualTo("Expenses: travel"));
        var second = run.sent("invoice-1-2", PostInvoice.class);
        assertThat(second.memo()).endsWith("your order PO-2");
        assertThat(second.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.description()).isEqualTo("Advice"));
        assertThat(second.lines().getFirst().amount()).isEqualTo(gbp("750.00"));
    }
}
