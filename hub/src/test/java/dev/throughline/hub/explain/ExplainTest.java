package dev.throughline.hub.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.explain.Explainer.Answer.Told;
import dev.throughline.hub.explain.Explainer.Answer.Untold;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFactory;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.thread.Threads;
import dev.throughline.hub.translate.Identity;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One deal over systems of paper, with an amendment, an invoice that is paid, and work that is held; then every line of it is explained. */
class ExplainTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId FIRM = new TenantId("explained");
    private static final SystemId CRM = new SystemId("crm");
    private static final SystemId PSA = new SystemId("psa");
    private static final SystemId ERP = new SystemId("erp");
    private static final SystemId HCM = new SystemId("hcm");
    private static final PaperBook PSA_BOOK = PaperFactory.book("explained-psa");
    private static final PaperBook ERP_BOOK = PaperFactory.book("explained-erp");
    private static Hub hub;

    @BeforeAll
    static void a_deal_is_delivered_and_partly_billed() {
        hub = Hub.open(List.of(workspace()), DATABASE.source(), HubOptions.defaults("n1"), InstantSource.system());
        hub.start();
        sold();
        amended();
        delivered();
        billed();
        paid();
        refused();
    }

    @AfterAll
    static void close() {
        hub.close();
    }

    @Test
    void an_hour_that_is_not_billed_yet_tells_its_price_and_what_comes_next() {
        var told = told("te2");

        assertThat(told.what())
                .isEqualTo(
                        "4 hours of Ann Lee on 2026-02-16, on project 'Rollout' for customer Alder LLP. It is approved.");
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
                INSERT INTO timer VALUES ('explained', 'time-to-billing', '%1$s', 'billing-run', '2026-04-06T00:00:00Z');
                """.formatted(project()));
        var told = told("mil_q1");
        DATABASE.execute("DELETE FROM timer; DELETE FROM ledger_balance WHERE source = 'mil_q1'");

        assertThat(told.what()).startsWith("Instalment 'First quarter', due on 2026-03-31");
        assertThat(told.stands()).isEqualTo("It stands in the ledger as unbilled (USD 900.00).");
        assertThat(told.next()).isEqualTo("The billing run of 2026-04-06 takes it.");
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
        assertThat(untold(project()).why()).isEqualTo(Explainer.Why.NOT_BILLED);
        assertThat(hub.explainer().explain(new TenantId("other"), "te1")).isInstanceOf(Untold.class);
    }

    private static void sold() {
        say(
                ERP,
                "LegalEntity",
                "1",
                Map.of("code", "US", "name", "Meridian Inc", "country", "US", "currency", "USD", "active", true));
        say(
                CRM,
                "CustomerAccount",
                "c1",
                Map.of(
                        "name",
                        "Alder LLP",
                        "status",
                        "active",
                        "country",
                        "US",
                        "currency",
                        "USD",
                        "creditHold",
                        false));
        rateCard("STD", "200.00");
        rateCard("NEW", "250.00");
        say(HCM, "Resource", "w1", Map.of("name", "Ann Lee", "kind", "employee", "status", "active"));
        say(CRM, "Opportunity", "o1", deal());
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(
                                DATABASE.value(
                                        "SELECT coalesce(string_agg(state_name, ','), '') FROM process_instance WHERE type = 'quote-to-project'"))
                        .isEqualTo("Active"));
        link(PSA, "Resource", "w1", Identity.of(FIRM, CanonicalType.RESOURCE, "hcm", "w1"));
    }

    private static void rateCard(String code, String perHour) {
        say(
                CRM,
                "RateCard",
                code,
                Map.of(
                        "code",
                        code,
                        "currency",
                        "USD",
                        "rates",
                        List.of(Map.of("perHour", Map.of("amount", perHour, "currency", "USD")))));
    }

    private static Map<String, Object> deal() {
        Map<String, Object> deal = new LinkedHashMap<>();
        deal.put("name", "Rollout");
        deal.put("stage", "won");
        deal.put("account", "c1");
        deal.put("amount", Map.of("amount", "10000.00", "currency", "USD"));
        deal.put("closesOn", "2026-01-15");
        deal.put("legalEntity", "US");
        deal.put("billingModel", "time_and_materials");
        deal.put("serviceLine", "advisory");
        deal.put("rateCard", "STD");
        deal.put("startsOn", "2026-02-01");
        return deal;
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
        say(PSA, "TimeEntry", "te0", hours("2026-01-05", "1", "approved"));
        say(PSA, "TimeEntry", "te1", hours("2026-02-03", "7.5", "approved"));
        say(PSA, "TimeEntry", "te2", hours("2026-02-16", "4", "approved"));
        say(PSA, "TimeEntry", "te3", hours("2026-03-02", "3", "approved"));
        say(PSA, "TimeEntry", "te4", hours("2026-03-03", "2", "approved"));
        say(PSA, "TimeEntry", "te5", hours("2026-03-04", "2", "submitted"));
        say(
                PSA,
                "TimeEntry",
                "te6",
                Map.of("workedOn", "2026-03-04", "hours", "2", "billable", true, "approval", "approved"));
        standing("UNBILLED", "2500.00");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(DATABASE.value("SELECT count(*) FROM ledger_balance WHERE place = 'HELD'"))
                                .isEqualTo("3"));
    }

    private static void billed() {
        publish();
        standing("BILLED", "1500.00");
    }

    private static void paid() {
        String number = ERP_BOOK.pages("invoice").getFirst().id();
        say(
                ERP,
                "Invoice",
                number,
                Map.of(
                        "customer",
                        ERP_BOOK.pages("customer").getFirst().id(),
                        "status",
                        "paid",
                        "invoicedOn",
                        "2026-02-10",
                        "total",
                        Map.of("amount", "1500.00", "currency", "USD"),
                        "outstanding",
                        Map.of("amount", "0.00", "currency", "USD"),
                        "number",
                        "INV-42"));
        standing("PAID", "1500.00");
        DATABASE.execute("""
                INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id)
                SELECT 'explained', 'pay_1', 'Payment', 1, jsonb_build_object('reference', 'wire 3', 'paidOn', '2026-02-20',
                       'amount', jsonb_build_object('currency', 'USD', 'amount', '1500.00'),
                       'applied', jsonb_build_array(jsonb_build_object('invoice', id, 'amount', body -> 'total'))), now(), 'c'
                FROM canonical_object WHERE type = 'Invoice'
                """);
    }

    private static void refused() {
        say(PSA, "TimeEntry", "te7", hours("2026-02-05", "0.5", "approved"));
        standing("UNBILLED", "1100.00");
        ERP_BOOK.next(PaperBook.Mood.REFUSE, 1);
        publish();
        standing("HELD", "100.00");
    }

    private static void publish() {
        hub.asks()
                .ask(
                        FIRM,
                        new CanonicalEvent.Request.PublishApprovedTimeForBilling(
                                new Ref<>(project()), LocalDate.of(2026, 2, 10)),
                        "ann",
                        "x");
    }

    private static void standing(String place, String amount) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT coalesce(sum(amount), 0)::text FROM ledger_balance WHERE place = '" + place
                                        + "'"))
                        .isEqualTo(amount));
    }

    private static Map<String, Object> hours(String day, String hours, String approval) {
        return Map.of(
                "project",
                PSA_BOOK.pages("project").getFirst().id(),
                "resource",
                "w1",
                "workedOn",
                day,
                "hours",
                hours,
                "billable",
                true,
                "approval",
                approval);
    }

    private static void say(SystemId system, String type, String id, Map<String, Object> record) {
        hub.capture()
                .accept(
                        FIRM,
                        system,
                        Capture.Via.API,
                        List.of(new Change(
                                new ObjectType(type),
                                new ExternalId(id),
                                new Change.Version(1, "v1"),
                                Change.Operation.UPSERTED,
                                Instant.now(),
                                Json.MAPPER.valueToTree(record))));
    }

    private static void link(SystemId system, String type, String externalId, String id) {
        DATABASE.execute(
                "INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES ('explained', '%s', '%s', '%s', '%s', '%s', now())"
                        .formatted(system, type, externalId, id, type));
    }

    private static String project() {
        return DATABASE.value("SELECT id FROM canonical_object WHERE type = 'Project'");
    }

    private static String canonical(String entry) {
        return Identity.of(FIRM, CanonicalType.TIME_ENTRY, "psa", entry);
    }

    private static Explainer.Explanation told(String id) {
        var answer = hub.explainer().explain(FIRM, id);
        assertThat(answer).isInstanceOf(Told.class);
        return ((Told) answer).explanation();
    }

    private static Untold untold(String id) {
        var answer = hub.explainer().explain(FIRM, id);
        assertThat(answer).isInstanceOf(Untold.class);
        return (Untold) answer;
    }

    private static Workspace workspace() {
        return new Workspace(
                FIRM,
                List.of(system(CRM, Role.CRM), system(PSA, Role.PSA), system(ERP, Role.ERP), system(HCM, Role.HCM)),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "test");
    }

    private static Workspace.SystemConfig system(SystemId id, Role role) {
        return new Workspace.SystemConfig(
                id, "paper", role, Map.of("book", "explained-" + id), Set.of(), Optional.empty(), Duration.ofHours(1));
    }
}
