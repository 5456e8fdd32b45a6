package dev.throughline.hub.billing;

import static dev.throughline.hub.paper.PaperFirm.ERP;
import static dev.throughline.hub.paper.PaperFirm.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.hub.billing.BillingRuns.NothingToBill;
import dev.throughline.hub.billing.BillingRuns.Preview;
import dev.throughline.hub.billing.BillingRuns.Refused;
import dev.throughline.hub.billing.BillingRuns.Run;
import dev.throughline.hub.billing.BillingRuns.Scope;
import dev.throughline.hub.billing.BillingRuns.Standing;
import dev.throughline.hub.billing.BillingRuns.State;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.model.Ref;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A run is seen before it is asked for, approved by another person where policy asks, and told line by line after. */
class BillingRunsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Scope FEBRUARY = new Scope(LocalDate.of(2026, 2, 28), Optional.empty());
    private static int firms;
    private PaperFirm firm;
    private BillingRuns runs;

    @BeforeEach
    void a_project_that_runs() {
        firm = PaperFirm.open(
                DATABASE,
                "runs" + ++firms,
                Map.of("BillingApproval", Map.of("above", List.of(Map.of("amount", "2000.00", "currency", "USD")))));
        runs = firm.hub().billing();
        firm.masterData();
        firm.worker();
        firm.wonDeal();
    }

    @AfterEach
    void close() {
        firm.close();
    }

    @Test
    void a_preview_shows_what_would_be_billed_and_held_and_why_and_changes_nothing() {
        firm.hours("te1", "2026-02-03", "7.5", "approved");
        firm.hours("te2", "2026-02-04", "1", "approved");
        firm.hours("te3", "2026-01-05", "2", "approved");
        firm.hours("te4", "2026-03-05", "4", "approved");
        firm.standing("UNBILLED", "2500.00");
        soon(() -> assertThat(held()).isEqualTo("1"));
        String before = everything();

        Preview preview = runs.preview(firm.tenant(), FEBRUARY);

        assertThat(preview.ready()).singleElement().satisfies(s -> {
            assertThat(s.currency()).isEqualTo("USD");
            assertThat(s.amount()).isEqualByComparingTo("1700.00");
            assertThat(s.invoices()).isEqualTo(1);
        });
        assertThat(preview.stays()).singleElement().satisfies(s -> {
            assertThat(s.place()).isEqualTo("held");
            assertThat(s.quantity()).isEqualByComparingTo("2");
        });
        assertThat(preview.projects()).singleElement().satisfies(p -> {
            assertThat(p.name()).contains("Rollout");
            assertThat(p.causes()).extracting(BillingRuns.Cause::code).containsExactly("WORK_BEFORE_CONTRACT_START");
            assertThat(p.invoices()).singleElement().satisfies(i -> {
                assertThat(i.customer()).isEqualTo("Alder LLP");
                assertThat(i.lines()).singleElement().satisfies(l -> {
                    assertThat(l.works()).isEqualTo(2);
                    assertThat(l.quantity()).isEqualByComparingTo("8.5");
                });
            });
        });
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void what_a_preview_showed_is_what_the_run_bills_and_every_line_of_it_is_told() {
        firm.work(5, 1, "2.00");
        firm.standing("UNBILLED", "2000.00");

        Run run = runs.ask(firm.tenant(), FEBRUARY, "ann", "x");

        assertThat(run.state()).isEqualTo(State.BEGUN);
        firm.standing("BILLED", "2000.00");
        firm.quiet();
        Run told = runs.run(firm.tenant(), run.id()).orElseThrow();
        assertThat(told.pending()).isZero();
        assertThat(told.taken()).containsExactly(standing("billed", 5, "10", "2000.00"));
        assertThat(told.asked().getFirst().amount()).isEqualByComparingTo("2000.00");
        assertThat(runs.runs(firm.tenant(), 10)).extracting(Run::id).containsExactly(run.id());
    }

    @Test
    void lines_that_finance_refuses_are_told_as_held() {
        firm.work(2, 1, "2.00");
        firm.standing("UNBILLED", "800.00");
        firm.book(ERP).next(PaperBook.Mood.REFUSE, 1);

        Run run = runs.ask(firm.tenant(), FEBRUARY, "ann", "x");

        firm.standing("HELD", "800.00");
        assertThat(runs.run(firm.tenant(), run.id()).orElseThrow().taken())
                .containsExactly(standing("held", 2, "4", "800.00"));
    }

    @Test
    void a_run_above_the_limit_waits_for_somebody_else() {
        firm.work(6, 1, "2.00");
        firm.standing("UNBILLED", "2400.00");

        Run run = runs.ask(firm.tenant(), FEBRUARY, "ann", "x");

        assertThat(run.state()).isEqualTo(State.AWAITING_APPROVAL);
        assertThatThrownBy(() -> runs.requireNoApproval(firm.tenant(), new Scope(FEBRUARY.through(), one())))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("USD 2400.00");
        assertThatThrownBy(() -> runs.approve(firm.tenant(), run.id(), "ann", "mine"))
                .hasMessageContaining("somebody else has to approve");
        firm.quiet();
        assertThat(firm.book(ERP).pages("invoice")).isEmpty();

        Run approved = runs.approve(firm.tenant(), run.id(), "bob", "as agreed");

        assertThat(approved.state()).isEqualTo(State.BEGUN);
        assertThat(approved.decision().orElseThrow().by()).isEqualTo("bob");
        firm.standing("BILLED", "2400.00");
        assertThatThrownBy(() -> runs.approve(firm.tenant(), run.id(), "bob", "again"))
                .hasMessageContaining("it is begun");
        assertThat(firm.value(
                        "SELECT string_agg(action, ', ' ORDER BY seq) FROM audit WHERE tenant = '$' AND subject = 'billing run "
                                + run.id() + "'"))
                .isEqualTo("ask billing run, approve billing run");
    }

    @Test
    void a_run_that_would_bill_more_by_now_is_asked_for_anew() {
        firm.work(6, 1, "2.00");
        firm.standing("UNBILLED", "2400.00");
        Run run = runs.ask(firm.tenant(), FEBRUARY, "ann", "x");
        firm.hours("late", "2026-02-20", "1", "approved");
        firm.standing("UNBILLED", "2600.00");

        assertThatThrownBy(() -> runs.approve(firm.tenant(), run.id(), "bob", "ok"))
                .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo("MORE_THAN_ASKED"))
                .hasMessageContaining("USD 2400.00")
                .hasMessageContaining("USD 2600.00");
        assertThat(runs.reject(firm.tenant(), run.id(), "bob", "more work came").state())
                .isEqualTo(State.REJECTED);
        firm.quiet();
        firm.standing("UNBILLED", "2600.00");
    }

    @Test
    void nothing_to_bill_says_what_is_open_instead() {
        assertThatThrownBy(() -> runs.ask(firm.tenant(), FEBRUARY, "ann", "x"))
                .isInstanceOf(NothingToBill.class)
                .hasMessageContaining("No work up to 2026-02-28");
        firm.hours("te3", "2026-01-05", "2", "approved");
        soon(() -> assertThat(held()).isEqualTo("1"));
        assertThatThrownBy(() -> runs.ask(firm.tenant(), FEBRUARY, "ann", "x"))
                .isInstanceOf(NothingToBill.class)
                .hasMessageContaining("held");
        assertThat(runs.runs(firm.tenant(), 10)).isEmpty();
    }

    @Test
    void a_run_of_another_firm_is_unknown() {
        assertThat(runs.run(firm.tenant(), 1_000_000)).isEmpty();
        assertThatThrownBy(() -> runs.approve(firm.tenant(), 1_000_000, "bob", "ok"))
                .hasMessageContaining("There is no billing run 1000000");
    }

    private Optional<Ref<dev.throughline.model.Project>> one() {
        return Optional.of(firm.project());
    }

    private static Standing standing(String place, int lines, String quantity, String amount) {
        return new Standing(place, "USD", lines, new BigDecimal(quantity), new BigDecimal(amount));
    }

    private String held() {
        return firm.value("SELECT count(*) FROM ledger_balance WHERE tenant = '$' AND place = 'HELD'");
    }

    private String everything() {
        firm.quiet();
        return firm.value("""
                SELECT concat_ws(' ', (SELECT count(*) FROM ledger_posting), (SELECT count(*) FROM command), (SELECT count(*) FROM event),
                    (SELECT count(*) FROM audit), (SELECT sum(version) FROM process_instance), (SELECT count(*) FROM exception), (SELECT count(*) FROM timer))
                """);
    }
}
