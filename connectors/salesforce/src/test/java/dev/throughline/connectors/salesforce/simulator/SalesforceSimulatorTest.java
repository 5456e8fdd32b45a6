package dev.throughline.connectors.salesforce.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connectors.salesforce.simulator.OrgClient.Answer;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated org through the vendor's documented protocol, with a plain client. */
class SalesforceSimulatorTest {
    private static final String V = "/services/data/v66.0";
    private static final Instant NOW = Instant.parse("2026-03-02T09:30:00Z");

    private final SalesforceSimulator simulator = new SalesforceSimulator();
    private OrgClient client;
    private Simulator.Access access;

    @BeforeEach
    void start() {
        simulator.start(0, InstantSource.fixed(NOW));
        access = simulator.access();
        client = new OrgClient(access.baseUrl());
        assertThat(client.token(form("client_credentials", "oauth2-client-credentials"))
                        .status())
                .isEqualTo(200);
    }

    @AfterEach
    void stop() {
        simulator.close();
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
    }

    @Test
    void a_token_answer_names_instance_and_identity_and_no_end() {
        Answer answer = client.token(form("client_credentials", "oauth2-client-credentials"));
        assertThat(answer.json().path("instance_url").asString())
                .isEqualTo(access.baseUrl().toString());
        assertThat(answer.json().path("id").asString()).contains("/id/00D");
        assertThat(answer.json().path("issued_at").isString()).isTrue();
        assertThat(answer.json().has("expires_in")).isFalse();
    }

    @Test
    void every_other_way_to_sign_in_works_too_and_wrong_secrets_do_not() {
        assertThat(client.token(form("refresh_token", "oauth2-refresh-token")).status())
                .isEqualTo(200);
        assertThat(client.token(form("password", "oauth2-password")).status()).isEqualTo(200);
        Map<String, String> wrong = form("client_credentials", "oauth2-client-credentials");
        wrong.put("client_secret", "guess");
        assertThat(client.token(wrong).json().path("error").asString()).isEqualTo("invalid_client");
        wrong.put("client_id", "guess");
        assertThat(client.token(wrong).json().path("error").asString()).isEqualTo("invalid_client_id");
        assertThat(client.token(Map.of("grant_type", "magic"))
                        .json()
                        .path("error")
                        .asString())
                .isEqualTo("unsupported_grant_type");
    }

    @Test
    void an_assertion_counts_only_with_its_signature_and_in_its_time() throws Exception {
        assertThat(assertion(NOW.plusSeconds(120), true).status()).isEqualTo(200);
        assertThat(assertion(NOW.plusSeconds(120), false).json().path("error").asString())
                .isEqualTo("invalid_grant");
        assertThat(assertion(NOW.minusSeconds(1), true).json().path("error").asString())
                .isEqualTo("invalid_grant");
        assertThat(assertion(NOW.plusSeconds(3_600), true).json().path("error").asString())
                .isEqualTo("invalid_grant");
    }

    @Test
    void a_bad_token_and_an_unknown_version_are_refused() {
        assertThat(client.get(V + "/limits").status()).isEqualTo(200);
        assertThat(client.get("/services/data/v68.0/limits").status()).isEqualTo(404);
        assertThat(client.get("/services/data/v30.0/limits").status()).isEqualTo(410);
        client.useToken("00D000000000000!nonsense");
        Answer answer = client.get(V + "/limits");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("INVALID_SESSION_ID");
    }

    @Test
    void every_version_from_31_on_is_listed_and_served_in_its_own_paths() {
        simulator.screen().insert("Account", Map.of("Name", "A"));
        var versions = client.get("/services/data").json();
        assertThat(versions.size()).isEqualTo(37);
        assertThat(versions.path(0).path("label").asString()).isEqualTo("Summer '14");
        assertThat(versions.path(36).path("label").asString()).isEqualTo("Summer '26");
        Answer old = client.get("/services/data/v50.0/query/?q=" + OrgClient.encode("SELECT Id FROM Account"));
        assertThat(old.json().at("/records/0/attributes/url").asString()).startsWith("/services/data/v50.0/sobjects/");
    }

