package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.model.Approval;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.ServiceItem;
import dev.throughline.model.SystemId;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CanonicalJsonTest {
    private static final Money PRICE = Money.of(CurrencyUnit.USD, new BigDecimal("12.50"));
    private static final TimeEntry ENTRY = new TimeEntry(
            new Ref<>("prj_1"),
            new Ref<>("res_1"),
            LocalDate.parse("2026-03-02"),
            new BigDecimal("7.50"),
            true,
            Approval.APPROVED,
            Optional.empty(),
            Optional.of("consultant"),
            Optional.of(PRICE),
            Optional.empty());
    private static final String ENTRY_JSON = """
            {"project":"prj_1","resource":"res_1","workedOn":"2026-03-02","hours":"7.50","billable":true,"approval":"approved","role":"consultant",\
            "rate":{"amount":"12.50","currency":"USD"}}""";

    @Test
    void an_object_is_written_exactly_and_read_back() {
        assertThat(CanonicalJson.write(ENTRY)).isEqualTo(ENTRY_JSON);
        assertThat(CanonicalJson.read(ENTRY_JSON, TimeEntry.class)).isEqualTo(ENTRY);
        assertThat(CanonicalJson.read(CanonicalJson.tree(ENTRY), TimeEntry.class))
                .isEqualTo(ENTRY);
        assertThat(CanonicalJson.read(CanonicalJson.toMap(ENTRY), TimeEntry.class))
                .isEqualTo(ENTRY);
    }

    @Test
    void a_command_says_which_it_is() {
        Command command = new Command.EnsureItem(
                Role.ERP,
                new Ref<>("itm_1"),
                new ServiceItem(
                        "DEV", "Development", ServiceItem.Kind.SERVICE, Optional.empty(), Optional.of(PRICE), true));
        assertThat(CanonicalJson.write(command)).startsWith("{\"type\":\"EnsureItem\",\"target\":\"erp\"");
        assertThat(CanonicalJson.read(CanonicalJson.write(command), Command.class))
                .isEqualTo(command);
        assertThat(CanonicalJson.references(command)).containsExactly(new Ref<>("itm_1"));
    }

    @Test
    void an_event_round_trips_though_a_component_is_called_type() {
        var header = new CanonicalEvent.Header("e1", Instant.parse("2026-01-01T00:00:00Z"), "deal-1");
        CanonicalEvent changed = new CanonicalEvent.ObjectChanged(
                header,
                CanonicalType.TIME_ENTRY,
                new Ref<>("tim_1"),
                Optional.empty(),
                Optional.of(ENTRY),
                Set.of("hours", "approval"),
                new SystemId("kantata"));
        String json = CanonicalJson.write(changed);
        assertThat(json)
                .contains(
                        "\"type\":\"ObjectChanged\"",
                        "\"ofType\":\"TimeEntry\"",
                        "\"changed\":[\"approval\",\"hours\"]");
        assertThat(CanonicalJson.read(json, CanonicalEvent.class)).isEqualTo(changed);
        CanonicalEvent settled = new CanonicalEvent.CommandSettled(
                header,
                new IdempotencyKey("k1"),
                "financial-feedback",
                "cus_1",
                "hold",
                new Command.ReportCreditHold(Role.CRM, new Ref<>("opp_1"), new Ref<>("cus_1"), true, Optional.empty()),
                new CanonicalEvent.Outcome.Refused(
                        new SystemId("crm"), "NO", "no", List.of(new CanonicalEvent.LineError(-1, "X", "x"))));
        assertThat(CanonicalJson.read(CanonicalJson.write(settled), CanonicalEvent.class))
                .isEqualTo(settled);
    }

    /** Stands for a process's states, which live elsewhere and nest themselves. */
    sealed interface State {
        record Waiting(Duration since) implements State {}

        record Held(State resumeAt, Map<String, BigDecimal> amounts, Optional<Ref<?>> of) implements State {}
    }

    @Test
    void states_of_a_process_need_no_registration() {
        State state = new State.Held(
                new State.Waiting(Duration.ofMinutes(5)),
                Map.of("a", new BigDecimal("1.10")),
                Optional.of(new Ref<>("cus_1")));
        String json = CanonicalJson.write(state);
        assertThat(json)
                .isEqualTo(
                        "{\"type\":\"Held\",\"resumeAt\":{\"type\":\"Waiting\",\"since\":\"PT5M\"},\"amounts\":{\"a\":\"1.10\"},\"of\":\"cus_1\"}");
        assertThat(CanonicalJson.read(json, State.class)).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"hours\":\"7.50\"                      | {\"hours\":7.5 | hours: expected an exact decimal as text, such as \"7.5\", found a number",
                "\"hours\":\"7.50\"                       | \"hours\":\"1e999999999\" | a number has more than 38 digits",
                "\"hours\":\"7.50\"                       | \"hours\":\"7,5\" | '7,5' is not a decimal number; thousands separators and blanks are taken off by $plain",
                "\"hours\":\"7.50\"                       | \"hours\":\"25\" | hours are 25, must be above 0 and at most 24",
                "\"hours\":\"7.50\"                       | \"hurs\":\"7.50\" | hurs: is unknown; TimeEntry has [project, resource,",
                "\"hours\":\"7.50\",                      | `` | hours: is missing; expected an exact decimal",
                "\"approved\"                             | \"APPROVED\" | approval: expected one of draft, submitted, approved, rejected, found \"APPROVED\"",
                "\"2026-03-02\"                           | \"2026-02-30\" | workedOn: expected a day",
                "\"12.50\"                                | \"12.505\" | rate: 12.505 has more than the 2 decimals of USD; nothing is rounded here",
                "\"USD\"                                  | \"usd\" | rate: 'usd' is not a currency's ISO 4217 code",
                "\"prj_1\"                                | \"cus_1\" | project: expected an id of Project, found \"cus_1\": it is an id of CustomerAccount",
                "\"billable\":true                        | \"billable\":\"yes\" | billable: expected true or false, found \"yes\"",
                "{\"project\"                             | [{\"project\" | is not JSON",
                "\"resource\"                             | \"project\" | is not JSON",
            })
    void a_mistake_names_its_path_and_what_was_expected(String from, String to, String says) {
        String broken = ENTRY_JSON.replace(
                from.strip().replaceFirst("^\\{", ""), to.strip().replaceFirst("^\\{\"", "\""));
        assertThatThrownBy(() -> CanonicalJson.read(broken, TimeEntry.class))
                .isInstanceOf(CanonicalJsonException.class)
                .hasMessageContaining(says);
    }

    @ParameterizedTest
    @EnumSource(CanonicalType.class)
    void every_canonical_type_has_a_shape(CanonicalType type) {
        assertThat(RecordShape.of(type).attributes()).isNotEmpty();
    }

    @Test
    void every_command_and_event_has_a_shape() {
        for (Class<?> closed : List.of(
                Command.class,
                CanonicalEvent.class,
                CanonicalEvent.Outcome.class,
                CanonicalEvent.Request.class,
                CanonicalObject.class)) {
            for (String name : Sealed.of(closed).names()) {
                assertThat(RecordShape.of(Sealed.of(closed).member(name).orElseThrow())
                                .attributes())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void references_are_found_in_lists() {
        var line = new Opportunity.Line(Optional.of(new Ref<>("itm_9")), "x", BigDecimal.ONE, PRICE);
        assertThat(CanonicalJson.references(line)).containsExactly(new Ref<>("itm_9"));
    }
}
