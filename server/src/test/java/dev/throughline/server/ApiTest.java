package dev.throughline.server;

import static dev.throughline.server.testing.TestServer.call;
import static dev.throughline.server.testing.TestServer.get;
import static dev.throughline.server.testing.TestServer.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.capture.Busy;
import dev.throughline.hub.storage.Space;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.server.testing.FakeRooms;
import dev.throughline.server.testing.TestServer;
import dev.throughline.server.web.ProblemHandler;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiTest {
    private static final String CHANGE = """
            {"system": "salesforce", "objectType": "Opportunity", "externalId": "%s", "version": 7, "payload": {"Amount": 120000.50}}""";

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static void isProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("remedy").asString()).isNotBlank();
        assertThat(problem.path("correlationId").asString())
                .isEqualTo(answer.headers().firstValue("X-Correlation-Id").orElse("?"));
    }

    @Test
    void a_billing_run_is_looked_at_asked_for_approved_and_told() {
        var preview = json(get("/api/v1/billing/preview?through=2026-02-28"));
        assertThat(preview.path("ready").get(0).path("amount").asString()).isEqualTo("1200.00");
        assertThat(preview.path("projects")
                        .get(0)
                        .path("causes")
                        .get(0)
                        .path("code")
                        .asString())
                .isEqualTo("RATE_MISSING");
        assertThat(post("/api/v1/billing/runs", "{\"through\": \"2026-02-28\"}").statusCode())
                .isEqualTo(202);
        assertThat(json(get("/api/v1/billing/runs/7"))
                        .path("taken")
                        .get(0)
                        .path("place")
                        .asString())
                .isEqualTo("held");
        assertThat(json(post("/api/v1/billing/runs/8/approve", "{\"reason\": \"as agreed\"}"))
                        .path("state")
                        .asString())
                .isEqualTo("BEGUN");
        isProblem(post("/api/v1/billing/runs/7/approve", "{\"reason\": \"again\"}"), 409, "NOT_WAITING");
        isProblem(post("/api/v1/billing/runs/99/reject", "{}"), 422, "FIELDS_INVALID");
        isProblem(get("/api/v1/billing/runs/99"), 404, "UNKNOWN_RUN");
        isProblem(post("/api/v1/billing/runs", "{\"through\": \"2019-12-31\"}"), 409, "NOTHING_TO_BILL");
        isProblem(get("/api/v1/shadow/comparison?period=october"), 422, "FIELDS_INVALID");
        String month = "{\"from\": \"2026-09-01\", \"to\": \"2026-09-30\"";
        assertThat(json(post("/api/v1/what-if", month + "}")).path("state").asString())
                .isEqualTo("done");
        isProblem(post("/api/v1/what-if", month + ", \"policies\": \"nonsense\"}"), 422, "CHANGE_UNUSABLE");
        isProblem(post("/api/v1/what-if", month + ", \"mappings\": {\"a.yaml\": 7}}"), 422, "FIELDS_INVALID");
        isProblem(get("/api/v1/what-if/w9"), 404, "UNKNOWN_WHAT_IF");
        assertThat(json(get("/api/v1/shadow/comparison?period=2026-10"))
                        .path("differences")
                        .size())
                .isEqualTo(2);
        assertThat(json(get("/api/v1/shadow")).toString()).contains("time-to-billing", "shadow");
        isProblem(get("/api/v1/billing/preview?through=tomorrow"), 422, "FIELDS_INVALID");
        isProblem(get("/api/v1/billing/preview?through=2026-02-28&project=8812"), 422, "FIELDS_INVALID");
    }

    @Test
    void what_needs_approval_is_not_billed_by_another_door() {
        isProblem(
                post(
                        "/api/v1/processes/publish-approved-time-for-billing",
                        "{\"project\": \"prj_1\", \"through\": \"2099-02-28\"}"),
                409,
                "APPROVAL_NEEDED");
    }

    @Test
    void a_change_is_stored_once_and_told_where() {
        var first = post("/api/v1/changes", CHANGE.formatted("006-once"));
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(json(first).path("status").asString()).isEqualTo("stored");
        assertThat(json(first).path("position").asString()).matches("\\d+:\\d+");
        assertThat(json(post("/api/v1/changes", CHANGE.formatted("006-once")))
                        .path("status")
                        .asString())
                .isEqualTo("repeated");
    }

    @Test
    void the_same_time_with_other_content_is_another_version_and_only_a_true_repeat_is_one() {
        String hours = """
                {"system": "salesforce", "objectType": "TimeEntry", "externalId": "te-1", "occurredAt": "2026-03-02T09:00:00Z", "payload": %s}""";
        assertThat(status(hours.formatted("{\"hours\": 8, \"by\": {\"a\": 1, \"b\": [2, 3]}}")))
                .isEqualTo("stored");
        assertThat(status(hours.formatted("{\"by\": {\"b\": [2, 3], \"a\": 1}, \"hours\": 8}")))
                .isEqualTo("repeated");
        assertThat(status(hours.formatted("{\"hours\": 6, \"by\": {\"a\": 1, \"b\": [2, 3]}}")))
                .isEqualTo("stored");
        assertThat(status(hours.formatted("{\"hours\": 8, \"by\": {\"a\": 1, \"b\": [3, 2]}}")))
                .isEqualTo("stored");
        assertThat(status(CHANGE.formatted("te-2"))).isEqualTo("stored");
        assertThat(status(CHANGE.formatted("te-2").replace("120000.50", "120000.51")))
                .as("a counter that was not counted up")
                .isEqualTo("stored");
        String gone =
                CHANGE.formatted("te-2").replace("\"payload\": {\"Amount\": 120000.50}", "\"operation\": \"deleted\"");
        assertThat(status(gone)).isEqualTo("stored");
        assertThat(status(gone)).isEqualTo("repeated");
    }

    private static String status(String change) {
        return json(post("/api/v1/changes", change)).path("status").asString();
    }

    @Test
    void events_are_decided_again_by_the_same_door_and_counted_first() {
        var counted = post(
                "/api/v1/replays",
                "{\"from\": \"decide\", \"objectType\": \"TimeEntry\", \"since\": \"2026-03-01T00:00:00Z\", \"dryRun\": true}");
        assertThat(counted.statusCode()).isEqualTo(200);
        assertThat(TestServer.ROOMS.asked.getLast())
                .startsWith("preview Events")
                .contains("type=Optional[TIME_ENTRY]");
        var queued = post("/api/v1/replays", "{\"from\": \"decide\", \"exception\": 17, \"reason\": \"mended\"}");
        assertThat(queued.statusCode()).isEqualTo(202);
        assertThat(json(queued).path("count").asInt()).isEqualTo(3);
        assertThat(TestServer.ROOMS.asked.getLast()).startsWith("replay Events").contains("exception=Optional[17]");
        assertThat(json(get("/api/v1/replays")).path("decide").asInt()).isEqualTo(1);
        for (String bad : List.of(
                "{\"from\": \"decide\", \"reason\": \"all of it\"}",
                "{\"from\": \"decide\", \"event\": \"Anything\", \"reason\": \"x\"}",
                "{\"from\": \"decide\", \"objectType\": \"Hour\", \"reason\": \"x\"}",
                "{\"from\": \"decide\", \"since\": \"yesterday\", \"reason\": \"x\"}",
                "{\"from\": \"decide\", \"fate\": \"held\", \"reason\": \"x\"}",
                "{\"from\": \"dispatch\", \"position\": \"1:1\", \"reason\": \"x\"}",
                "{\"from\": \"decide\", \"position\": \"1:1\"}")) {
            assertThat(post("/api/v1/replays", bad).statusCode()).as(bad).isEqualTo(422);
        }
        String reader = TestServer.keyWith(dev.throughline.server.security.Scope.THREAD_READ);
        assertThat(call("POST", "/api/v1/replays", reader, "{}").statusCode()).isEqualTo(403);
    }

    @Test
    void a_batch_answers_each_change_in_order_and_a_bad_one_does_not_harm_the_others() {
        var answer = post(
                "/api/v1/changes",
                "{\"changes\": [%s, {\"system\": \"nix\", \"objectType\": \"X\", \"externalId\": \"1\", \"version\": 1, \"payload\": {}}, {\"sytem\": 3}, %s]}"
                        .formatted(CHANGE.formatted("006-b1"), CHANGE.formatted("006-b2")));
        assertThat(answer.statusCode()).isEqualTo(207);
        JsonNode results = json(answer).path("results");
        assertThat(results.get(0).path("status").asString()).isEqualTo("stored");
        assertThat(results.get(1).path("code").asString()).isEqualTo("UNKNOWN_SYSTEM");
        assertThat(results.get(2).path("errors").findValuesAsString("field"))
                .contains("/changes/2/sytem", "/changes/2/system", "/changes/2/objectType");
        assertThat(results.get(3).path("status").asString()).isEqualTo("stored");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"system": "salesforce",                                                  | 400 | MALFORMED_JSON
            {"system": "a", "system": "b"}                                             | 400 | MALFORMED_JSON
            <xml/>                                                                     | 400 | MALFORMED_JSON
            []                                                                         | 422 | FIELDS_INVALID
            42                                                                         | 422 | FIELDS_INVALID
            {"changes": 3}                                                             | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": 3, "externalId": "1", "version": 1, "payload": {}} | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": "O", "externalId": "1", "payload": {}}             | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": "O", "externalId": "1", "version": "9999-01-01T00:00:00Z", "payload": {}} | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": "O", "externalId": "1", "version": 1, "payload": []} | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": "O", "externalId": "1", "version": 1, "payload": {}, "x": 1} | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": "O", "externalId": "1", "occurredAt": "+999999999-01-01T00:00:00Z", "payload": {}} | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": "O", "externalId": "1", "version": 1, "occurredAt": "-999999999-01-01T00:00:00Z", "payload": {}} | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": "O", "externalId": "a\\ud800", "version": 1, "payload": {}} | 422 | FIELDS_INVALID
            {"system": "salesforce", "objectType": "O", "externalId": "a\\u0000", "version": 1, "payload": {}} | 422 | FIELDS_INVALID
            {"system": "nowhere", "objectType": "O", "externalId": "1", "version": 1, "payload": {}}  | 404 | UNKNOWN_SYSTEM
            """)
    void bad_input_gets_a_clear_answer(String body, int status, String code) {
        isProblem(post("/api/v1/changes", body), status, code);
    }

    @ParameterizedTest
    @CsvSource({
        "08006, 503, DATABASE_UNAVAILABLE",
        "57P01, 503, DATABASE_UNAVAILABLE",
        "53300, 503, DATABASE_UNAVAILABLE",
        "53100, 503, DATABASE_FULL",
    })
    void storage_that_is_away_or_full_says_when_to_come_again(String sqlState, int status, String code) {
        refusedWith(new StorageException(new SQLException("secret detail of the statement", sqlState)), status, code);
    }

    @Test
    void a_hub_with_its_door_full_says_so() {
        refusedWith(new Busy(), 503, "HUB_BUSY");
    }

    private static void refusedWith(RuntimeException refusal, int status, String code) {
        TestServer.ROOMS.refusal = Optional.of(refusal);
        try {
            var answer = post("/api/v1/changes", CHANGE.formatted("006-refused"));
            isProblem(answer, status, code);
            assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
            assertThat(answer.body()).doesNotContain("secret detail");
        } finally {
            TestServer.ROOMS.refusal = Optional.empty();
            Space.freed();
        }
        assertThat(post("/api/v1/changes", CHANGE.formatted("006-refused-" + code))
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void malformed_json_is_told_with_its_place() {
        JsonNode problem = json(post("/api/v1/changes", "{\n  \"system\": salesforce}"));
        assertThat(problem.path("line").asInt()).isEqualTo(2);
        assertThat(problem.path("column").asInt()).isPositive();
    }

    @Test
    void a_body_of_20_megabytes_is_refused_before_it_is_kept() {
        var request = TestServer.request(
                "POST",
                "/api/v1/changes",
                TestServer.ADMIN_KEY,
                HttpRequest.BodyPublishers.ofByteArray(new byte[20 * 1024 * 1024]));
        isProblem(TestServer.send(request), 413, "BODY_TOO_LARGE");
    }

    @Test
    void a_body_without_a_stated_length_is_refused_while_it_is_read() {
        var sent = new AtomicLong();
        var request = TestServer.request(
                "POST",
                "/api/v1/changes",
                TestServer.ADMIN_KEY,
                HttpRequest.BodyPublishers.ofInputStream(() -> blanks(20L * 1024 * 1024, sent)));
        isProblem(TestServer.send(request), 413, "BODY_TOO_LARGE");
    }

    private static InputStream blanks(long bytes, AtomicLong sent) {
        return new InputStream() {
            @Override
            public int read() {
                return sent.incrementAndGet() > bytes ? -1 : ' ';
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (sent.get() >= bytes) {
                    return -1;
                }
                java.util.Arrays.fill(into, offset, offset + length, (byte) ' ');
                sent.addAndGet(length);
                return length;
            }
        };
    }

    @Test
    void a_deal_is_judged_without_being_begun() {
        int before = TestServer.ROOMS.asked.size();
        var told = post("/api/v1/processes/validate-deal", "{\"opportunity\": \"opp_1\"}");
        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(told.body()).contains("\"ready\":false", "DEAL_WITHOUT_START", "\"stage\":\"open\"");
        isProblem(post("/api/v1/processes/validate-deal", "{\"opportunity\": \"opp_9\"}"), 404, "UNKNOWN_DEAL");
        assertThat(TestServer.ROOMS.asked).hasSize(before);
    }

    @Test
    void who_prefers_to_wait_is_told_what_came_of_a_deal() {
        String path = "/api/v1/processes/create-project-from-won-opportunity";
        var known = post(path, "{\"opportunity\": \"opp_1\"}", "Prefer", "respond-async, wait=10");
        assertThat(known.statusCode()).isEqualTo(200);
        assertThat(known.headers().firstValue("Preference-Applied")).hasValue("wait=10");
        assertThat(known.body()).contains("\"settled\":true", "\"project\":\"prj_1\"");
        var longer = post(path, "{\"opportunity\": \"opp_2\"}", "Prefer", "wait=999");
        assertThat(longer.statusCode()).isEqualTo(202);
        assertThat(longer.headers().firstValue("Preference-Applied")).hasValue("wait=30");
        assertThat(longer.body()).contains("\"settled\":false", "CreatingProject");
        for (String none : new String[] {"wait=soon", "await=10", "return=minimal"}) {
            var asked = post(path, "{\"opportunity\": \"opp_1\"}", "Prefer", none);
            assertThat(asked.statusCode()).as(none).isEqualTo(202);
            assertThat(asked.headers().firstValue("Preference-Applied"))
                    .as(none)
                    .isEmpty();
        }
    }

    @Test
    void the_same_idempotency_key_gets_the_same_answer_and_the_effect_happens_once() {
        String body = "{\"opportunity\": \"opp_77\"}";
        String path = "/api/v1/processes/create-project-from-won-opportunity";
        int before = TestServer.ROOMS.asked.size();
        var first = post(path, body, "Idempotency-Key", "key-1");
        var again = post(path, body, "Idempotency-Key", "key-1");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(TestServer.ROOMS.asked).hasSize(before + 1);
        isProblem(
                post(path, "{\"opportunity\": \"opp_78\"}", "Idempotency-Key", "key-1"), 422, "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void a_request_that_failed_may_be_tried_again_with_its_key() {
        String path = "/api/v1/processes/activate-contract";
        isProblem(post(path, "{\"contract\": \"opp_1\"}", "Idempotency-Key", "key-2"), 422, "FIELDS_INVALID");
        assertThat(post(path, "{\"contract\": \"ctr_1\"}", "Idempotency-Key", "key-2")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void a_repeat_while_the_first_is_under_way_is_told_to_wait() throws Exception {
        String body = "{\"invoice\": \"inv_1\"}";
        String path = "/api/v1/processes/sync-invoice-status";
        assertThat(post(path, body, "Idempotency-Key", "key-3").statusCode()).isEqualTo(202);
        try (var connection = TestServer.DATABASE.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE api_idempotency SET status = NULL, answer = NULL, at = now() WHERE key = 'key-3'");
        }
        isProblem(post(path, body, "Idempotency-Key", "key-3"), 409, "IDEMPOTENCY_UNDER_WAY");
        try (var connection = TestServer.DATABASE.source().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE api_idempotency SET at = now() - interval '3 minutes' WHERE key = 'key-3'");
        }
        assertThat(post(path, body, "Idempotency-Key", "key-3").statusCode()).isEqualTo(202);
    }

    @Test
    void an_exception_is_acted_on_only_in_the_state_that_was_seen() {
        var seen = get("/api/v1/exceptions/5");
        String etag = seen.headers().firstValue("ETag").orElseThrow();
        var skipped = post("/api/v1/exceptions/5/skip", "{\"reason\": \"a test\"}", "If-Match", etag);
        assertThat(skipped.statusCode()).as(skipped.body()).isEqualTo(200);
        assertThat(json(skipped).path("state").asString()).isEqualTo("skipped");
        isProblem(post("/api/v1/exceptions/5/skip", "{\"reason\": \"again\"}", "If-Match", etag), 409, "STALE");
        isProblem(post("/api/v1/exceptions/6/skip", "{\"reason\": \"no version\"}"), 422, "FIELDS_INVALID");
        isProblem(post("/api/v1/exceptions/999999/retry", "{\"version\": 1}"), 404, "UNKNOWN_EXCEPTION");
        isProblem(get("/api/v1/exceptions/abc"), 422, "FIELDS_INVALID");
    }

    @Test
    void corrections_keep_their_types_and_decimals() {
        var answer = post(
                "/api/v1/exceptions/7/correct",
                "{\"version\": 1, \"reason\": \"typo\", \"corrections\": {\"/Amount\": 10.10, \"/Name\": \"A\", \"/Old\": null}}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var corrections = TestServer.ROOMS.desk.corrections.getLast();
        assertThat(corrections.get("/Amount")).isEqualTo(new java.math.BigDecimal("10.10"));
        assertThat(corrections).containsEntry("/Name", "A").containsEntry("/Old", null);
    }

    @Test
    void pages_follow_each_other_without_gap_or_repeat() {
        JsonNode first = json(get("/api/v1/exceptions?limit=20"));
        JsonNode second = json(
                get("/api/v1/exceptions?limit=20&before=" + first.path("next").asString()));
        var ids = new java.util.HashSet<String>(first.path("items").findValuesAsString("id"));
        assertThat(ids).hasSize(20);
        assertThat(second.path("items").findValuesAsString("id")).hasSize(20).doesNotContainAnyElementsOf(ids);
        isProblem(get("/api/v1/exceptions?limit=0"), 422, "FIELDS_INVALID");
    }

    @Test
    void a_webhook_is_taken_only_with_the_connectors_proof() {
        var right = call("POST", "/hooks/meridian/salesforce", "", "{}", "X-Signature", FakeRooms.SIGNATURE);
        assertThat(right.statusCode()).isEqualTo(200);
        var wrong = call("POST", "/hooks/meridian/salesforce", "", "{}", "X-Signature", "guess");
        isProblem(wrong, 401, "NOTICE_REFUSED");
        assertThat(wrong.body()).doesNotContain("signature is wrong");
        isProblem(call("POST", "/hooks/meridian/nowhere", "", "{}"), 404, "UNKNOWN_SYSTEM");
        isProblem(call("POST", "/hooks/other/salesforce", "", "{}"), 404, "UNKNOWN_SYSTEM");
    }

    @Test
    void answers_carry_correlation_and_rate_headers_and_amounts_as_text() {
        var answer = call("GET", "/api/v1/exceptions/1", TestServer.ADMIN_KEY, "", "X-Correlation-Id", "deal-42");
        assertThat(answer.headers().firstValue("X-Correlation-Id")).hasValue("deal-42");
        assertThat(answer.headers().firstValue("RateLimit-Remaining")).isPresent();
        assertThat(json(answer).path("atStake").isString()).isTrue();
        assertThat(json(answer).has("assignee")).isFalse();
        var forged = call("GET", "/api/v1/exceptions/1", TestServer.ADMIN_KEY, "", "X-Correlation-Id", "a b<c>");
        assertThat(forged.headers().firstValue("X-Correlation-Id").orElseThrow())
                .startsWith("req-");
    }

    @Test
    void an_address_or_method_that_is_not_offered_is_told_so() {
        isProblem(get("/api/v1/nothing"), 404, "NO_SUCH_ROUTE");
        isProblem(call("DELETE", "/api/v1/overview", TestServer.ADMIN_KEY, ""), 405, "METHOD_NOT_ALLOWED");
        isProblem(post("/api/v1/changes", "a=b", "Content-Type", "text/plain"), 415, "MEDIA_TYPE");
    }

    @Test
    void what_the_container_itself_refuses_is_a_problem_too() {
        for (String path : new String[] {"/api/v1/explain/a%2Fb", "/api/v1/explain/a%00", "/?" + "a".repeat(20_000)}) {
            var answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(json(answer).path("code").asString()).isEqualTo("MALFORMED_REQUEST");
            assertThat(json(answer).path("remedy").asString()).contains("encoded slash", "16 KB");
        }
    }

    @Test
    void a_packed_body_is_refused_and_never_unpacked() {
        isProblem(post("/api/v1/changes", "whatever", "Content-Encoding", "gzip"), 415, "CONTENT_ENCODING");
    }

    @Test
    void a_body_that_does_not_come_or_breaks_off_is_the_senders_to_repeat() {
        assertThat(ProblemHandler.of(new java.net.SocketTimeoutException()).status())
                .isEqualTo(408);
        assertThat(ProblemHandler.of(new java.io.EOFException()).code()).isEqualTo("BODY_CUT_OFF");
    }

    @Test
    void a_line_is_explained_by_any_id_and_amounts_leave_as_text() {
        JsonNode told = json(get("/api/v1/explain/te1"));
        assertThat(told.path("id").asString()).isEqualTo("tim_1");
        assertThat(told.path("places").get(0).path("amount").isString()).isTrue();
        assertThat(told.path("pricing").path("version").asInt()).isEqualTo(2);
        assertThat(told.path("next").asString()).contains("2026-03-09");
    }

    @Test
    void what_cannot_be_explained_gets_a_clear_answer_with_suggestions() {
        var unknown = get("/api/v1/explain/INV-4");
        isProblem(unknown, 404, "UNKNOWN_ID");
        assertThat(json(unknown).path("remedy").asString())
                .isEqualTo("Did you mean inv_1 (Invoice, invoice number inv-42)?");
        assertThat(json(unknown).path("suggestions").get(0).path("canonicalId").asString())
                .isEqualTo("inv_1");
        isProblem(get("/api/v1/explain/double"), 409, "AMBIGUOUS_ID");
        isProblem(get("/api/v1/explain/prj_1"), 404, "NOT_A_LINE");
    }
}