    @Test
    void a_record_lives_from_create_to_delete() {
        Answer made =
                client.send("POST", V + "/sobjects/Account", "{\"Name\": \"  Alder \", \"AnnualRevenue\": 12000000}");
        assertThat(made.status()).isEqualTo(201);
        String id = made.json().path("id").asString();
        assertThat(id).hasSize(18).startsWith("001");
        assertThat(client.send(
                                "PATCH",
                                V + "/sobjects/Account/" + id.substring(0, 15),
                                "{\"Phone\": \"1\", \"Website\": \"\"}")
                        .status())
                .isEqualTo(204);
        Answer read = client.get(V + "/sobjects/Account/" + id);
        assertThat(read.json().path("Name").asString()).isEqualTo("Alder");
        assertThat(read.json().path("SystemModstamp").asString()).isEqualTo("2026-03-02T09:30:00.000+0000");
        assertThat(read.text()).contains("1.2E+7");
        assertThat(read.raw().headers().firstValue("Sforce-Limit-Info")).isPresent();
        assertThat(client.delete(V + "/sobjects/Account/" + id).status()).isEqualTo(204);
        assertThat(client.get(V + "/sobjects/Account/" + id).errorCode()).isEqualTo("ENTITY_IS_DELETED");
    }

    @Test
    void an_upsert_creates_then_updates_and_stops_at_an_ambiguous_key() {
        String path = V + "/sobjects/Account/Throughline_Id__c/C-17%2Fa";
        Answer first = client.send("PATCH", path, "{\"Name\": \"One\"}");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().path("created").asBoolean()).isTrue();
        Answer second = client.send("PATCH", path, "{\"Name\": \"Two\"}");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().path("id").asString())
                .isEqualTo(first.json().path("id").asString());
        assertThat(client.get(path).json().path("Throughline_Id__c").asString()).isEqualTo("C-17/a");
        Answer twin = client.send(
                "POST", V + "/sobjects/Account", "{\"Name\": \"Three\", \"Throughline_Id__c\": \"c-17/A\"}");
        assertThat(twin.errorCode()).isEqualTo("DUPLICATE_VALUE");
        assertThat(twin.message()).contains(first.json().path("id").asString());

        client.send("POST", V + "/sobjects/Account", "{\"Name\": \"Four\", \"ERP_Customer_Id__c\": \"E1\"}");
        client.send("POST", V + "/sobjects/Account", "{\"Name\": \"Five\", \"ERP_Customer_Id__c\": \"E1\"}");
        Answer ambiguous = client.send("PATCH", V + "/sobjects/Account/ERP_Customer_Id__c/E1", "{\"Name\": \"Six\"}");
        assertThat(ambiguous.status()).isEqualTo(300);
        assertThat(ambiguous.json().size()).isEqualTo(2);
        assertThat(client.send("PATCH", path.replace("17", "18") + "?updateOnly=true", "{\"Name\": \"X\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void bad_records_are_refused_with_the_documented_codes() {
        assertCode("{}", "REQUIRED_FIELD_MISSING");
        assertCode("{\"Name\": \"A\", \"Foo\": 1}", "INVALID_FIELD");
        assertCode("{\"Name\": \"A\", \"CreatedDate\": \"2026-01-01T00:00:00Z\"}", "INVALID_FIELD_FOR_INSERT_UPDATE");
        assertCode("{\"Name\": 5}", "JSON_PARSER_ERROR");
        assertCode("{\"Name\": ", "JSON_PARSER_ERROR");
        assertCode("[]", "JSON_PARSER_ERROR");
        assertCode("", "JSON_PARSER_ERROR");
        assertCode("{\"Name\": \"%s\"}".formatted("x".repeat(256)), "STRING_TOO_LONG");
        assertCode("{\"Name\": \"A\", \"ParentId\": \"nonsense\"}", "MALFORMED_ID");
        assertCode("{\"Name\": \"A\", \"ParentId\": \"001000000000000AAA\"}", "INVALID_CROSS_REFERENCE_KEY");
        assertCode("{\"Name\": \"A\", \"BillingCountryCode\": \"XX\"}", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
        assertCode("{\"Name\": \"A\", \"Parent\": {\"Throughline_Id__c\": \"none\"}}", "INVALID_FIELD");
        Answer xml = client.send("POST", V + "/sobjects/Account", "application/xml", "<Account/>");
        assertThat(xml.status()).isEqualTo(415);
        Answer stage = client.send(
                "POST",
                V + "/sobjects/Opportunity",
                "{\"Name\": \"A\", \"CloseDate\": \"9999-01-01\", \"StageName\": \"Closed Won\"}");
        assertThat(stage.errorCode()).isEqualTo("JSON_PARSER_ERROR");
        assertThat(simulator.screen().records("Account")).isEmpty();
    }

    @Test
    void a_stage_decides_whether_a_deal_is_won() {
        Answer made = client.send(
                "POST",
                V + "/sobjects/Opportunity",
                "{\"Name\": \"A\", \"CloseDate\": \"2026-03-01\", \"StageName\": \"Closed Won\", \"Amount\": 10.005}");
        var deal = client.get(
                        V + "/sobjects/Opportunity/" + made.json().path("id").asString())
                .json();
        assertThat(deal.path("IsWon").asBoolean()).isTrue();
        assertThat(deal.path("Probability").asInt()).isEqualTo(100);
        assertThat(deal.path("Amount").decimalValue()).isEqualByComparingTo("10.01");
    }

    @Test
    void a_collection_takes_the_good_and_tells_the_bad_unless_all_or_none() {
        String records =
                "\"records\": [{\"attributes\": {\"type\": \"Account\"}, \"Name\": \"Good\"}, {\"attributes\": {\"type\": \"Account\"}}]}";
        Answer some = client.send("POST", V + "/composite/sobjects", "{\"allOrNone\": false, " + records);
        assertThat(some.status()).isEqualTo(200);
        assertThat(some.json().at("/0/success").asBoolean()).isTrue();
        assertThat(some.json().at("/1/errors/0/statusCode").asString()).isEqualTo("REQUIRED_FIELD_MISSING");
        Answer none = client.send("POST", V + "/composite/sobjects", "{\"allOrNone\": true, " + records);
        assertThat(none.json().at("/0/errors/0/statusCode").asString()).isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        assertThat(simulator.screen().records("Account")).hasSize(1);
        String many = "{\"attributes\": {\"type\": \"Account\"}, \"Name\": \"N\"},".repeat(200);
        Answer tooMany = client.send("POST", V + "/composite/sobjects", "{\"records\": [" + many + "{}]}");
        assertThat(tooMany.errorCode()).isEqualTo("EXCEEDED_ID_LIMIT");
    }

    @Test
    void a_composite_refers_to_earlier_answers_and_is_one_transaction_when_told() {
        String first =
                "{\"method\": \"POST\", \"url\": \"%s/sobjects/Account\", \"referenceId\": \"acc\", \"body\": {\"Name\": \"C\"}}"
                        .formatted(V);
        String second =
                "{\"method\": \"POST\", \"url\": \"%s/sobjects/Contact\", \"referenceId\": \"con\", \"body\": {%s\"AccountId\": \"@{acc.id}\"}}";
        Answer good = client.send(
                "POST",
                V + "/composite",
                "{\"allOrNone\": true, \"compositeRequest\": [%s, %s]}"
                        .formatted(first, second.formatted(V, "\"LastName\": \"L\", ")));
        assertThat(good.json().at("/compositeResponse/1/httpStatusCode").asInt())
                .as(good.text())
                .isEqualTo(201);
        Answer bad = client.send(
                "POST",
                V + "/composite",
                "{\"allOrNone\": true, \"compositeRequest\": [%s, %s]}".formatted(first, second.formatted(V, "")));
        assertThat(bad.json().at("/compositeResponse/0/body/0/errorCode").asString())
                .isEqualTo("PROCESSING_HALTED");
        assertThat(bad.json().at("/compositeResponse/1/body/0/errorCode").asString())
                .isEqualTo("REQUIRED_FIELD_MISSING");
        assertThat(simulator.screen().records("Account")).hasSize(1);
    }

    @Test
    void a_bulk_job_goes_through_its_states_and_tells_each_row() {
        String create =
                "{\"operation\": \"upsert\", \"object\": \"Account\", \"externalIdFieldName\": \"Throughline_Id__c\", \"contentType\": \"CSV\", \"lineEnding\": \"LF\"}";
        String job = V + "/jobs/ingest/"
                + client.send("POST", V + "/jobs/ingest", create)
                        .json()
                        .path("id")
                        .asString();
        assertThat(client.send(
                                "PUT",
                                job + "/batches",
                                "text/csv",
                                "Throughline_Id__c,Name,Phone\nK1,\"Alder, \"\"A\"\"\",1\nK2,,\n")
                        .status())
                .isEqualTo(201);
        assertThat(client.send("PATCH", job, "{\"state\": \"UploadComplete\"}")
                        .json()
                        .path("state")
                        .asString())
                .isEqualTo("UploadComplete");
        assertThat(client.get(job).json().path("state").asString()).isEqualTo("InProgress");
        Answer done = client.get(job);
        assertThat(done.json().path("state").asString()).isEqualTo("JobComplete");
        assertThat(done.json().path("numberRecordsFailed").asInt()).isEqualTo(1);
        assertThat(client.get(job + "/successfulResults").text())
                .startsWith("\"sf__Id\",\"sf__Created\"")
                .contains("\"true\",\"K1\"");
        assertThat(client.get(job + "/failedResults").text()).contains("REQUIRED_FIELD_MISSING");
        assertThat(simulator.screen().records("Account").getFirst()).containsEntry("Name", "Alder, \"A\"");
    }

    @Test
    void a_used_up_day_is_told_as_403() {
        simulator.dailyRequests(2);
        client.get(V + "/limits");
        client.get(V + "/limits");
        Answer third = client.get(V + "/limits");
        assertThat(third.status()).isEqualTo(403);
        assertThat(third.errorCode()).isEqualTo("REQUEST_LIMIT_EXCEEDED");
        assertThat(third.raw().headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void maintenance_is_json_one_time_and_html_the_next() {
        simulator.faults().next(Fault.UNAVAILABLE, 2, "");
        assertThat(client.get(V + "/limits").errorCode()).isEqualTo("SERVER_UNAVAILABLE");
        Answer html = client.get(V + "/limits");
        assertThat(html.status()).isEqualTo(503);
        assertThat(html.text()).startsWith("<html>");
    }

    @Test
    void describe_tells_of_keys_picklists_and_parents() {
        var fields = client.get(V + "/sobjects/Opportunity/describe").json().path("fields");
        Map<String, tools.jackson.databind.JsonNode> byName = new LinkedHashMap<>();
        fields.forEach(f -> byName.put(f.path("name").asString(), f));
        assertThat(byName.get("Throughline_Id__c").path("externalId").asBoolean())
                .isTrue();
        assertThat(byName.get("StageName").path("picklistValues").size()).isEqualTo(10);
        assertThat(byName.get("AccountId").path("referenceTo").path(0).asString())
                .isEqualTo("Account");
        assertThat(byName.get("IsWon").path("updateable").asBoolean()).isFalse();
        assertThat(client.get(V + "/sobjects").json().path("sobjects").size()).isEqualTo(13);
    }

    @Test
    void updated_and_deleted_name_the_records_of_a_window() {
        String id = simulator.screen().insert("Account", Map.of("Name", "A"));
        String window = "?start=2026-03-01T00:00:00Z&end=2026-03-03T00:00:00%2B00:00";
        assertThat(client.get(V + "/sobjects/Account/updated/" + window)
                        .json()
                        .at("/ids/0")
                        .asString())
                .isEqualTo(id);
        simulator.screen().delete("Account", id);
        assertThat(client.get(V + "/sobjects/Account/deleted" + window)
                        .json()
                        .at("/deletedRecords/0/id")
                        .asString())
                .isEqualTo(id);
    }

    private void assertCode(String body, String code) {
        Answer answer = client.send("POST", V + "/sobjects/Account", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).as(body + " gave " + answer.text()).isEqualTo(code);
    }

    private Map<String, String> form(String grant, String method) {
        Map<String, String> form = new LinkedHashMap<>(credential(method));
        form.put("grant_type", grant);
        return form;
    }

    private Map<String, String> credential(String method) {
        return access.credentials().stream()
                .filter(c -> c.method().equals(method))
                .findFirst()
                .orElseThrow()
                .values();
    }

    private Answer assertion(Instant expires, boolean signedRightly) throws Exception {
        Map<String, String> values = credential("oauth2-jwt-bearer");
        String claims = "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"https://login.salesforce.com\",\"exp\":%d}"
                .formatted(values.get("client_id"), values.get("username"), expires.getEpochSecond());
        String signed = base64("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        String pem = values.get("private_key").replaceAll("-----[A-Z ]+-----|\\s", "");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem))));
        signature.update((signedRightly ? signed : signed + "x").getBytes(StandardCharsets.US_ASCII));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.put("assertion", signed + "." + base64(signature.sign()));
        return client.token(form);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
