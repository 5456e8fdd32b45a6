package dev.throughline.connectors.salesforce.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connectors.salesforce.simulator.OrgClient.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** SOSL and parameterized search. */
class SearchTest {
    private static final String V = "/services/data/v66.0";

    private final SalesforceSimulator simulator = new SalesforceSimulator();
    private OrgClient client;

    @BeforeEach
    void start() {
        simulator.start(0, InstantSource.fixed(Instant.parse("2026-03-02T09:30:00Z")));
        client = OrgClient.signedIn(simulator);
        simulator.screen().insert("Account", Map.of("Name", "Harrow Mills", "Phone", "+44 161 555"));
        simulator.screen().insert("Account", Map.of("Name", "Harrowgate Dyers", "Description", "sold by Harrow"));
        simulator.screen().insert("Contact", Map.of("LastName", "Harrow", "Email", "ann@mills.example"));
    }

    @AfterEach
    void stop() {
        simulator.close();
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
    }

    @Test
    void words_are_found_whole_in_the_fields_that_are_searched() {
        assertThat(names("FIND {harrow} IN NAME FIELDS RETURNING Account(Name), Contact(Name)"))
                .containsExactly("Harrow Mills", "Harrow");
        assertThat(names("FIND {harrow} RETURNING Account(Name ORDER BY Name DESC)"))
                .containsExactly("Harrowgate Dyers", "Harrow Mills");
        assertThat(names("find {mills} in email fields returning Account(Name), Contact(Name)"))
                .containsExactly("Harrow");
        assertThat(names("FIND {161} IN PHONE FIELDS RETURNING Account(Name)")).containsExactly("Harrow Mills");
    }

    @Test
    void stars_phrases_and_several_words_narrow_or_widen() {
        assertThat(names("FIND {harrow*} IN NAME FIELDS RETURNING Account(Name)"))
                .containsExactly("Harrow Mills", "Harrowgate Dyers");
        assertThat(names("FIND {mills harrow} IN NAME FIELDS RETURNING Account(Name)"))
                .containsExactly("Harrow Mills");
        assertThat(names("FIND {\"mills harrow\"} IN NAME FIELDS RETURNING Account(Name)"))
                .isEmpty();
        assertThat(names("FIND {\"harrow mills\"} IN NAME FIELDS RETURNING Account(Name)"))
                .containsExactly("Harrow Mills");
    }

    @Test
    void each_object_may_filter_and_limit_and_so_may_the_whole() {
        assertThat(
                        names(
                                "FIND {harrow*} IN NAME FIELDS RETURNING Account(Name WHERE Name LIKE '%(x)%' OR Phone != null)"))
                .containsExactly("Harrow Mills");
        assertThat(names("FIND {harrow*} RETURNING Account(Name LIMIT 1), Contact(Name)"))
                .containsExactly("Harrow Mills", "Harrow");
        assertThat(names("FIND {harrow*} RETURNING Account(Name), Contact(Name) LIMIT 1"))
                .containsExactly("Harrow Mills");
        Answer ids = search("FIND {harrow*}");
        assertThat(ids.json().path("searchRecords").size()).isEqualTo(3);
        assertThat(ids.json().at("/searchRecords/0/attributes/type").asString()).isEqualTo("Account");
    }

    @Test
    void parameters_and_json_say_the_same() {
        Answer got = client.get(
                V + "/parameterizedSearch/?q=harrow&in=NAME&sobject=Account&Account.fields=Id,Name&Account.limit=5");
        assertThat(got.json().at("/searchRecords/0/Name").asString()).isEqualTo("Harrow Mills");
        Answer posted = client.send(
                "POST",
                V + "/parameterizedSearch",
                "{\"q\":\"harrow\",\"in\":\"NAME\",\"fields\":[\"Id\",\"Name\"],\"sobjects\":[{\"name\":\"Account\",\"limit\":2},{\"name\":\"Contact\",\"fields\":[\"LastName\"]}],\"overallLimit\":9}");
        assertThat(posted.json().at("/searchRecords/0/Name").asString()).isEqualTo("Harrow Mills");
        assertThat(posted.json().at("/searchRecords/1/LastName").asString()).isEqualTo("Harrow");
    }

    @Test
    void deleted_records_are_not_found() {
        String id = simulator.screen().insert("Account", Map.of("Name", "Gone Ltd"));
        simulator.screen().delete("Account", id);
        assertThat(names("FIND {gone} RETURNING Account(Name)")).isEmpty();
    }

    @Test
    void what_is_not_understood_is_refused_by_name() {
        for (String sosl : List.of(
                "",
                "FIND harrow",
                "FIND {harrow",
                "FIND {h}",
                "FIND {harrow OR mills}",
                "FIND {(harrow)}",
                "FIND {a*b*c*d}",
                "FIND {harrow} IN SIDEBAR FIELDS",
                "FIND {harrow} RETURNING",
                "FIND {harrow} RETURNING Account(Name",
                "FIND {harrow} RETURNING Account(COUNT(Id))",
                "FIND {harrow} WITH HIGHLIGHT",
                "FIND {harrow} LIMIT 2001",
                "FIND {" + "a ".repeat(600) + "}")) {
            assertThat(search(sosl).errorCode()).as(sosl).isEqualTo("MALFORMED_SEARCH");
        }
        assertThat(search("FIND {harrow} RETURNING Nope(Name)").errorCode()).isEqualTo("INVALID_TYPE");
        assertThat(search("FIND {harrow} RETURNING Account(Nope)").errorCode()).isEqualTo("INVALID_FIELD");
        assertThat(client.send("POST", V + "/search", "{}").status()).isEqualTo(405);
        assertThat(client.send("POST", V + "/parameterizedSearch", "{\"q\":[]}").errorCode())
                .isEqualTo("MALFORMED_SEARCH");
        assertThat(client.get(V + "/search/suggestions?q=har").status()).isEqualTo(404);
    }

    private List<String> names(String sosl) {
        Answer answer = search(sosl);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().path("searchRecords").spliterator(), false)
                .map(r -> r.path("Name").asString())
                .toList();
    }

    private Answer search(String sosl) {
        return client.get(V + "/search/?q=" + OrgClient.encode(sosl));
    }
}
