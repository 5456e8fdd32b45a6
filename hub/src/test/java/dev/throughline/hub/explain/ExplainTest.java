package dev.throughline.hub.explain;

import static dev.throughline.hub.paper.PaperFirm.ERP;
import static dev.throughline.hub.paper.PaperFirm.PSA;
import static dev.throughline.hub.paper.PaperFirm.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.explain.Explainer.Answer.Told;
import dev.throughline.hub.explain.Explainer.Answer.Untold;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.thread.Threads;
import dev.throughline.hub.translate.Identity;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One deal over systems of paper, with an amendment, an invoice that is paid, and work that is held; then every line of it is explained. */
class ExplainTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId FIRM = new TenantId("explained");
    private static final LocalDate TENTH = LocalDate.of(2026, 2, 10);
    private static PaperFirm firm;

    @BeforeAll
    static void a_deal_is_delivered_and_partly_billed() {
        firm = PaperFirm.open(DATABASE, FIRM.value());
        sold();
        amended();
        delivered();
        billed();
        paid();
        refused();
    }

    @AfterAll
    static void close() {
        firm.close();
    }

    @Test
    void an_hour_that_is_not_billed_yet_tells_its_price_and_what_comes_next() {
        var told = told("te2");

        assertThat(told.what())
                .isEqualTo(
                        "4 hours of Ann Lee (consultant) on 2026-02-16, on project 'Rollout' for customer Alder LLP. It is approved.");
        assertThat(told.stands()).isEqualTo("It stands in the ledger as unbilled (4 hours, USD 1000.00).");
        assertThat(told.ids()).containsEntry("psa", "te2");
        assertThat(told.held()).isEmpty();
        assertThat(told.next()).contains("The next billing run takes it", "publish-approved-time-for-billing");
        assertThat(told.moves()).singleElement().satisfies(m -> {
            assertThat(m.says()).isEqualTo("4 hours, USD 1000.00 came into the ledger as unbilled");
            assertThat(m.because()).contains("version 2", "psa said so: TimeEntry te2");
        });
    }

    @Test
    void an_hour_under_an_amended_contract_tells_the_version_that_its_day_falls_under() {
        assertThat(told("te2").pricing()).hasValueSatisfying(p -> {
            assertThat(p.version()).hasValue(2);
            assertThat(p.rate().orElseThrow()).isEqualByComparingTo("250");
            assertThat(p.mappings()).containsExactly("paper/time-entry@1");
            assertThat(p.says()).contains("rate card NEW", "USD 250.00 an hour", "version 2 of contract", "2026-02-15");
        });
        assertThat(told("te1").pricing()).hasValueSatisfying(p -> {
            assertThat(p.version()).hasValue(1);
            assertThat(p.says()).contains("rate card STD", "USD 200.00 an hour");
        });
    }

    @Test
    void an_hour_that_is_paid_tells_its_whole_way_and_that_nothing_more_comes() {
        var told = told("te1");

        assertThat(told.stands()).isEqualTo("It stands in the ledger as paid (7.5 hours, USD 1500.00).");
        assertThat(told.next()).isEqualTo("Nothing more: it is paid.");
        assertThat(told.moves().stream().flatMap(m -> m.moved().stream()).map(Explainer.Moved::to))
                .containsExactly("unbilled", "posting", "billed", "paid");
        assertThat(told.moves().stream().map(m -> m.says() + " " + m.because()))
                .anySatisfy(s -> assertThat(s).contains("billing run 1", "INV-42", "Somebody asked for it"))
                .anySatisfy(s -> assertThat(s).contains("answer of erp to command"))
                .anySatisfy(s -> assertThat(s).contains("invoice INV-42 is paid", "erp said so"))
                .anySatisfy(s -> assertThat(s).contains("Payment wire 3 of USD 1500.00 came in", "INV-42"));
    }

    @Test
    void a_held_hour_names_its_exception_the_owner_and_the_remedy() {
        var told = told("te0");

        assertThat(told.stands()).contains("held");
        assertThat(told.held()).singleElement().satisfies(h -> {
            assertThat(h.code()).isEqualTo("WORK_BEFORE_CONTRACT_START");
            assertThat(h.owner()).isEqualTo("delivery ops");
        });
        assertThat(told.next()).startsWith("It is the turn of delivery ops: Correct the day");
        assertThat(told.pricing()).hasValueSatisfying(p -> assertThat(p.says()).startsWith("It has no price yet."));
    }

    @Test
    void an_hour_held_for_a_cause_that_others_share_names_that_cause_and_no_other() {
        assertThat(told("te4").held())
                .singleElement()
                .satisfies(h -> assertThat(h.code()).isEqualTo("RATE_MISSING"));
        assertThat(told("te3").held()).isEqualTo(told("te4").held());
    }

    @Test
    void an_hour_that_finance_refused_tells_what_finance_said() {
        var told = told("te7");

        assertThat(told.held()).singleElement().satisfies(h -> {
            assertThat(h.code()).isEqualTo("NOT_TODAY");
            assertThat(h.says()).contains("the book is closed to you");
        });
        assertThat(told.next())
                .isEqualTo(
                        "It is the turn of finance ops: Mend what it names, then retry; the held lines are billed again. Then it goes on.");
    }

    @Test
    void an_hour_of_a_project_whose_billing_was_stopped_says_by_whom() {
        DATABASE.execute("""
                CREATE TABLE kept AS SELECT * FROM process_instance;
                UPDATE process_instance SET state_name = 'Stopped', state = '{"Stopped": {"by": "ann", "reason": "dispute"}}' WHERE type = 'time-to-billing'
                """);
        var next = told("te2").next();
        DATABASE.execute(
                "UPDATE process_instance p SET state_name = k.state_name, state = k.state FROM kept k WHERE p.key = k.key AND p.type = k.type; DROP TABLE kept");

        assertThat(next)
                .isEqualTo("Billing of its project was stopped by ann (dispute): it goes on when somebody retries it.");
    }

    @Test
    void an_invoice_tells_its_lines_with_the_work_under_each_by_any_of_its_ids() {
        var told = told("inv-42");

        assertThat(told.what()).contains("Invoice INV-42 of USD 1500.00 to Alder LLP for project 'Rollout'");
        assertThat(told.stands()).isEqualTo("It is paid, USD 0.00 outstanding. It sums up 1 record of work in 1 line.");
        assertThat(told.next()).isEqualTo("Nothing more: it is paid.");
        assertThat(told.lines()).singleElement().satisfies(l -> {
            assertThat(l.amount()).isEqualByComparingTo("1500");
            assertThat(l.sources()).singleElement().satisfies(s -> {
                assertThat(s.id()).isEqualTo(canonical("te1"));
                assertThat(s.stands()).isEqualTo("paid");
            });
        });
        assertThat(told(told.id())).isEqualTo(told);
        assertThat(told(told.ids().get("erp")).id()).isEqualTo(told.id());
        assertThat(told("INV-42:1").lines()).hasSize(1);
        assertThat(untold("INV-42:9").why()).isEqualTo(Explainer.Why.UNKNOWN);
    }

    @Test
    void an_instalment_is_explained_though_no_system_holds_it_as_a_record() {
        DATABASE.execute("""
                INSERT INTO ledger_line (tenant, source, kind, project, worked_on, description, pricing, opened_at)
                VALUES ('explained', 'mil_q1', 'INSTALMENT', '%1$s', '2026-03-31', 'First quarter', 'as agreed', now());
                INSERT INTO ledger_balance VALUES ('explained', 'mil_q1', 'UNBILLED', 'USD', '%1$s', '2026-03-31', 1, 900.00);
                INSERT INTO timer VALUES ('explained', 'time-to-billing', '%1$s', 'billing-run', '2099-04-06T00:00:00Z');
                """.formatted(firm.project()));
        var told = told("mil_q1");
        DATABASE.execute("DELETE FROM timer; DELETE FROM ledger_balance WHERE source = 'mil_q1'");

        assertThat(told.what()).startsWith("Instalment 'First quarter', due on 2026-03-31");
        assertThat(told.stands()).isEqualTo("It stands in the ledger as unbilled (USD 900.00).");
        assertThat(told.next()).isEqualTo("The billing run of 2099-04-06 takes it.");
    }

    @Test
    void what_awaits_approval_or_translation_says_whose_turn_it_is() {
        assertThat(told("te5").stands()).isEqualTo("Nothing of it is in the ledger.");
        assertThat(told("te5").next()).isEqualTo("It is approved; then it is billed.");
        assertThat(told("te6").held())
                .singleElement()
                .satisfies(h -> assertThat(h.remedy()).isNotBlank());
        assertThat(told("te6").next()).startsWith("It is the turn of");
    }

    @Test
    void what_is_not_found_gets_suggestions_and_what_does_not_bill_is_told_apart() {
        var unknown = untold("INV-43");
        assertThat(unknown.why()).isEqualTo(Explainer.Why.UNKNOWN);
        assertThat(unknown.suggestions()).extracting(Threads.Hit::matched).contains("invoice number inv-42");
        assertThat(untold("x\u0000' OR 1=1 --").suggestions()).isEmpty();
        assertThat(untold("").why()).isEqualTo(Explainer.Why.UNKNOWN);
        assertThat(untold(firm.project().id()).why()).isEqualTo(Explainer.Why.NOT_BILLED);
        assertThat(firm.hub().explainer().explain(new TenantId("other"), "te1")).isInstanceOf(Untold.class);
    }

    private static void sold() {
        firm.masterData();
        firm.worker();
        firm.rateCard("NEW", "250.00");
        firm.wonDeal();
    }

    /** Version 2 has another rate card from the middle of February on; version 3, from March on, one that does not exist. */
    private static void amended() {
        DATABASE.execute("""
                UPDATE canonical_object SET body = body || '{"effectiveFrom": "2026-02-01"}' WHERE type = 'ContractVersion';
                INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id)
                SELECT o.tenant, o.id || v.number, o.type, 1,
                       o.body || jsonb_build_object('number', v.number, 'effectiveFrom', v.day, 'rateCard', v.card), now(), 'c'
                FROM canonical_object o, (VALUES (2, '2026-02-15', 'NEW'), (3, '2026-03-01', 'NIL')) AS v(number, day, card)
                WHERE o.type = 'ContractVersion';
                """);
    }

    private static void delivered() {
        firm.hours("te0", "2026-01-05", "1", "approved");
        firm.hours("te1", "2026-02-03", "7.5", "approved");
        firm.hours("te2", "2026-02-16", "4", "approved");
        firm.hours("te3", "2026-03-02", "3", "approved");
        firm.hours("te4", "2026-03-03", "2", "approved");
        firm.hours("te5", "2026-03-04", "2", "submitted");
        firm.say(
                PSA,
                "TimeEntry",
                "te6",
                1,
                Map.of("workedOn", "2026-03-04", "hours", "2", "billable", true, "approval", "approved"));
        firm.standing("UNBILLED", "2500.00");
        soon(() -> assertThat(DATABASE.value("SELECT count(*) FROM ledger_balance WHERE place = 'HELD'"))
                .isEqualTo("3"));
    }

    private static void billed() {
        firm.bill(TENTH);
        firm.standing("BILLED", "1500.00");
    }

    private static void paid() {
        PaperBook finance = firm.book(ERP);
        firm.say(
                ERP,
                "Invoice",
                finance.pages("invoice").getFirst().id(),
                1,
                Map.of(
                        "customer",
                        finance.pages("customer").getFirst().id(),
                        "project",
                        finance.pages("job").getFirst().id(),
                        "status",
                        "paid",
                        "invoicedOn",
                        "2026-02-10",
                        "total",
                        PaperRecords.usd("1500.00"),
                        "outstanding",
                        PaperRecords.usd("0.00"),
                        "number",
                        "INV-42"));
        firm.standing("PAID", "1500.00");
        DATABASE.execute("""
                INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id)
                SELECT 'explained', 'pay_1', 'Payment', 1, jsonb_build_object('reference', 'wire 3', 'paidOn', '2026-02-20',
                       'amount', jsonb_build_object('currency', 'USD', 'amount', '1500.00'),
                       'applied', jsonb_build_array(jsonb_build_object('invoice', id, 'amount', body -> 'total'))), now(), 'c'
                FROM canonical_object WHERE type = 'Invoice'
                """);
    }

    private static void refused() {
        firm.hours("te7", "2026-02-05", "0.5", "approved");
        firm.standing("UNBILLED", "1100.00");
        firm.book(ERP).next(PaperBook.Mood.REFUSE, 1);
        firm.bill(TENTH);
        firm.standing("HELD", "100.00");
    }

    private static String canonical(String entry) {
        return Identity.of(FIRM, CanonicalType.TIME_ENTRY, "psa", entry);
    }

    private static Explainer.Explanation told(String id) {
        var answer = firm.hub().explainer().explain(FIRM, id);
        assertThat(answer).isInstanceOf(Told.class);
        return ((Told) answer).explanation();
    }

    private static Untold untold(String id) {
        var answer = firm.hub().explainer().explain(FIRM, id);
        assertThat(answer).isInstanceOf(Untold.class);
        return (Untold) answer;
    }
}
