package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row is a call, the record it sees, and what comes of it. */
class FunctionsTest {
    private static final String LOOKUP = """
            lookup: acme.code
            rows:
              - {key: " A1 ", value: one}
              - {key: B, value: old, to: 2026-02-28}
              - {key: B, value: new, from: 2026-03-01}
              - {key: 42, value: answer}
              - {key: 7.5, value: half}
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$lookup('acme.code', x)                 | {\"x\":\"A1\"}           | one",
                "$lookup('acme.code', x)                 | {\"x\":\" A1\"}          | one",
                "$lookup('acme.code', x)                 | {\"x\":\"B\"}            | new",
                "$lookup('acme.code', x, '2026-02-28')   | {\"x\":\"B\"}            | old",
                "$lookup('acme.code', x, d)              | {\"x\":\"B\",\"d\":\"2026-02-28T23:00:00Z\"} | old",
                "$lookup('acme.code', x)                 | {\"x\":42}               | answer",
                "$lookup('acme.code', x)                 | {\"x\":\"42\"}           | answer",
                "$lookup('acme.code', x)                 | {\"x\":7.50}             | half",
                "$lookup('acme.code', x)                 | {}                       | nothing",
                "$lookup('acme.code', x)                 | {\"x\":\"\"}             | nothing",
                "$lookup('acme.code', x)                 | {\"x\":\"a1\"}           | LOOKUP_MISSING lookup acme.code has no value for 'a1' on 2026-03-02",
                "$lookupOr('acme.code', x, 'none')       | {\"x\":\"a1\"}           | none",
                "$lookupOr('acme.code', x, 'none')       | {}                       | none",
                "$lookupOr('acme.code', x, 'none')       | {\"x\":\"A1\"}           | one",
                "$lookup('acme.code', x)                 | {\"x\":{}}               | FIELD_INVALID $lookup: argument 2 must be a text, number or boolean",
                "$money(a, c)                            | {\"a\":0.1,\"c\":\"USD\"} | {amount=0.10, currency=USD}",
                "$money(a, c)                            | {\"a\":120000.50,\"c\":\"EUR\"} | {amount=120000.50, currency=EUR}",
                "$money(a, c)                            | {\"a\":9007199254740993.01,\"c\":\"EUR\"} | {amount=9007199254740993.01, currency=EUR}",
                "$money(a, c)                            | {\"a\":\"-3.10\",\"c\":\"GBP\"} | {amount=-3.10, currency=GBP}",
                "$money(a, c)                            | {\"a\":5,\"c\":\"JPY\"}  | {amount=5, currency=JPY}",
                "$money(a, c)                            | {\"c\":\"JPY\"}          | nothing",
                "$money(a, c)                            | {\"a\":5}                | FIELD_INVALID $money: the currency is missing",
                "$money(a, c)                            | {\"a\":5.001,\"c\":\"USD\"} | FIELD_INVALID $money: 5.001 has more than the 2 decimals of USD; nothing is rounded here",
                "$money(a, c)                            | {\"a\":5,\"c\":\"XXZ\"}  | FIELD_INVALID $money: 'XXZ' is not a currency's ISO 4217 code",
                "$money(a, c)                            | {\"a\":\"1,420.00\",\"c\":\"USD\"} | FIELD_INVALID $money: '1,420.00' is not a decimal number; thousands separators and blanks are taken off by $plain",
                "$money(a, c)                            | {\"a\":\"1e900000000\",\"c\":\"USD\"} | FIELD_INVALID $money: a number has more than 38 digits",
                "$money($plain(a), c)                    | {\"a\":\" 1,420.00 \",\"c\":\"USD\"} | {amount=1420.00, currency=USD}",
                "$moneyOfMinor(a, 100, c)                | {\"a\":1999,\"c\":\"USD\"} | {amount=19.99, currency=USD}",
                "$moneyOfMinor(a, 3, c)                  | {\"a\":1,\"c\":\"USD\"}  | FIELD_INVALID $moneyOfMinor: the count does not divide by the unit without rest",
                "$moneyOfMinor(a, 0, c)                  | {\"a\":1,\"c\":\"USD\"}  | FIELD_INVALID $moneyOfMinor: the unit must be above 0",
                "$minorOf($money(a, c))                  | {\"a\":19.99,\"c\":\"USD\"} | 1999",
                "$minorOf(a)                             | {\"a\":19.99}            | FIELD_INVALID $minorOf: it takes money, {amount, currency}",
                "$decimal(a)                             | {\"a\":\"7.50\"}         | 7.50",
                "$decimal(a)                             | {\"a\":\"7,50\"}         | FIELD_INVALID $decimal: '7,50' is not a decimal number; thousands separators and blanks are taken off by $plain",
                "$decimal(a)                             | {\"a\":true}             | FIELD_INVALID $decimal: argument 1 must be a number or its text",
                "$decimal(a)                             | {\"a\":null}             | nothing",
                "$hours(a)                               | {\"a\":450}              | 7.5",
                "$hours(a)                               | {\"a\":20}               | 0.3333",
                "$hoursOfClock(a)                        | {\"a\":\"7:30\"}         | 7.5",
                "$hoursOfClock(a)                        | {\"a\":\"0:06\"}         | 0.1",
                "$hoursOfClock(a)                        | {\"a\":\"7:60\"}         | FIELD_INVALID $hoursOfClock: '7:60' is not a clock text such as 7:30",
                "$minutes(a)                             | {\"a\":\"7.5\"}          | 450",
                "$minutes(a)                             | {\"a\":0.3333}           | FIELD_INVALID $minutes: 0.3333 hours are not a whole number of minutes",
                "$date(a)                                | {\"a\":\"2026-03-31\"}   | 2026-03-31",
                "$date(a)                                | {\"a\":\"2026-03-31T23:30:00-05:00\"} | 2026-03-31",
                "$date(a)                                | {\"a\":\"31/03/2026\"}   | FIELD_INVALID $date: '31/03/2026' is not an ISO day or moment",
                "$date(a, 'MM/dd/yyyy', 'dd/MM/yyyy')    | {\"a\":\"31/03/2026\"}   | 2026-03-31",
                "$date(a, 'd-MMM-yy')                    | {\"a\":\"5-mar-26\"}     | 2026-03-05",
                "$date(a, 'yyyy-MM-dd')                  | {\"a\":\"2026-02-30\"}   | FIELD_INVALID $date: '2026-02-30' fits none of the patterns [yyyy-MM-dd]",
                "$date(a)                                | {\"a\":\"9999-12-31\"}   | FIELD_INVALID $date: '9999-12-31' lies outside the years 1900 to 2199",
                "$date(a, 'QQQQQQQ')                     | {\"a\":\"2026-02-30\"}   | EXPRESSION_FAILED $date: 'QQQQQQQ' is not a date pattern",
                "$instant(a)                             | {\"a\":\"2026-03-31T10:00:00.000+0000\"} | 2026-03-31T10:00:00Z",
                "$instant(a)                             | {\"a\":\"2026-03-31T10:00:00-05:00\"} | 2026-03-31T15:00:00Z",
                "$instant(a)                             | {\"a\":\"2026-03-31 10:00:00Z\"} | 2026-03-31T10:00:00Z",
                "$instant(a)                             | {\"a\":\"2026-03-31T10:00:00\"} | FIELD_INVALID $instant: '2026-03-31T10:00:00' is not an ISO date-time with an offset",
                "$external(a)                            | {\"a\":\"cus_1\"}        | 77",
                "$external(a)                            | {\"a\":\"cus_2\"}        | REFERENCE_MISSING the target system has no record of cus_2 yet",
                "$fail('NO_VAT', 'no VAT number')        | {}                       | NO_VAT no VAT number",
                "a = 1 ? $fail('ONE', 'is one') : 'ok'   | {\"a\":2}                | ok",
                "$not(a)                                 | {}                       | true",
                "$not(a)                                 | {\"a\":true}             | false",
                "a ~> $decimal                           | {\"a\":\"1.25\"}         | 1.25",
                "b.$decimal(a)                           | {\"b\":[{\"a\":\"1.25\"},{\"a\":\"2\"}]} | [1.25, 2]",
                "$pad(a, -5, '0')                        | {\"a\":\"42\"}           | 00042",
                "$pad(a, 100000000)                      | {\"a\":\"42\"}           | FIELD_INVALID $pad: the width is more than 1000",
                "$contains(a, /^x-/)                     | {\"a\":\"x-1\"}          | true",
                "$contains(a, 'q')                       | {\"a\":\"x-1\"}          | false",
                "a.$contains('x')                        | {\"a\":\"x-1\"}          | true",
                "$contains(a, 'q')                       | {}                       | nothing",
                "$match(a, /(\\d)-(\\d)/).groups[1]      | {\"a\":\"1-2\"}          | 2",
                "$replace(a, /(\\d)-(\\d)/, '$2/$1')      | {\"a\":\"1-2\"}          | 2/1",
                "$replace(a, '-', '+')                   | {\"a\":\"1-2\"}          | 1+2",
                "$split(a, /-/)                          | {\"a\":\"1-2\"}          | [1, 2]",
                "$split(a, '-')[0]                       | {\"a\":\"1-2\"}          | 1",
                "$split(a, '-', 1)                       | {\"a\":\"1-2\"}          | [1]",
                "$key                                    | {}                       | key-1",
                "a                                       | {\"a\":0.10000000000000000000000001} | 0.10000000000000000000000001",
                "$nothing(a)                             | {\"a\":1}                | EXPRESSION_FAILED the expression failed: Attempted to invoke a non-function",
            })
    void a_call_gives(String call, String record, String expected) {
        Lookups lookups = Sets.of(LOOKUP).lookups(Scope.FIRM);
        var evaluation = new Evaluation(
                lookups, Sets.DAY, ref -> ref.equals("cus_1") ? Optional.of("77") : Optional.empty(), "key-1");
        String got = ScopedValue.where(Evaluation.CURRENT, evaluation).call(() -> shown(call, record));
        assertThat(got).startsWith(expected);
    }

    private static String shown(String call, String record) {
        try {
            Object value = Expression.compile(call).evaluate((Map<?, ?>) CanonicalJson.parse(record));
            return value == null ? "nothing" : value.toString();
        } catch (MappingFailure failure) {
            return failure.code() + " " + failure.says();
        }
    }
}
