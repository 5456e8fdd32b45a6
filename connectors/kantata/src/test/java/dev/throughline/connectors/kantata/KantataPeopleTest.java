package dev.throughline.connectors.kantata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.connectors.kantata.simulator.KantataSimulator;
import dev.throughline.connectors.kantata.simulator.TestClock;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People and their absences: brought to what is wished, however often it is asked for and whatever answers are lost. */
class KantataPeopleTest {
    private static final ObjectType USERS = new ObjectType("users");
    private static final ObjectType TIME_OFF = new ObjectType("time_off_entries");
    private static final String POST = "POST /api/v1/time_off_entries";

    private final KantataSimulator simulator = new KantataSimulator();
    private Map<String, String> ids = Map.of();
    private Writer writer;

    @BeforeEach
    void start() {
        var clock = new TestClock("2026-03-02T10:00:00Z");
        simulator.start(0, clock);
        ids = simulator.seedSmallFirm();
        writer = new KantataFactory()
                .open(new ConnectorContext(
                        new SystemId("kantata"),
                        simulator.access().settings(),
                        clock,
                        HttpClient.newHttpClient(),
                        ConnectorContext.Budget.UNLIMITED))
                .writer()
                .orElseThrow();
    }

    @AfterEach
    void stop() {
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
        simulator.close();
    }

    private String amara() {
        return ids.getOrDefault("consultant-amara", "");
    }

    private WriteResult absence(String name, String rest) {
        return write(
                TIME_OFF,
                Optional.empty(),
                "{\"user_id\":\"%s\",\"_absence\":\"%s\",%s}".formatted(amara(), name, rest));
    }

    private WriteResult week(String name, boolean off) {
        return absence(name, "\"_off\":%s,\"_from\":\"2026-03-14\",\"_to\":\"2026-03-20\"".formatted(off));
    }

    private WriteResult day(String name, String day, String hours) {
        return absence(
                name,
                "\"_off\":true,\"_from\":\"%1$s\",\"_to\":\"%1$s\",\"_days\":[{\"on\":\"%1$s\",\"amount\":%2$s,\"unit\":\"hours\"}]"
                        .formatted(day, hours));
    }

    private WriteResult write(ObjectType type, Optional<String> id, String body) {
        var item = new WriteItem(
                new IdempotencyKey("k-" + body.hashCode()),
                Verb.UPSERT,
                id.map(ExternalId::new),
                Optional.empty(),
                Json.MAPPER.readTree(body));
        return writer.write(type, List.of(item)).getFirst();
    }

    /** Hours off by day of the one whose absences are tried. */
    private Map<String, BigDecimal> off() {
        Map<String, BigDecimal> off = new TreeMap<>();
        simulator.screen().records("time_off_entries").stream()
                .filter(r -> amara().equals(String.valueOf(r.get("user_id"))))
                .forEach(r -> assertThat(off.put(
                                String.valueOf(r.get("requested_date")),
                                new BigDecimal(String.valueOf(r.get("hours"))).stripTrailingZeros()))
                        .isNull());
        return off;
    }

    private static Map<String, BigDecimal> hours(Object... daysAndHours) {
        Map<String, BigDecimal> hours = new TreeMap<>();
        for (int i = 0; i < daysAndHours.length; i += 2) {
            hours.put(
                    String.valueOf(daysAndHours[i]),
                    new BigDecimal(String.valueOf(daysAndHours[i + 1])).stripTrailingZeros());
        }
        return hours;
    }

    private static Map<String, BigDecimal> wholeWeek() {
        return hours("2026-03-16", 8, "2026-03-17", 8, "2026-03-18", 8, "2026-03-19", 8, "2026-03-20", 8);
    }

