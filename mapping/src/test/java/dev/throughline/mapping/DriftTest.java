package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftTest {
    private static final String CUSTOMER_IN = """
            mapping: netsuite/customer
            version: 1
            source: https://docs.example/netsuite
            from: {object: customer}
            to: CustomerAccount/1
            fields:
              name: companyName
              legalEntity: subsidiary.id
              paymentTerms: $lookup("netsuite.terms-in", terms.id)
            examples:
              - {name: plain, in: {companyName: A}, out: {name: A}}
            """;
    private static final String TERMS_IN = "lookup: netsuite.terms-in\nrows: [{key: \"2\", value: net_30}]\n";
    private static final Map<String, Object> WANTED = Map.of(
            "subject", "cus_1", "customer", Map.of("name", "Alder", "legalEntity", "ent_us", "paymentTerms", "net_30"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "Name                                        | [Name]",
                "Account.Owner.Name & ' ' & Title            | [Account, Title]",
                "$money(Amount, CurrencyIsoCode)             | [Amount, CurrencyIsoCode]",
                "IsWon and StageName in ['a', 'b'] or $not(x) | [IsWon, StageName, x]",
                "Lines.records.{\"item\": Product, \"sum\": $money(Price, $$.Currency)} | [Currency, Lines]",
                "Lines[Price > 0].Name                       | [Lines]",
                "Lines.(Price)                               | [Lines]",
                "Lines.$decimal(Price)                       | [Lines]",
                "$map(Lines, function($l) { $l.Price })      | [Lines]",
                "{\"a\": One, \"b\": {\"c\": Two}}           | [One, Two]",
                "A = true ? B : null                         | [A, B]",
                "`odd name`.x                                | [odd name]",
                "/* Name */ $replace(Text, /[Name]+/, 'Other') | [Text]",
                "\"2026\" & $.Year                           | [Year]",
                "Lines^(Price).Name                          | [Lines]",
                "Price / Count                               | [Count, Price]",
            })
    void the_names_that_an_expression_reads_are_known_before_it_runs(String expression, String tops) {
        assertThat(Drift.tops(expression)).hasToString(tops);
    }

    @Test
    void a_field_that_the_vendor_renamed_is_found() {
        assertThat(Drift.check(
                        Sets.of(CUSTOMER_IN, TERMS_IN),
                        "netsuite",
                        "customer",
                        Scope.FIRM,
                        List.of("CompanyName", "subsidiary", "terms")))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.mapping() + ", " + finding.field() + ": " + finding.says())
                                .isEqualTo(
                                        "netsuite/customer v1, name: the vendor's customer no longer has a field 'companyName'; did it become 'CompanyName'?"));
    }

    @Test
    void what_a_command_does_not_have_is_refused_when_loaded() {
        String text = ExampleRunnerTest.text("customer.yaml");
        assertThat(Sets.refused(text.replace("customer.name", "customer.nam"), ExampleRunnerTest.text("terms.yaml")))
                .singleElement()
                .asString()
                .startsWith(
                        "file1.yaml:7, fields.companyName: customer.nam reads customer.nam, but CustomerAccount has no 'nam'; it has [name, status,");
    }

    @Test
    void what_goes_out_comes_back_the_same() {
        MappingSet set = Sets.of(
                ExampleRunnerTest.text("customer.yaml"), ExampleRunnerTest.text("terms.yaml"), CUSTOMER_IN, TERMS_IN);
        var out = set.outbound("netsuite", "EnsureCustomer", Scope.FIRM).getFirst();
        var in = set.inbound("netsuite", "customer", Scope.FIRM).getFirst();
        assertThat(RoundTrip.differences(out, in, WANTED, "customer", Map.of("ent_us", "1"), Sets.DAY))
                .isEmpty();
        MappingSet bent = Sets.of(
                ExampleRunnerTest.text("customer.yaml"),
                ExampleRunnerTest.text("terms.yaml"),
                CUSTOMER_IN,
                TERMS_IN.replace("net_30", "net_60"));
        assertThat(RoundTrip.differences(
                        out,
                        bent.inbound("netsuite", "customer", Scope.FIRM).getFirst(),
                        WANTED,
                        "customer",
                        Map.of("ent_us", "1"),
                        Sets.DAY))
                .containsExactly("paymentTerms: expected \"net_30\", got \"net_60\"");
    }
}
