package dev.throughline.connectors.kantata.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The simulator as the vendor's documentation has it, seen by a plain HTTP client. */
class KantataSimulatorTest {
    private final TestClock clock = new TestClock("2026-11-21T10:00:00Z");
    private final KantataSimulator simulator = new KantataSimulator();
    private PlainClient http = new PlainClient("", "");
    private Map<String, String> ids = Map.of();

    @BeforeEach
    void start() {
        simulator.start(0, clock);
        ids = simulator.seedSmallFirm();
        http = new PlainClient(
                simulator.access().baseUrl().toString(),
                simulator.access().credentials().getFirst().values().get("access_token"));
    }

    @AfterEach
    void stop() {
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
        simulator.close();
    }

    private String workspace() {
        return http.post("/workspaces", """
                {"workspace":{"title":"Rollout","creator_role":"maven","currency":"EUR","price":250000,"budgeted":true}}""").firstId();
    }

    private String entry(String workspace, String day) {
        return http.post(
                        "/time_entries",
                        "{\"time_entry\":{\"workspace_id\":\"%s\",\"date_performed\":\"%s\",\"time_in_minutes\":90,\"user_id\":\"%s\"}}"
                                .formatted(workspace, day, ids.get("consultant-amara")))
                .firstId();
    }

    @Test
    void a_wrong_token_is_refused_in_the_vendors_words() {
        var answer = new PlainClient(simulator.access().baseUrl().toString(), "wrong").get("/workspaces");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().at("/errors/0/type").asString()).isEqualTo("oauth");
        assertThat(answer.json().at("/errors/0/message").asString()).isEqualTo("Invalid OAuth 2 Request");
    }

    @Test
    void an_app_may_sign_in_by_body_by_query_or_by_http_basic() throws Exception {
        String token = simulator.access().tokenUrl().toString();
        String secrets = "client_id=%s&client_secret=%s".formatted(Tokens.CLIENT_ID, Tokens.CLIENT_SECRET);
        String grant = "grant_type=client_credentials";
        assertThat(signIn(token, "", grant + "&" + secrets)).isEqualTo(200);
        assertThat(signIn(token + "?" + grant + "&" + secrets, "", "")).isEqualTo(200);
        assertThat(signIn(token, Tokens.CLIENT_ID + ":" + Tokens.CLIENT_SECRET, grant))
                .isEqualTo(200);
        assertThat(signIn(token, Tokens.CLIENT_ID + ":guess", grant)).isEqualTo(401);
        assertThat(signIn(token, "", grant)).isEqualTo(401);
        assertThat(signIn(token, "", "a[=b")).isEqualTo(400);
    }

    private static int signIn(String address, String basic, String form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!basic.isEmpty()) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void even_the_answer_to_unreadable_json_has_a_request_id() {
        assertThat(http.post("/workspaces", "{").header("x-request-id")).isNotEmpty();
        assertThat(http.get("/nonsense").header("x-request-id")).isNotEmpty();
    }

    @Test
    void a_created_project_comes_back_in_the_envelope_with_status_200() {
        var answer = http.post("/workspaces.json", """
                {"workspace":{"title":"Rollout","creator_role":"maven","currency":"EUR","price":250000,"budgeted":true}}""");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode row = answer.json().path("workspaces").path(answer.firstId());
        assertThat(row.path("id").isString()).isTrue();
        assertThat(row.path("price_in_cents").longValue()).isEqualTo(25_000_000);
        assertThat(row.path("price").asString()).isEqualTo("€250,000");
        assertThat(row.path("updated_at").asString()).isEqualTo("2026-11-21T02:00:00-08:00");
        assertThat(answer.json().path("meta").path("page_size").intValue()).isEqualTo(20);
        assertThat(answer.header("x-request-id")).isNotEmpty();
    }

    @Test
    void all_missing_fields_are_named_at_once() {
        var answer = http.post("/time_entries", "{\"time_entry\":{}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json()
                        .path("errors")
                        .valueStream()
                        .map(e -> e.path("field").asString()))
                .containsExactly("workspace_id", "date_performed", "time_in_minutes");
    }

    @Test
    void a_rails_form_is_understood_as_json_is() {
        var answer = http.form(
                "/time_entries",
                "time_entry[workspace_id]=%s&time_entry[date_performed]=2026-11-20&time_entry[time_in_minutes]=45&time_entry[billable]=false"
                        .formatted(ids.get("project-harrow-erp")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.first().path("billable").asBoolean()).isFalse();
        assertThat(answer.first().path("time_in_minutes").intValue()).isEqualTo(45);
    }

    @Test
    void a_template_brings_its_tree_of_tasks_and_unnamed_resources() {
        String id = http.post("/workspaces", """
                {"workspace":{"title":"T","creator_role":"maven","project_tracker_template_id":"%s",
                 "project_template_start_date":"2026-12-01","project_template_create_unnamed_resources":true}}""".formatted(ids.get("template-standard")))
                .firstId();

        var stories = http.get("/stories?workspace_id=" + id + "&include=parent");
        assertThat(stories.json().path("count").intValue()).isEqualTo(5);
        assertThat(stories.rows().stream().map(r -> r.path("story_type").asString()))
                .containsExactly("deliverable", "task", "milestone", "task", "milestone");
        assertThat(stories.rows().get(1).path("parent_id").asString())
                .isEqualTo(stories.rows().getFirst().path("id").asString());
        var workspace = http.get("/workspaces/" + id + "?include=workspace_resources_with_unnamed");
        assertThat(workspace
                        .first()
                        .path("workspace_resources_with_unnamed_ids")
                        .size())
                .isEqualTo(3);
        assertThat(workspace.json().path("workspace_resources").size()).isEqualTo(3);
    }

    @Test
    void pages_end_at_200_rows_and_unknown_ids_are_left_out() {
        var answer = http.get("/time_entries?per_page=5000");
        assertThat(answer.json().at("/meta/page_size").intValue()).isEqualTo(200);

        String id = ids.get("project-harrow-erp");
        var only = http.get("/workspaces?only=" + id + ",999999");
        assertThat(only.status()).isEqualTo(200);
        assertThat(only.json().path("count").intValue()).isEqualTo(1);
        assertThat(http.get("/workspaces/999999").status()).isEqualTo(404);
    }

    @Test
    void paging_by_number_and_by_offset_gives_every_row_once() {
        String workspace = workspace();
        for (int i = 1; i <= 9; i++) {
            entry(workspace, "2026-11-0" + i);
        }
        List<String> byPage = new ArrayList<>();
        for (int page = 1; page <= 3; page++) {
            http.get("/time_entries?workspace_id=%s&per_page=4&page=%d&order=date_performed:desc"
                            .formatted(workspace, page))
                    .rows()
                    .forEach(r -> byPage.add(r.path("date_performed").asString()));
        }
        assertThat(byPage).hasSize(9).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(http.get("/time_entries?workspace_id=" + workspace + "&limit=4&offset=8")
                        .rows())
                .hasSize(1);
    }

    @Test
    void an_approved_filter_means_true_whatever_its_value() {
        String open = entry(workspace(), "2026-11-20");

        var approved = http.get("/time_entries?per_page=200&approved=false");

        assertThat(approved.rows())
                .isNotEmpty()
                .allMatch(r -> r.path("approved").asBoolean());
        assertThat(approved.rows()).noneMatch(r -> r.path("id").asString().equals(open));
    }

    @Test
    void time_of_archived_projects_hides_unless_asked_for() {
        String workspace = workspace();
        String entry = entry(workspace, "2026-11-20");
        http.put("/workspaces/" + workspace, "{\"workspace\":{\"archived\":true}}");

        assertThat(http.get("/time_entries?only=" + entry).rows()).isEmpty();
        assertThat(http.get("/time_entries?from_archived_workspaces=true&only=" + entry)
                        .rows())
                .hasSize(1);
        assertThat(http.get("/workspaces/" + workspace).status()).isEqualTo(404);
        assertThat(http.get("/workspaces/" + workspace + "?include_archived=true")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void approving_marks_entries_and_cancelling_takes_the_mark_away() {
        String workspace = workspace();
        String entry = entry(workspace, "2026-11-20");
        String body =
                "{\"timesheet_submission\":{\"title\":\"W47\",\"workspace_id\":\"%s\",\"line_item_ids\":[\"%s\"]}}"
                        .formatted(workspace, entry);
        String submission = http.post("/timesheet_submissions", body).firstId();
        assertThat(http.post("/timesheet_submissions", body).status()).isEqualTo(422);

        var bulk = http.post(
                "/timesheet_approvals",
                "{\"resolution\":{\"submission_ids\":[\"%s\"],\"description\":\"ok\"}}".formatted(submission));
        assertThat(bulk.status()).isEqualTo(200);
        assertThat(bulk.json().path("resolutions").size()).isEqualTo(1);
        assertThat(http.get("/time_entries/" + entry).first().path("approved").asBoolean())
                .isTrue();
        assertThat(http.put("/time_entries/" + entry, "{\"time_entry\":{\"notes\":\"x\"}}")
                        .status())
                .isEqualTo(422);

        assertThat(http.put("/timesheet_submissions/" + submission + "/cancel", "{}")
                        .status())
                .isEqualTo(200);
        JsonNode after = http.get("/time_entries/" + entry + "?include=recent_submission")
                .first();
        assertThat(after.path("approved").asBoolean()).isFalse();
        assertThat(after.path("active_submission_id").isNull()).isTrue();
        assertThat(after.path("recent_submission_id").asString()).isEqualTo(submission);
        assertThat(http.post("/timesheet_submissions", body).status()).isEqualTo(200);
    }

    @Test
    void deleting_many_entries_is_all_or_nothing() {
        String workspace = workspace();
        String first = entry(workspace, "2026-11-19");
        String second = entry(workspace, "2026-11-20");

        assertThat(http.delete("/time_entries?ids=" + first + ",99").status()).isEqualTo(404);
        assertThat(http.get("/time_entries?workspace_id=" + workspace).rows()).hasSize(2);
        assertThat(http.delete("/time_entries?ids=" + first + "," + second).status())
                .isEqualTo(204);
        assertThat(http.get("/time_entries?workspace_id=" + workspace).rows()).isEmpty();
    }

    @Test
    void a_reference_is_kept_once_for_each_service_and_found_again() {
        String body = """
                {"external_reference":{"subject_type":"Workspace","subject_id":"%s","service_name":"Throughline",
                 "service_model":"erp_project","service_model_ref":"%s"}}""";
        String workspace = workspace();
        assertThat(http.post("/external_references", body.formatted(workspace, "A1"))
                        .status())
                .isEqualTo(200);
        assertThat(http.post("/external_references", body.formatted(workspace, "A2"))
                        .status())
                .isEqualTo(422);
        http.post("/external_references/create_or_update", body.formatted(workspace, "A2"));

        var found = http.get(
                "/workspaces?external_reference_service_name=Throughline&external_reference_service_model_refs=A2");
        assertThat(found.firstId()).isEqualTo(workspace);
        assertThat(http.get("/external_references").status()).isEqualTo(400);
        assertThat(http.get("/external_references?subject_type=Workspace").rows())
                .hasSize(1);
    }

    @Test
    void an_invoice_holds_its_lines_until_it_is_cancelled() {
        String workspace = workspace();
        String milestone = http.post(
                        "/billing_milestones",
                        "{\"billing_milestone\":{\"title\":\"M\",\"workspace_id\":\"%s\",\"amount_in_cents\":150000}}"
                                .formatted(workspace))
                .firstId();
        String body =
                "{\"invoice\":{\"workspace_ids\":[\"%s\"],\"payment_schedule\":\"net_30\",\"billing_milestone_ids\":[\"%s\"]}}"
                        .formatted(workspace, milestone);
        var invoice = http.post("/invoices", body);
        assertThat(invoice.first().path("balance_in_cents").longValue()).isEqualTo(150_000);
        assertThat(http.post("/invoices", body).status()).isEqualTo(422);

        String payment =
                "{\"external_payment\":{\"amount_in_cents\":%d,\"invoice_id\":\"%s\",\"workspace_id\":\"%s\"}}";
        assertThat(http.post("/external_payments", payment.formatted(150_001, invoice.firstId(), workspace))
                        .status())
                .isEqualTo(422);
        http.post("/external_payments", payment.formatted(150_000, invoice.firstId(), workspace));
        assertThat(http.get("/invoices/" + invoice.firstId())
                        .first()
                        .path("status")
                        .asString())
                .isEqualTo("accepted payment");
    }

    @Test
    void a_period_locks_on_a_saturday_and_refuses_time_in_it() {
        assertThat(http.post("/line_item_locks", "{\"line_item_lock\":{\"locked_to\":\"2020-01-03\"}}")
                        .status())
                .isEqualTo(422);
        assertThat(http.post("/line_item_locks", "{\"line_item_lock\":{\"locked_to\":\"2020-01-04\"}}")
                        .status())
                .isEqualTo(200);
        var late = http.post(
                "/time_entries",
                "{\"time_entry\":{\"workspace_id\":\"%s\",\"date_performed\":\"2020-01-02\",\"time_in_minutes\":60}}"
                        .formatted(workspace()));
        assertThat(late.status()).isEqualTo(422);
        assertThat(late.json().at("/errors/0/message").asString()).contains("locked");
    }

    @Test
    void events_come_late_twice_or_never_when_told_and_are_gone_after_nine_days() {
        String workspace = workspace();
        simulator.faults().next(Fault.LATE_EVENT, 1, "time_entry:created");
        entry(workspace, "2026-11-20");
        String seen = entry(workspace, "2026-11-21");
        String filter =
                "/subscribed_events?event_types=time_entry:created&subject_type=TimeEntry&per_page=200&include=subject&created_after=2026-11-21T01:59:59-08:00&order=created_at:desc";
        int before = http.get(filter).rows().size();
        clock.advance(Duration.ofMinutes(5));
        assertThat(http.get(filter).rows()).hasSize(before + 1);
        assertThat(http.get("/subscribed_events?subject_type=TimeEntry&most_recent=true&include=subject&subject_ids="
                                + seen)
                        .first()
                        .at("/subject_ref/key")
                        .asString())
                .isEqualTo("time_entries");
        assertThat(http.get("/subscribed_events/event_types")
                        .json()
                        .path("event_types")
                        .size())
                .isGreaterThan(50);
        clock.advance(Duration.ofDays(10));
        assertThat(http.get("/subscribed_events").rows()).isEmpty();
        simulator.subscribedEvents(false);
        assertThat(http.get("/subscribed_events").status()).isEqualTo(403);
    }

    @Test
    void oauth_gives_tokens_by_code_and_by_credentials() {
        String root = simulator.access().tokenUrl().toString().replace("/oauth/token", "");
        PlainClient open = new PlainClient(root, "");
        var sent = open.get(
                "/oauth/authorize?response_type=code&client_id=throughline-app&redirect_uri=http://127.0.0.1/cb&state=s1");
        assertThat(sent.status()).isEqualTo(302);
        String code = sent.header("location").replaceAll(".*code=([0-9a-f]+).*", "$1");
        String form = "client_id=throughline-app&client_secret=kantata-simulator-secret&grant_type=";
        var token =
                open.form("/oauth/token", form + "authorization_code&redirect_uri=http://127.0.0.1/cb&code=" + code);
        assertThat(token.json().path("expires_in").isMissingNode()).isTrue();
        assertThat(open.form("/oauth/token", form + "authorization_code&redirect_uri=http://127.0.0.1/cb&code=" + code)
                        .status())
                .isEqualTo(400);
        var expiring = open.form("/oauth/token", form + "client_credentials");
        PlainClient api = new PlainClient(
                root + "/api/v1", expiring.json().path("access_token").asString());
        assertThat(api.get("/users").status()).isEqualTo(200);
        clock.advance(Duration.ofHours(3));
        assertThat(api.get("/users").status()).isEqualTo(401);
    }

    @Test
    void hostile_input_is_answered_and_never_crashes() {
        for (String body :
                List.of("{", "[]", "{\"time_entry\":[]}", "{\"time_entry\":{\"workspace_id\":{\"a\":1}}}", "")) {
            assertThat(http.post("/time_entries", body).status()).isIn(400, 422);
        }
        for (String path : List.of(
                "/time_entries?page=x",
                "/time_entries?updated_after=yesterday",
                "/time_entries?only=1;drop",
                "/time_entries?order=nope:asc",
                "/time_entries?date_performed_between=2026-13-01:x",
                "/nothing",
                "/time_entries/99999999999999999999")) {
            assertThat(http.get(path).status()).as(path).isIn(400, 404);
        }
        for (String minutes : List.of("-60", "0", "1.5", "\"sixty\"", "99999999999999999999")) {
            assertThat(http.post(
                                    "/time_entries",
                                    "{\"time_entry\":{\"workspace_id\":\"%s\",\"date_performed\":\"2026-11-20\",\"time_in_minutes\":%s}}"
                                            .formatted(ids.get("project-harrow-erp"), minutes))
                            .status())
                    .as(minutes)
                    .isEqualTo(422);
        }
    }

    @Test
    void custom_field_values_are_checked_by_type() {
        String field = http.post("/custom_fields", "{\"custom_field\":{\"name\":\"Signed\",\"value_type\":\"date\"}}")
                .firstId();
        String body =
                "{\"custom_field_value\":{\"subject_type\":\"Workspace\",\"subject_id\":\"%s\",\"custom_field_id\":\"%s\",\"value\":\"%s\"}}";
        String workspace = workspace();
        assertThat(http.post("/custom_field_values", body.formatted(workspace, field, "soon"))
                        .status())
                .isEqualTo(422);
        assertThat(http.post("/custom_field_values", body.formatted(workspace, field, "2026-11-21"))
                        .status())
                .isEqualTo(200);
        var shown = http.get("/workspaces/" + workspace + "?include=custom_field_values");
        assertThat(shown.json().path("custom_field_values").size()).isEqualTo(1);
    }
}
