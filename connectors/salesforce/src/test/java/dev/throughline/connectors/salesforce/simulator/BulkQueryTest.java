package dev.throughline.connectors.salesforce.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connectors.salesforce.simulator.OrgClient.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Query jobs of Bulk API 2.0, as the vendor documents them. */
class BulkQueryTest {
    private static final String JOBS = "/services/data/v66.0/jobs/query";

    private final SalesforceSimulator simulator = new SalesforceSimulator();
    private OrgClient client;

    @BeforeEach
    void start() {
        simulator.start(0, InstantSource.fixed(Instant.parse("2026-03-02T09:30:00Z")));
        client = OrgClient.signedIn(simulator);
        String alder = simulator.screen().insert("Account", Map.of("Name", "Alder, \"A\""));
        simulator.screen().insert("Account", Map.of("Name", "Birch", "ParentId", alder));
        simulator.screen().insert("Account", Map.of("Name", "Cedar"));
    }

    @AfterEach
    void stop() {
        simulator.close();
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
    }

    @Test
    void a_job_moves_on_when_asked_after_and_gives_its_rows_as_csv() {
        Answer made = create("query", "SELECT Name, parent.name, IsDeleted, CreatedDate FROM Account ORDER BY Name");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.json().path("state").asString()).isEqualTo("UploadComplete");
        assertThat(made.json().path("object").asString()).isEqualTo("Account");
        String job = JOBS + "/" + made.json().path("id").asString();
        assertThat(client.get(job + "/results").errorCode()).isEqualTo("INVALIDJOBSTATE");
        assertThat(client.get(job).json().path("state").asString()).isEqualTo("InProgress");
        assertThat(client.get(job).json().path("state").asString()).isEqualTo("JobComplete");
        assertThat(client.get(job).json().path("numberRecordsProcessed").asInt())
                .isEqualTo(3);
        Answer results = client.get(job + "/results");
        assertThat(results.text()).isEqualTo("""
                        "Name","Parent.Name","IsDeleted","CreatedDate"
                        "Alder, ""A""\","","false","2026-03-02T09:30:00.000Z"
                        "Birch","Alder, ""A""\","false","2026-03-02T09:30:00.000Z"
                        "Cedar","","false","2026-03-02T09:30:00.000Z"
                        """);
        assertThat(results.raw().headers().firstValue("Sforce-Locator")).contains("null");
        assertThat(results.raw().headers().firstValue("Sforce-NumberOfRecords")).contains("3");
    }

    @Test
    void results_come_in_pages_under_a_locator_and_each_has_the_head() {
        String job = completed("SELECT Name FROM Account ORDER BY Name");
        Answer first = client.get(job + "/results?maxRecords=2");
        assertThat(first.text().lines()).hasSize(3);
        String locator = first.raw().headers().firstValue("Sforce-Locator").orElseThrow();
        Answer second = client.get(job + "/results?locator=" + locator + "&maxRecords=2");
        assertThat(second.text()).isEqualTo("\"Name\"\n\"Cedar\"\n");
        assertThat(second.raw().headers().firstValue("Sforce-Locator")).contains("null");
        assertThat(client.get(job + "/results?locator=nonsense").errorCode()).isEqualTo("INVALID_QUERY_LOCATOR");
        assertThat(client.get(job + "/results?maxRecords=0").status()).isEqualTo(400);
    }

    @Test
    void rows_stay_as_they_were_when_the_job_completed() {
        String job = completed("SELECT Name FROM Account");
        simulator.screen().insert("Account", Map.of("Name", "Dogwood"));
        assertThat(client.get(job + "/results").text()).doesNotContain("Dogwood");
    }

    @Test
    void deleted_records_show_to_queryAll_only() {
        String id = simulator.screen().insert("Account", Map.of("Name", "Gone"));
        simulator.screen().delete("Account", id);
        assertThat(results("query")).doesNotContain("Gone");
        assertThat(results("queryAll")).contains("Gone");
    }

    @Test
    void a_job_can_be_listed_aborted_and_deleted() {
        String job = JOBS + "/"
                + create("query", "SELECT Id FROM Account").json().path("id").asString();
        assertThat(client.get(JOBS).json().path("records").size()).isEqualTo(1);
        assertThat(client.get(JOBS + "?jobType=V2Ingest").json().path("records").size())
                .isZero();
        Answer aborted = client.send("PATCH", job, "{\"state\": \"Aborted\"}");
        assertThat(aborted.json().path("state").asString()).isEqualTo("Aborted");
        assertThat(client.send("PATCH", job, "{\"state\": \"Aborted\"}").errorCode())
                .isEqualTo("INVALIDJOBSTATE");
        assertThat(client.delete(job).status()).isEqualTo(204);
        assertThat(client.get(job).status()).isEqualTo(404);
    }

    @Test
    void separator_and_line_ending_are_the_clients_choice() {
        Answer made = client.send(
                "POST",
                JOBS,
                "{\"operation\":\"query\",\"query\":\"SELECT Id, Name FROM Account WHERE Name = 'Cedar'\",\"columnDelimiter\":\"PIPE\",\"lineEnding\":\"CRLF\"}");
        String job = JOBS + "/" + made.json().path("id").asString();
        client.get(job);
        client.get(job);
        assertThat(client.get(job + "/results").text())
                .startsWith("\"Id\"|\"Name\"\r\n")
                .endsWith("|\"Cedar\"\r\n");
    }

    @Test
    void what_bulk_queries_cannot_do_is_refused_at_once() {
        for (String query : List.of(
                "SELECT COUNT(Id) FROM Account",
                "SELECT Id FROM Account OFFSET 2",
                "SELECT Id, (SELECT Id FROM Contacts) FROM Account",
                "SELECT BillingAddress FROM Account")) {
            assertThat(create("query", query).errorCode()).as(query).isEqualTo("API_ERROR");
        }
        assertThat(create("query", "SELECT Nope FROM Account").errorCode()).isEqualTo("INVALID_FIELD");
        assertThat(create("query", "SELECT Id FROM Nope").errorCode()).isEqualTo("INVALID_TYPE");
        assertThat(create("query", "SELEC").errorCode()).isEqualTo("MALFORMED_QUERY");
        assertThat(create("insert", "SELECT Id FROM Account").errorCode()).isEqualTo("API_ERROR");
        assertThat(client.send("POST", JOBS, "{\"operation\":\"query\",\"query\":5}")
                        .errorCode())
                .isEqualTo("API_ERROR");
        assertThat(client.send("PUT", JOBS, "{}").status()).isEqualTo(405);
    }

    private String results(String operation) {
        Answer made = create(operation, "SELECT Name FROM Account");
        String job = JOBS + "/" + made.json().path("id").asString();
        client.get(job);
        client.get(job);
        return client.get(job + "/results").text();
    }

    private String completed(String query) {
        String job = JOBS + "/" + create("query", query).json().path("id").asString();
        client.get(job);
        client.get(job);
        return job;
    }

    private Answer create(String operation, String query) {
        return client.send("POST", JOBS, "{\"operation\":\"%s\",\"query\":\"%s\"}".formatted(operation, query));
    }
}