    private int posts() {
        return simulator.counters().orElseThrow().requests().entrySet().stream()
                .filter(e -> e.getKey().startsWith("POST /api"))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Test
    void whole_days_take_the_hours_that_the_person_works_and_no_weekend() {
        assertThat(week("abs_1", true)).isInstanceOf(WriteResult.Applied.class);
        assertThat(off()).isEqualTo(wholeWeek());
        assertThat(posts()).as("five days in one request").isEqualTo(1);
    }

    @Test
    void somebody_on_part_time_is_off_for_as_long_as_that_persons_days_are() {
        simulator
                .screen()
                .insert(
                        "workweek_memberships",
                        Map.of(
                                "user_id",
                                amara(),
                                "start_date",
                                "2026-01-01",
                                "monday_minutes",
                                450,
                                "friday_minutes",
                                200));
        week("abs_1", true);
        assertThat(off()).isEqualTo(hours("2026-03-16", "7.5", "2026-03-20", "3.33"));
    }

    @Test
    void a_day_is_never_longer_than_the_vendor_deems_possible() {
        assertThat(day("abs_1", "2026-03-16", "9.5")).isInstanceOf(WriteResult.Applied.class);
        assertThat(day("abs_2", "2026-03-15", "8")).isInstanceOf(WriteResult.Applied.class);
        assertThat(off()).isEqualTo(hours("2026-03-16", 8));
    }

    @Test
    void an_answer_lost_after_the_entries_were_made_doubles_nothing() {
        simulator.faults().next(Fault.LOSE_ANSWER, 1, POST);
        assertThat(day("abs_1", "2026-03-16", "4")).isInstanceOf(WriteResult.Unknown.class);
        assertThat(off()).isEqualTo(hours("2026-03-16", 4));

        assertThat(day("abs_1", "2026-03-16", "4")).isInstanceOf(WriteResult.Applied.class);
        assertThat(off()).as("the vendor adds up what is created twice").isEqualTo(hours("2026-03-16", 4));
        assertThat(posts()).isEqualTo(1);
    }

    @Test
    void a_request_lost_before_the_entries_were_made_is_made_by_repeating() {
        simulator.faults().next(Fault.LOSE_REQUEST, 1, POST);
        assertThat(week("abs_1", true)).isNotInstanceOf(WriteResult.Applied.class);
        assertThat(off()).isEmpty();
        assertThat(week("abs_1", true)).isInstanceOf(WriteResult.Applied.class);
        assertThat(off()).isEqualTo(wholeWeek());
    }

    @Test
    void a_changed_absence_changes_only_the_days_that_differ() {
        week("abs_1", true);
        String monday = String.valueOf(
                simulator.screen().records("time_off_entries").getFirst().get("id"));
        absence("abs_1", """
                "_off":true,"_from":"2026-03-16","_to":"2026-03-23","_days":[
                 {"on":"2026-03-16","amount":"8","unit":"hours"},{"on":"2026-03-17","amount":"0.5","unit":"days"},
                 {"on":"2026-03-21","amount":"0","unit":"hours"},{"on":"2026-03-23","amount":"6","unit":"hours"}]""");
        assertThat(off()).isEqualTo(hours("2026-03-16", 8, "2026-03-17", 4, "2026-03-23", 6));
        assertThat(simulator.screen().records("time_off_entries")).anyMatch(r -> monday.equals(r.get("id")));
        assertThat(posts()).isEqualTo(2);
    }

    @Test
    void an_absence_called_off_leaves_nothing_behind_also_when_called_off_twice() {
        week("abs_1", true);
        assertThat(week("abs_1", false)).isInstanceOf(WriteResult.Applied.class);
        assertThat(off()).isEmpty();
        assertThat(week("abs_1", false)).isInstanceOf(WriteResult.Applied.class);
        assertThat(week("abs_1", true)).isInstanceOf(WriteResult.Applied.class);
        assertThat(off()).isEqualTo(wholeWeek());
    }

    @Test
    void two_absences_of_one_day_share_its_entry_and_part_again() {
        day("abs_1", "2026-03-16", "4");
        day("abs_2", "2026-03-16", "2.5");
        assertThat(off()).isEqualTo(hours("2026-03-16", "6.5"));
        day("abs_1", "2026-03-16", "4");
        assertThat(off()).isEqualTo(hours("2026-03-16", "6.5"));
        week("abs_1", false);
        assertThat(off()).isEqualTo(hours("2026-03-16", "2.5"));
    }

    @Test
    void what_somebody_entered_by_hand_is_filled_up_and_outlives_the_absence() {
        simulator
                .screen()
                .insert("time_off_entries", Map.of("user_id", amara(), "requested_date", "2026-03-16", "hours", "3"));
        week("abs_1", true);
        assertThat(off()).isEqualTo(wholeWeek());
        week("abs_1", false);
        assertThat(off()).isEqualTo(hours("2026-03-16", 3));
    }

    @Test
    void a_body_that_cannot_be_an_absence_is_refused_and_sends_nothing() {
        for (String body : List.of(
                "\"_off\":true,\"_from\":\"2026-03-16\",\"_to\":\"2026-03-15\"",
                "\"_off\":true,\"_from\":\"2026-03-16\",\"_to\":\"9999-12-31\"",
                "\"_off\":true,\"_from\":\"soon\",\"_to\":\"2026-03-16\"",
                "\"_off\":true,\"_to\":\"2026-03-16\"",
                "\"_off\":true,\"_from\":\"2026-03-16\",\"_to\":\"2026-03-16\",\"_hours\":-4")) {
            assertThat(absence("abs_1", body)).as(body).isInstanceOf(WriteResult.Rejected.class);
        }
        assertThat(absence("abs 1=8", "\"_off\":true,\"_from\":\"2026-03-16\",\"_to\":\"2026-03-16\""))
                .isInstanceOf(WriteResult.Rejected.class);
        assertThat(off()).isEmpty();
    }

    @Test
    void a_year_of_leave_goes_in_bulk() {
        assertThat(absence("abs_1", "\"_off\":true,\"_from\":\"2026-04-01\",\"_to\":\"2027-03-31\""))
                .isInstanceOf(WriteResult.Applied.class);
        assertThat(off()).hasSize(261);
        assertThat(posts()).isEqualTo(6);
        assertThat(absence("abs_1", "\"_off\":false,\"_from\":\"2026-04-01\",\"_to\":\"2027-03-31\""))
                .isInstanceOf(WriteResult.Applied.class);
        assertThat(off()).isEmpty();
    }

    private WriteResult person(Optional<String> id, String mail, boolean active, String skills) {
        return write(USERS, id, """
                {"full_name":"Nia Bello","email_address":"%s","headline":"Architect","_active":%s,"_skills":%s}""".formatted(mail, active, skills));
    }

    private Map<String, Object> user(String mail) {
        var found = simulator.screen().records("users").stream()
                .filter(u -> mail.equals(u.get("email_address")))
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private List<String> skills(String user) {
        return simulator.screen().records("skill_memberships").stream()
                .filter(m -> user.equals(String.valueOf(m.get("user_id"))))
                .map(m -> String.valueOf(m.get("cached_skill_name")))
                .sorted()
                .toList();
    }

    private static String id(WriteResult result) {
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        return ((WriteResult.Applied) result).id().value();
    }

    @Test
    void a_new_colleague_is_invited_once_with_skills_and_found_again_without_a_project() {
        simulator.faults().next(Fault.LOSE_ANSWER, 1, "POST /api/v1/account_invitations");
        assertThat(person(Optional.empty(), "nia@example.org", true, "[\"cobol\",\"java\"]"))
                .isInstanceOf(WriteResult.Unknown.class);
        String id = id(person(Optional.empty(), "nia@example.org", true, "[\"cobol\",\"java\"]"));
        assertThat(user("nia@example.org")).containsEntry("id", id).containsEntry("headline", "Architect");
        assertThat(skills(id)).containsExactly("cobol", "java");

        int before = posts();
        id(person(Optional.of(id), "nia@example.org", true, "[\"cobol\",\"java\"]"));
        assertThat(posts()).as("nothing differs, nothing is sent").isEqualTo(before);
        assertThat(simulator.screen().records("skills").stream().filter(s -> "cobol".equals(s.get("name"))))
                .hasSize(1);
    }

    @Test
    void a_leaver_is_disabled_cannot_be_staffed_and_is_enabled_on_coming_back() {
        String id = id(person(Optional.empty(), "nia@example.org", true, "[]"));
        simulator.faults().next(Fault.LOSE_ANSWER, 1, "PUT /api/v1/account_memberships");
        assertThat(person(Optional.of(id), "nia@example.org", false, "[]")).isInstanceOf(WriteResult.Unknown.class);
        id(person(Optional.of(id), "nia@example.org", false, "[]"));
        assertThat(user("nia@example.org")).containsEntry("disabled", true);
        assertThat(staffed(id)).isInstanceOf(WriteResult.Rejected.class);

        id(person(Optional.of(id), "nia@example.org", true, "[\"java\"]"));
        assertThat(user("nia@example.org")).containsEntry("disabled", false);
        assertThat(staffed(id)).isInstanceOf(WriteResult.Applied.class);
        assertThat(skills(id)).containsExactly("java");
    }

    private WriteResult staffed(String user) {
        var item = new WriteItem(
                new IdempotencyKey("seat-" + user + posts()),
                Verb.CREATE,
                Optional.empty(),
                Optional.empty(),
                Json.MAPPER.readTree(
                        "{\"workspace_id\":\"%s\",\"user_id\":\"%s\"}".formatted(ids.get("project-harrow-erp"), user)));
        return writer.write(new ObjectType("workspace_resources"), List.of(item))
                .getFirst();
    }

    @Test
    void a_leaver_whom_the_vendor_never_had_is_not_invited() {
        assertThat(person(Optional.empty(), "gone@example.org", false, "[]")).isInstanceOf(WriteResult.Rejected.class);
        assertThat(simulator.screen().records("users"))
                .noneMatch(u -> "gone@example.org".equals(u.get("email_address")));
    }

    @Test
    void a_new_title_reaches_the_person_and_the_address_to_sign_in_with_stays() {
        String id = id(person(Optional.empty(), "nia@example.org", true, "[]"));
        id(write(USERS, Optional.of(id), """
                {"full_name":"Nia Bello-Ross","email_address":"nia.ross@example.org","headline":"Lead","_active":true}"""));
        assertThat(user("nia@example.org"))
                .containsEntry("full_name", "Nia Bello-Ross")
                .containsEntry("headline", "Lead");
    }

    @Test
    void whether_the_vendor_answers_is_all_that_looking_asks() {
        var item = new WriteItem(
                new IdempotencyKey("k"),
                Verb.UPSERT,
                Optional.empty(),
                Optional.empty(),
                Json.MAPPER.readTree("{\"email_address\":\"x@example.org\"}"));
        assertThat(writer.find(USERS, item)).isInstanceOf(Writer.Sought.Absent.class);
        simulator.faults().next(Fault.LOSE_REQUEST, 5, "");
        assertThat(writer.find(TIME_OFF, item)).isInstanceOf(Writer.Sought.Failed.class);
    }

    @Test
    void an_update_whose_request_was_lost_is_not_taken_for_done_because_its_record_is_there() {
        String project = ids.getOrDefault("project-harrow-erp", "");
        WriteItem report = new WriteItem(
                new IdempotencyKey("r-1"),
                Verb.UPSERT,
                Optional.of(new ExternalId(project)),
                Optional.empty(),
                Json.MAPPER.readTree("""
                        {"subject_type":"Workspace","subject_id":"%s","service_name":"Throughline credit","service_model":"credit_hold",
                         "service_model_ref":"cus_1","status":"failed","external_status":"on hold"}""".formatted(project)));
        ObjectType references = new ObjectType("external_references");
        simulator.faults().next(Fault.LOSE_REQUEST, 1, "POST /api/v1/external_references");
        assertThat(writer.write(references, List.of(report)).getFirst()).isNotInstanceOf(WriteResult.Applied.class);
        assertThat(writer.find(references, report)).isInstanceOf(Writer.Sought.Absent.class);
        assertThat(writer.write(references, List.of(report)).getFirst()).isInstanceOf(WriteResult.Applied.class);
        assertThat(writer.write(references, List.of(report)).getFirst()).isInstanceOf(WriteResult.Applied.class);
        assertThat(simulator.screen().records("external_references").stream()
                        .filter(r -> "Throughline credit".equals(r.get("service_name"))))
                .singleElement()
                .satisfies(r -> assertThat(r).containsEntry("external_status", "on hold"));
    }
}
