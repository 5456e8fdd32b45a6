package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.TimeEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundMappingTest {
    private static final String FIELDS = """
            project: projectId
            resource: user.id
            workedOn: day
            hours: hours
            billable: billable
            approval: state
            rate: $money(price, "USD")
            note: note
            """;

    private static Mapped map(String fields, String json) {
        return Sets.acme(Sets.of(Sets.timeEntry(fields))).map(Sets.record(json));
    }

    @Test
    void a_record_becomes_attributes_with_external_references() {
        Mapped mapped = map(FIELDS, """
                {"projectId": 17, "user": {"id": "u-1"}, "day": "2026-03-02", "hours": 7.50, "billable": true, "state": "approved", "price": 0.1, "note": ""}""");
        assertThat(mapped).isInstanceOfSatisfying(Mapped.Produced.class, produced -> {
            assertThat(CanonicalJson.treeOf(produced.attributes()))
                    .hasToString(
                            "{\"project\":\"17\",\"resource\":\"u-1\",\"workedOn\":\"2026-03-02\",\"hours\":\"7.5\",\"billable\":true,"
                                    + "\"approval\":\"approved\",\"rate\":{\"amount\":\"0.10\",\"currency\":\"USD\"}}");
            assertThat(produced.references())
                    .extracting(Mapped.Reference::path, Mapped.Reference::type, Mapped.Reference::externalId)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("project", CanonicalType.PROJECT, "17"),
                            org.assertj.core.groups.Tuple.tuple("resource", CanonicalType.RESOURCE, "u-1"));
            assertThat(produced.covers()).contains("note").doesNotContain("task");
            var resolved =
                    produced.resolved(reference -> Optional.of(reference.type().idPrefix() + "_1"));
            assertThat(Completion.of(CanonicalType.TIME_ENTRY, resolved))
                    .isInstanceOfSatisfying(
                            Completion.Whole.class,
                            whole -> assertThat(((TimeEntry) whole.object()).hours())
                                    .isEqualByComparingTo("7.5"));
            assertThat(Completion.of(CanonicalType.TIME_ENTRY, produced.resolved(_ -> Optional.empty())))
                    .isEqualTo(new Completion.Lacking(CanonicalType.TIME_ENTRY, List.of("project", "resource")));
            resolved.put("hours", "25");
            assertThat(Completion.of(CanonicalType.TIME_ENTRY, resolved))
                    .isInstanceOfSatisfying(
                            Completion.Invalid.class,
                            invalid -> assertThat(invalid.says()).contains("hours are 25, must be above 0"));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hours: h                    | {\"h\": \"seven\"}    | FIELD_INVALID hours 'seven' is not a decimal number",
                "hours: h                    | {\"h\": [1, 2]}       | FIELD_INVALID hours expected an exact decimal as text, such as \"7.5\", found a list of 2",
                "hours: h                    | {\"h\": 1e400}        | FIELD_INVALID hours a number has more than 38 digits",
                "billable: b                 | {\"b\": \"yes\"}      | FIELD_INVALID billable expected true or false, found \"yes\"",
                "approval: s                 | {\"s\": \"Approved\"} | FIELD_INVALID approval expected one of draft, submitted, approved, rejected, found \"Approved\"",
                "workedOn: d                 | {\"d\": \"9999-12-31\"} | FIELD_INVALID workedOn expected a day, such as \"2026-03-31\" of the years 1900 to 2199",
                "workedOn: d                 | {\"d\": \"31.3.2026\"} | FIELD_INVALID workedOn expected a day",
                "note: n                     | {\"n\": {\"a\": 1}}   | FIELD_INVALID note expected a text, found an object with [a]",
                "project: p                  | {\"p\": true}         | FIELD_INVALID project expected an id of Project, found true",
                "rate: r                     | {\"r\": 5}            | FIELD_INVALID rate expected money",
                "note: $fail('NO_GO', 'no')  | {}                    | NO_GO note no",
                "note: $error('boom')        | {}                    | EXPRESSION_FAILED note the expression failed: boom",
                "note: function($x) { $x }   | {}                    | FIELD_INVALID note expected a text",
            })
    void a_value_that_does_not_fit_is_refused(String field, String json, String says) {
        assertThat(map(field.strip(), json))
                .isInstanceOfSatisfying(
                        Mapped.Failed.class,
                        failed -> assertThat(failed.problems())
                                .singleElement()
                                .extracting(p -> "%s %s %s".formatted(p.code(), p.field(), p.says()))
                                .asString()
                                .startsWith(says));
    }

    @Test
    void a_mistake_names_mapping_field_expression_and_record() {
        Mapped mapped = map(FIELDS, "{\"price\": 1.005}");
        assertThat(((Mapped.Failed) mapped).problems().getFirst().sentence())
                .isEqualTo(
                        "acme/time-entry v1, field rate, expression $money(price, \"USD\"), record time T1: $money: 1.005 has more than the 2 decimals of USD;"
                                + " nothing is rounded here; mend the value in its system, or the mapping if the value is right (INTEGRATION)");
    }

    @Test
    void every_mistake_of_a_record_is_told_at_once() {
        Mapped mapped = map(FIELDS, "{\"price\": 1.005, \"hours\": \"x\", \"billable\": 1}");
        assertThat(((Mapped.Failed) mapped).problems())
                .extracting(MappingProblem::field)
                .containsExactly("hours", "billable", "rate");
    }

    @Test
    void one_of_several_records_is_named_by_its_type() {
        String version = """
                mapping: acme/version
                version: 1
                source: https://acme.example/versions
                from: {object: version}
                to: ContractVersion/1
                fields:
                  terms: '[parts.{"type": kind, "name": name, "amount": $money(fee, "EUR"), "every": "month"}]'
                examples:
                  - {name: one, in: {parts: [{kind: Recurring, name: Care, fee: 5}]}, out: {terms: [{type: Recurring, name: Care, amount: {amount: "5.00", currency: EUR}, every: month}]}}
                """;
        MappingSet set = Sets.of(version);
        assertThat(ExampleRunner.run(set)).allMatch(ExampleRunner.Result::passed);
        InboundMapping mapping = set.inbound("acme", "version", Scope.FIRM).getFirst();
        assertThat(((Mapped.Failed) mapping.map(Sets.record("{\"parts\": [{\"kind\": \"Odd\"}]}"))).problems())
                .extracting(MappingProblem::field)
                .containsExactly("terms[0].type");
        assertThat(((Mapped.Failed) mapping.map(Sets.record("{\"parts\": [{\"kind\": \"Recurring\", \"fee\": 5}]}")))
                        .problems())
                .extracting(MappingProblem::field)
                .containsExactly("terms[0].name");
        assertThat(((Mapped.Failed) mapping.map(Sets.record("{\"parts\": [{\"name\": \"Care\"}]}"))).problems())
                .extracting(MappingProblem::field)
                .containsExactly("terms[0]");
    }

    @Test
    void a_mistake_in_a_list_names_the_element() {
        String payment = """
                mapping: acme/payment
                version: 1
                source: https://acme.example/payments
                from: {object: payment}
                to: Payment/1
                fields:
                  applied: '[parts.{"invoice": inv, "amount": $money(sum, "EUR")}]'
                examples:
                  - {name: one, in: {parts: [{inv: 7, sum: 1}]}, out: {applied: [{invoice: "7", amount: {amount: "1.00", currency: EUR}}]}}
                """;
        MappingSet set = Sets.of(payment);
        assertThat(ExampleRunner.run(set)).allMatch(ExampleRunner.Result::passed);
        InboundMapping mapping = set.inbound("acme", "payment", Scope.FIRM).getFirst();
        Mapped mapped = mapping.map(Sets.record("{\"parts\": [{\"inv\": 7, \"sum\": 1}, {\"inv\": 8}]}"));
        assertThat(((Mapped.Failed) mapped).problems())
                .extracting(MappingProblem::field)
                .containsExactly("applied[1].amount");
        Mapped good = mapping.map(Sets.record("{\"parts\": [{\"inv\": 7, \"sum\": 1}, {\"inv\": 8, \"sum\": 2}]}"));
        Map<String, Object> resolved = ((Mapped.Produced) good).resolved(r -> Optional.of("inv_" + r.externalId()));
        assertThat(resolved.toString())
                .isEqualTo(
                        "{applied=[{invoice=inv_7, amount={amount=1.00, currency=EUR}}, {invoice=inv_8, amount={amount=2.00, currency=EUR}}]}");
    }
}
