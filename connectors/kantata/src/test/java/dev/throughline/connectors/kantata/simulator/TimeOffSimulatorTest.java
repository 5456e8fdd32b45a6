package dev.throughline.connectors.kantata.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time off, working weeks and memberships, as any client of the vendor would see them. */
class TimeOffSimulatorTest {
    private final TestClock clock = new TestClock("2026-03-02T10:00:00Z");
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

    private String amara() {
        return ids.getOrDefault("consultant-amara", "");
    }

    private String entry(String day, String hours) {
        return "{\"user_id\":%s,\"requested_date\":\"%s\",\"hours\":%s}".formatted(amara(), day, hours);
    }

    private PlainClient.Answer create(String day, String hours) {
        return http.post("/time_off_entries", "{\"time_off_entry\":%s}".formatted(entry(day, hours)));
    }

    @Test
    void entries_of_one_day_are_combined_and_bounded_by_the_working_day() {
        var first = create("2026-03-16", "4");
        assertThat(first.status()).isEqualTo(200);
        var second = create("2026-03-16", "2.5");
        assertThat(second.firstId()).isEqualTo(first.firstId());
        assertThat(second.first().path("hours").decimalValue()).isEqualByComparingTo("6.5");
        assertThat(second.first().path("submission_date").asString()).isEqualTo("2026-03-02");

        var third = create("2026-03-16", "2");
        assertThat(third.status()).isEqualTo(422);
        assertThat(third.json().at("/errors/0/field").asString()).isEqualTo("hours");
        assertThat(create("2026-03-15", "1").status()).as("a Sunday").isEqualTo(422);
    }

