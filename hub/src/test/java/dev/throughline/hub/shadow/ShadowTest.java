package dev.throughline.hub.shadow;

import static dev.throughline.hub.paper.PaperFirm.ERP;
import static dev.throughline.hub.paper.PaperFirm.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.hub.Asks.ReplayScope;
import dev.throughline.hub.decide.Redecision;
import dev.throughline.hub.explain.Explainer.Answer.Told;
import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.workspace.WorkflowMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A workflow that is off, in shadow, and live. */
class ShadowTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String BILLING = "time-to-billing";
    private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 28);

    @Test
    void in_shadow_everything_is_computed_and_nothing_leaves() {
        try (PaperFirm firm = PaperFirm.with(DATABASE, "shade", Map.of(BILLING, WorkflowMode.SHADOW))) {
            founded(firm);
            firm.hours("te1", "2026-02-10", "7.5", "approved");
            firm.standing("UNBILLED", "1500.00");
            firm.bill(FEBRUARY);
            firm.standing("BILLED", "1500.00");
            firm.quiet();

            assertThat(firm.book(ERP).pages("invoice")).isEmpty();
            assertThat(firm.value("SELECT state || ' ' || name FROM command WHERE tenant = '$' AND process_type = '"
                            + BILLING + "'"))
                    .isEqualTo("shadowed PostInvoice");
            String number = firm.value(
                    "SELECT body ->> 'number' FROM canonical_object WHERE tenant = '$' AND type = 'Invoice'");
            assertThat(number).startsWith("SHADOW-");
            assertThat(firm.hub().observer().overview(firm.tenant()).toString()).contains("shadowed");
            var told = (Told) firm.hub().explainer().explain(firm.tenant(), "te1");
            assertThat(told.explanation().next()).startsWith("Nothing more in shadow");
            assertThat(told.explanation().moves().toString())
                    .contains("The hub itself answered: shadowed as " + number);
            String invoice = firm.value("SELECT id FROM canonical_object WHERE tenant = '$' AND type = 'Invoice'");
            var thread = firm.hub().threads().story(firm.tenant(), invoice).toString();
            assertThat(thread).contains("In shadow: 1 command ended here, and nothing of it was sent.", "not sent");
            String key = firm.value("SELECT key FROM command WHERE tenant = '$' AND state = 'shadowed'");
            assertThatThrownBy(() -> firm.hub().asks().resend(firm.tenant(), key, "ann", "for real"))
                    .hasMessageContaining("a shadow's");
        }
    }

    @Test
    void what_an_off_workflow_passed_over_is_decided_when_it_is_replayed() {
        try (PaperFirm firm = PaperFirm.with(DATABASE, "dark", Map.of(BILLING, WorkflowMode.OFF))) {
            founded(firm);
            firm.hours("te1", "2026-02-10", "7.5", "approved");
            firm.quiet();
            assertThat(firm.stateOf(BILLING)).isEmpty();
            assertThat(firm.value("SELECT count(*) FROM decision WHERE tenant = '$' AND type = '" + BILLING
                            + "' AND because LIKE 'passed over: workflow time-to-billing is off%'"))
                    .isNotEqualTo("0");
            firm.reconfigure(Map.of(), Map.of());
            firm.hub().asks().replay(firm.tenant(), new ReplayScope.Events(everything()), "ann", "billing is on");
            firm.standing("UNBILLED", "1500.00");
            firm.quiet();
        }
    }

    @Test
    void going_live_after_a_shadow_bills_what_nobody_billed_and_nothing_twice() {
        try (PaperFirm firm = PaperFirm.with(DATABASE, "dawn", Map.of(BILLING, WorkflowMode.SHADOW))) {
            founded(firm);
            firm.hours("te1", "2026-02-10", "7.5", "approved");
            firm.hours("te2", "2026-02-20", "2", "approved");
            firm.standing("UNBILLED", "1900.00");
            firm.bill(FEBRUARY);
            firm.standing("BILLED", "1900.00");
            firm.hours("te3", "2026-02-11", "1", "approved");
            firm.standing("UNBILLED", "200.00");
            byHand(firm);

            var report = firm.hub().shadows().compare(firm.tenant(), YearMonth.of(2026, 2));
            assertThat(report.mode()).isEqualTo("shadow");
            assertThat(report.differences()).singleElement().satisfies(one -> {
                assertThat(one.kind()).isEqualTo("amount");
                assertThat(one.difference()).isEqualByComparingTo("-400.00");
                assertThat(one.customer()).isEqualTo("Alder LLP");
            });

            assertThatThrownBy(() -> firm.reconfigure(Map.of(), Map.of()))
                    .hasMessageContaining("2 lines were billed in shadow only")
                    .hasMessageContaining("billedElsewhereThrough");
            firm.reconfigure(Map.of("CutOverPolicy", Map.of("billedElsewhereThrough", "2026-02-15")), Map.of());
            firm.standing("UNBILLED", "400.00");
            firm.standing("BILLED", "1700.00");
            firm.bill(FEBRUARY);
            firm.quiet();
            firm.standing("BILLED", "2100.00");
            assertThat(firm.book(ERP).pages("invoice")).hasSize(1);
            assertThat(firm.value(
                            "SELECT body FROM command WHERE tenant = '$' AND name = 'PostInvoice' AND state = 'done'"))
                    .contains("\"400.00\"")
                    .doesNotContain("1500.00");
        }
    }

    /** What people wrote in the ERP: the work of the tenth, as one line, in the month of the work. */
    private static void byHand(PaperFirm firm) {
        String customer = firm.book(ERP).pages("customer").getFirst().id();
        firm.say(
                ERP,
                "Invoice",
                "hand-1",
                1,
                Map.of(
                        "customer",
                        customer,
                        "status",
                        "open",
                        "invoicedOn",
                        "2026-02-28",
                        "number",
                        "INV-7",
                        "total",
                        PaperRecords.usd("1500.00"),
                        "lines",
                        List.of(Map.of(
                                "description", "February", "quantity", "7.5", "amount", PaperRecords.usd("1500.00")))));
        soon(() -> assertThat(
                        firm.value(
                                "SELECT count(*) FROM canonical_object WHERE tenant = '$' AND type = 'Invoice' AND body ->> 'number' = 'INV-7'"))
                .isEqualTo("1"));
    }

    private static void founded(PaperFirm firm) {
        firm.masterData();
        firm.worker();
        firm.wonDeal();
        firm.quiet();
    }

    private static Redecision.Choice everything() {
        return new Redecision.Choice(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }
}
