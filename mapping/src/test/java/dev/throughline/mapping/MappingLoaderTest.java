package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file that is wrong is refused with its name, line and field, and never harms. */
class MappingLoaderTest {
    private static final String GOOD = """
            mapping: acme/time-entry
            version: 1
            source: https://acme.example/time
            from: {object: time}
            to: TimeEntry/1
            fields:
              hours: hrs
              approval: '"approved"'
              rate: $money(price, cur)
            required: [hours]
            examples:
              - {name: plain, in: {hrs: 1}, out: {hours: "1", approval: approved}}
            """;

    @Test
    void the_plain_document_is_accepted() {
        assertThat(ExampleRunner.run(Sets.of(GOOD))).allMatch(ExampleRunner.Result::passed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "version: 1            | version: one          | file1.yaml:2, version: must be a whole number from 1",
                "version: 1            | `version: 1\nversion: 2` | file1.yaml:3: gives 'version' twice",
                "mapping: acme/time-entry | mapping: Acme      | file1.yaml:1, mapping: must be kind/name in lower case",
                "source: https         | sauce: https          | file1.yaml:3, sauce: is unknown here; there are [",
                "TimeEntry/1           | TimeEntry/2           | file1.yaml:5, to: must be a name and the major of its schema",
                "TimeEntry/1           | TimeEntrie/1          | file1.yaml:4, to: no canonical type is called 'TimeEntrie'; there are [Absence,",
                "hours: hrs            | hurs: hrs             | file1.yaml:7, fields.hurs: TimeEntry has no such attribute; it has [project,",
                "hours: hrs            | `hours: hrs * 2`      | file1.yaml:7, fields.hours: hrs * 2 calculates with '*', which JSONata does in binary floating point",
                "hours: hrs            | `hours: -hrs`         | file1.yaml:7, fields.hours: -hrs calculates with '-'",
                "hours: hrs            | `hours: $sum(hrs)`    | file1.yaml:7, fields.hours: $sum(hrs) uses $sum, which works in binary floating point",
                "hours: hrs            | `hours: $number(hrs)` | use $decimal",
                "hours: hrs            | `hours: a.(b/c)`      | calculates with '/'",
                "$money(price, cur)    | $money(price)         | file1.yaml:9, fields.rate: $money(price) $money takes 2 arguments, here are 1",
                "$money(price, cur)    | `$money(price + 1, cur)` | calculates with '+'",
                "$money(price, cur)    | `{amount: price}`     | fields.rate: expected money, such as",
                "$money(price, cur)    | `$money(price, `      | file1.yaml:9, fields.rate: $money(price, is not JSONata",
                "'\"approved\"'        | $lookup(\"acme.s\", s) | file1.yaml:8, fields.approval: $lookup(\"acme.s\", s) names lookup 'acme.s', which does not exist; there are []",
                "'\"approved\"'        | $eval(s)              | uses $eval, which would run text of a record",
                "'\"approved\"'        | $now()                | uses $now; a mapping must give the same for the same record",
                "'\"approved\"'        | `'[1..9999999][0]'`   | uses a range (..), which can fill the memory",
                "'\"approved\"'        | `s ~> /(a+)+b/` | other than as an argument of $match, $contains, $replace or $split",
                "required: [hours]     | required: [note]      | required: 'note' is required but no field gives it",
                "required: [hours]     | match: hours          | match: 'hours' is no text; only a text identifies",
                "required: [hours]     | match: [hours]        | file1.yaml:10, match: must be a text; put it in quotes",
                "required: [hours]     | owner: me             | file1.yaml:10, owner: must be in capitals",
                "required: [hours]     | when: 'a ='           | file1.yaml:10, when: a = is not JSONata",
                "required: [hours]     | extends: acme/other   | extends: a layer leaves from and to as they are",
                "from: {object: time}  | from: time            | file1.yaml:4, to: must be {object: …, verb: …}",
                "from: {object: time}  | from: [time]          | file1.yaml:4, from: must be {object: …} to map records in",
                "from: {object: time}  | from: {objekt: time}  | from.objekt: is unknown here; there are [object]",
                "out: {                | owt: {                | file1.yaml:12, examples.owt: is unknown here",
                "out: {                | fails: {              | examples.fails",
                "hours: hrs            | `hours: &x hrs`       | ``",
                "hours: hrs            | `hours: *x`           | uses an alias",
                "hours: hrs            | `hours: !!java.io.File hrs` | file1.yaml:7: uses a tag (!type); plain values are enough",
                "hours: hrs            | `hours: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[` | is not YAML",
                "hours: hrs            | `hours: {`            | is not YAML",
                "examples:             | `---\nexamples:`      | file1.yaml:12, mapping: is missing",
            })
    void a_mistake_names_file_line_and_field(String from, String to, String says) {
        String text = GOOD.replace(from.strip(), to.strip());
        if (says.isEmpty()) {
            assertThat(Sets.load(text)).isInstanceOf(MappingSet.Loaded.Ready.class);
            return;
        }
        assertThat(Sets.refused(text).stream().map(LoadProblem::toString).collect(Collectors.joining("\n")))
                .contains(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                "``            | file1.yaml: is empty",
                "`- a`         | file1.yaml:1: must be a map that begins with 'mapping:' or 'lookup:'",
                "`a: \u0000`   | is not YAML",
                "`\t- x: 1`    | is not YAML",
                "`lookup: x`   | file1.yaml:1, rows: is missing",
                "`lookup: a.b\nrows: [{key: a}]`    | file1.yaml:2, rows.value: must be a text, number or boolean",
                "`lookup: a.b\nrows: [{key: a, value: b, from: 2026-02-30}]` | file1.yaml:2, rows.from: must be a day",
                "`lookup: a.b\nrows: [{key: a, value: b, from: 2026-02-02, to: 2026-02-01}]` | rows.to: lies before from",
                "`lookup: a.b\nrows:\n- {key: a, value: b}\n- {key: a, value: c, from: 2026-02-01}` | file1.yaml:4, rows: gives 'a' a second value for the same days",
            })
    void a_file_that_is_no_document_says_so(String text, String says) {
        assertThat(Sets.refused(text)).anyMatch(problem -> problem.toString().contains(says));
    }

    @Test
    void a_file_may_hold_several_documents() {
        MappingSet set = Sets.of("lookup: a\nrows: [{key: k, value: 1}]\n---\nlookup: b\nrows: [{key: k, value: 2}]\n");
        assertThat(set.lookups(Scope.FIRM).names()).containsExactly("a", "b");
    }

    @Test
    void a_page_that_is_too_long_is_not_even_parsed() {
        assertThat(Sets.refused("a: " + "x".repeat(Yaml.CHARACTERS_MAX)))
                .singleElement()
                .asString()
                .contains("at most 1000000 are read");
    }

    @Test
    void all_mistakes_of_a_file_are_told_at_once() {
        String text = GOOD.replace("hours: hrs", "hurs: hrs")
                .replace("$money(price, cur)", "$money(price)")
                .replace("required: [hours]", "required: [note]");
        assertThat(Sets.refused(text)).hasSize(3);
    }
}