    @Test
    void only_hours_and_references_can_be_changed() {
        String id = create("2026-03-16", "4").firstId();
        var changed = http.put("/time_off_entries/" + id, """
                {"time_off_entry":{"hours":8,"requested_date":"2026-03-17",
                 "external_reference":{"service_name":"HR","service_model":"leave","service_model_ref":"9"}}}""");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.first().path("hours").decimalValue()).isEqualByComparingTo("8");
        assertThat(changed.first().path("requested_date").asString()).isEqualTo("2026-03-16");
        assertThat(http.get("/time_off_entries?external_reference_service_model_refs=9")
                        .rows())
                .hasSize(1);
        assertThat(http.put("/time_off_entries/" + id, "{\"time_off_entry\":{\"hours\":9}}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void many_are_created_and_deleted_at_once() {
        var made = http.post(
                "/time_off_entries",
                "{\"time_off_entries\":[%s,%s,%s]}"
                        .formatted(entry("2026-03-16", "8"), entry("2026-03-17", "8"), entry("2026-03-18", "8")));
        List<String> all =
                made.rows().stream().map(r -> r.path("id").asString()).toList();
        assertThat(all).hasSize(3);
        assertThat(http.delete("/time_off_entries?ids=%s,999999999".formatted(all.getFirst()))
                        .status())
                .isEqualTo(404);
        assertThat(http.get("/time_off_entries?user_id=" + amara()).rows()).hasSize(3);
        assertThat(http.delete("/time_off_entries?ids=" + String.join(",", all)).status())
                .isEqualTo(204);
        assertThat(http.get("/time_off_entries").rows()).isEmpty();
        assertThat(http.delete("/time_off_entries/" + all.getFirst()).status()).isEqualTo(404);
    }

    @Test
    void lists_page_and_take_days_between_others_and_there_is_no_page_of_one_entry() {
        for (int day = 16; day <= 20; day++) {
            create("2026-03-" + day, "8");
        }
        var page = http.get("/time_off_entries?per_page=2&page=2&include=user");
        assertThat(page.rows()).hasSize(2);
        assertThat(page.json().path("count").asInt()).isEqualTo(5);
        assertThat(page.json().at("/meta/page_count").asInt()).isEqualTo(3);
        assertThat(page.json().path("users").has(amara())).isTrue();
        assertThat(http.get("/time_off_entries?start_date=2026-03-16&end_date=2026-03-19")
                        .rows())
                .extracting(r -> r.path("requested_date").asString())
                .containsExactlyInAnyOrder("2026-03-17", "2026-03-18");
        assertThat(http.get("/time_off_entries/" + page.firstId()).status()).isEqualTo(404);
        assertThat(http.get("/time_off_entries?only=" + page.firstId()).rows()).hasSize(1);
    }

    @Test
    void wrong_bodies_are_told_what_is_wrong() {
        assertThat(create("2026-03-16", "0").status()).isEqualTo(422);
        assertThat(create("2026-03-16", "-1").status()).isEqualTo(422);
        assertThat(create("2026-03-16", "\"x\"").status()).isEqualTo(422);
        assertThat(create("someday", "4").status()).isEqualTo(422);
        assertThat(http.post("/time_off_entries", "{\"hours\":4}").status()).isEqualTo(400);
        assertThat(http.post("/time_off_entries", "{\"time_off_entry\":{}}")
                        .json()
                        .path("errors"))
                .hasSize(3);
        assertThat(http.post(
                                "/time_off_entries",
                                "{\"time_off_entry\":{\"user_id\":1,\"requested_date\":\"2026-03-16\",\"hours\":4}}")
                        .status())
                .isEqualTo(422);
        assertThat(http.put("/time_off_entries", "{}").status()).isEqualTo(404);
    }

    @Test
    void a_week_of_ones_own_bounds_the_days_off() {
        http.post(
                "/workweek_memberships",
                "{\"workweek_membership\":{\"user_id\":%s,\"start_date\":\"2026-01-01\",\"monday_minutes\":240,\"tuesday_minutes\":300}}"
                        .formatted(amara()));
        var membership = http.get("/account_memberships?by_user_id=%s&include=effective_workweek".formatted(amara()));
        String week = membership.first().path("effective_workweek_id").asString();
        assertThat(membership
                        .json()
                        .at("/workweeks/%s/total_minutes".formatted(week))
                        .asInt())
                .isEqualTo(540);
        assertThat(create("2026-03-16", "5").status()).isEqualTo(422);
        assertThat(create("2026-03-17", "5").status()).isEqualTo(200);
        assertThat(create("2026-03-18", "1").status()).isEqualTo(422);
    }

    @Test
    void an_inactive_member_is_hidden_until_asked_for_and_cannot_be_put_on_a_project() {
        String membership =
                http.get("/account_memberships?by_user_id=" + amara()).firstId();
        assertThat(http.put("/account_memberships/%s/disable".formatted(membership), "{}")
                        .first()
                        .path("disabled_at")
                        .isString())
                .isTrue();
        assertThat(http.get("/account_memberships?by_user_id=" + amara()).rows())
                .isEmpty();
        assertThat(http.get("/account_memberships/" + membership).status()).isEqualTo(404);
        assertThat(http.get("/account_memberships/%s?is_active=false".formatted(membership))
                        .status())
                .isEqualTo(200);
        assertThat(http.get("/account_memberships?only_inactive=true").rows()).hasSize(1);
        assertThat(http.get("/users?on_my_account=true&only=" + amara())
                        .first()
                        .path("disabled")
                        .asBoolean())
                .isTrue();
        String seat = "{\"workspace_resource\":{\"workspace_id\":\"%s\",\"user_id\":\"%s\"}}"
                .formatted(ids.get("project-harrow-erp"), amara());
        assertThat(http.post("/workspace_resources", seat).status()).isEqualTo(422);

        http.put("/account_memberships/%s/enable".formatted(membership), "{}");
        assertThat(http.post("/workspace_resources", seat).status()).isEqualTo(200);
        assertThat(http.put("/account_memberships/%s/destroy".formatted(membership), "{}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void users_without_a_project_show_only_where_the_whole_account_is_asked_for() {
        http.post(
                "/account_invitations",
                "{\"account_invitation\":{\"full_name\":\"Nia Bello\",\"email_address\":\"nia@example.org\"}}");
        assertThat(http.get("/users?by_email_address=nia@example.org").rows()).isEmpty();
        assertThat(http.get("/users?by_email_address=nia@example.org&on_my_account=true")
                        .rows())
                .hasSize(1);
    }
}
