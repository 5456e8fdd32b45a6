package dev.throughline.hub.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresThreadsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId FIRM = new TenantId("firm");

    private final PostgresThreads threads = new PostgresThreads(new Transactions(DATABASE.source()));

    @BeforeAll
    static void deal() {
        object("cus_1", "CustomerAccount", "{\"name\":\"Alder LLP\",\"status\":\"active\"}");
        object("cus_9", "CustomerAccount", "{\"name\":\"100% Pure_Wool\",\"status\":\"active\"}");
        object("opp_1", "Opportunity", "{\"name\":\"Rollout\",\"stage\":\"won\",\"account\":\"cus_1\"}");
        object("opp_2", "Opportunity", "{\"name\":\"Other deal\",\"stage\":\"open\",\"account\":\"cus_1\"}");
        object(
                "ctr_1",
                "Contract",
                "{\"number\":\"C-7\",\"name\":\"Rollout\",\"status\":\"active\",\"opportunity\":\"opp_1\",\"customer\":\"cus_1\"}");
        object("cvr_1", "ContractVersion", "{\"number\":\"1\",\"status\":\"approved\",\"contract\":\"ctr_1\"}");
        object(
                "prj_1",
                "Project",
                "{\"name\":\"Rollout EU\",\"status\":\"active\",\"contract\":\"ctr_1\",\"customer\":\"cus_1\"}");
        object("mil_1", "Milestone", "{\"name\":\"Kick-off\",\"status\":\"planned\",\"project\":\"prj_1\"}");
        object(
                "inv_1",
                "Invoice",
                "{\"number\":\"INV-42\",\"status\":\"open\",\"project\":\"prj_1\",\"customer\":\"cus_1\"}");
        object(
                "pay_1",
                "Payment",
                "{\"reference\":\"wire 3\",\"customer\":\"cus_1\",\"applied\":[{\"invoice\":\"inv_1\"}]}");
        DATABASE.execute("""
                INSERT INTO cross_reference (tenant, system, type, external_id, canonical_id, object_type, linked_at) VALUES
                    ('firm', 'salesforce', 'Opportunity', '006A', 'opp_1', 'Opportunity', now()),
                    ('firm', 'netsuite', 'Invoice', '9001', 'inv_1', 'invoice', now());
                INSERT INTO change VALUES (0, 1, 'firm', 'salesforce', 'Opportunity', '006A', 'v1', 1, 'upserted', now(), now(), 'webhook', 'cor-1', '{}');
                INSERT INTO change_fate VALUES (0, 1, 'applied', '', now());
                INSERT INTO decision (tenant, type, key, event_id, event_kind, state_name, because, effects, at, correlation_id)
                    VALUES ('firm', 'quote-to-project', 'opp_1', '0:1', 'ObjectChanged', 'Active', '', 'CreateProject', now(), 'cor-1');
                INSERT INTO command (tenant, key, process_type, process_key, step, name, target, system, stream, subject, body, correlation_id, created_at, state, due_at, settled_at, external_id)
                    VALUES ('firm', 'tl-abc', 'time-to-billing', 'prj_1', 'post', 'PostInvoice', 'ERP', 'netsuite', 'prj_1', 'inv_1', '{}', 'cor-1', now(), 'done', now(), now(), '9001');
                INSERT INTO search_name VALUES ('firm', 'alder llp', 'cus_1', 'customer name'), ('firm', '100% pure_wool', 'cus_9', 'customer name'),
                    ('firm', 'inv-42', 'inv_1', 'invoice number'), ('firm', 'rollout', 'opp_1', 'deal name'), ('firm', 'rollout eu', 'prj_1', 'project name');
                INSERT INTO ledger_total VALUES ('firm', 'prj_1', 'ent_us', 'TIME', 'BILLED', 'USD', 800000, 120000000.50),
                    ('firm', 'prj_1', 'ent_us', 'TIME', 'UNBILLED', 'USD', 8, 1200.00);
                """);
    }

    @Test
    void any_id_or_name_of_any_system_finds_the_thing_best_first() {
        assertThat(found("006A")).containsExactly("opp_1");
        assertThat(found("9001")).containsExactly("inv_1");
        assertThat(found(" INV-42 ")).containsExactly("inv_1");
        assertThat(found("tl-abc")).containsExactly("inv_1");
        assertThat(found("prj_1")).containsExactly("prj_1");
        assertThat(found("Rollout")).containsExactly("opp_1", "prj_1");
        assertThat(found("cor-1")).contains("opp_1", "prj_1");
        assertThat(found("100% p")).containsExactly("cus_9");
        assertThat(found("10__ p")).isEmpty();
        assertThat(found("")).isEmpty();
        assertThat(found("x\u0000' OR 1=1 --")).isEmpty();
        assertThat(threads.search(new TenantId("other"), "006A", 10)).isEmpty();
    }

    @Test
    void the_whole_thread_is_found_from_any_of_its_ends_and_other_deals_of_the_customer_stay_out() {
        for (String start : List.of("opp_1", "pay_1", "mil_1", "cvr_1", "inv_1")) {
            assertThat(threads.story(FIRM, start).orElseThrow().things())
                    .extracting(Threads.Thing::canonicalId)
                    .containsExactlyInAnyOrder("opp_1", "cus_1", "ctr_1", "cvr_1", "prj_1", "mil_1", "inv_1", "pay_1");
        }
        assertThat(threads.story(FIRM, "cus_1").orElseThrow().things())
                .extracting(Threads.Thing::canonicalId)
                .contains("opp_1", "opp_2", "pay_1");
        assertThat(threads.story(FIRM, "opp_404")).isEmpty();
        assertThat(threads.story(new TenantId("other"), "opp_1")).isEmpty();
    }

    @Test
    void the_story_says_where_it_stands_and_what_comes_next() {
        Threads.Story story = threads.story(FIRM, "opp_1").orElseThrow();

        assertThat(story.stands())
                .isEqualTo(
                        "Deal Rollout is won, Contract Rollout is active, Project Rollout EU is active, USD 1200.00 unbilled,"
                                + " USD 120000000.50 billed. Next: the billing run takes what is unbilled.");
        assertThat(story.steps())
                .extracting(Threads.Step::kind)
                .contains("applied", "decided", "sent", "answered", "posted");
        assertThat(story.things().getFirst().ids()).containsEntry("salesforce", "006A");
    }

    @Test
    void a_stuck_thread_says_why_and_whose_turn_it_is() {
        DATABASE.execute("""
                INSERT INTO exception (tenant, origin, origin_key, trace_key, code, domain, owner, severity, subject, says, remedy, opened_at, last_seen_at, correlation_id)
                VALUES ('firm', 'process', 'time-to-billing/prj_1', 'x', 'PERIOD_CLOSED', 'time-to-billing', 'FINANCE_OPS', 'HIGH', 'prj_1',
                        'February is closed', 'Reopen February', now(), now(), 'c')
                """);
        Threads.Story story = threads.story(FIRM, "opp_1").orElseThrow();
        DATABASE.execute("DELETE FROM exception");

        assertThat(story.stands())
                .endsWith("Stuck: February is closed. It is the turn of finance ops: Reopen February.");
        assertThat(story.openExceptions()).hasSize(1);
    }

    @Test
    void a_project_of_a_hundred_thousand_entries_is_told_in_a_moment() {
        DATABASE.execute("""
                INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id)
                SELECT 'firm', 'tim_' || n, 'TimeEntry', 1, jsonb_build_object('project', 'prj_1', 'hours', '8'), now(), 'c' FROM generate_series(1, 100000) n;
                INSERT INTO decision (tenant, type, key, event_id, event_kind, state_name, because, effects, at, correlation_id)
                SELECT 'firm', 'time-to-billing', 'prj_1', '1:' || n, 'ObjectChanged', 'Open', '', '', now(), 'c' FROM generate_series(1, 100000) n;
                INSERT INTO event (partition, seq, tenant, kind, subject, at, correlation_id, body)
                SELECT 1, n, 'firm', 'ObjectChanged', 'tim_' || n, now(), 'c', '{}' FROM generate_series(1, 100000) n;
                """);
        threads.story(FIRM, "prj_1");

        long begin = System.nanoTime();
        Threads.Story story = threads.story(FIRM, "prj_1").orElseThrow();
        Duration took = Duration.ofNanos(System.nanoTime() - begin);

        System.out.println("story of a project of 100,000 entries: " + took.toMillis() + " ms");
        assertThat(story.things()).hasSizeLessThan(ThingWalk.THINGS_MAX);
        assertThat(story.steps()).hasSizeLessThan(1_000);
    }

    private List<String> found(String text) {
        return threads.search(FIRM, text, 10).stream()
                .map(Threads.Hit::canonicalId)
                .toList();
    }

    private static void object(String id, String type, String body) {
        DATABASE.execute(
                "INSERT INTO canonical_object (tenant, id, type, version, body, updated_at, correlation_id) VALUES ('firm', '"
                        + id + "', '" + type + "', 1, '" + body + "', now(), 'cor-1')");
    }
}
