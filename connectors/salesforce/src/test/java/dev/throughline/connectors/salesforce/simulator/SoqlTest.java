package dev.throughline.connectors.salesforce.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connectors.salesforce.simulator.OrgClient.Answer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stated part of SOQL, asked by a plain client; today is 2 March 2026. */
class SoqlTest {
    private final SalesforceSimulator simulator = new SalesforceSimulator();
    private OrgClient client;
    private Map<String, String> seeded = Map.of();

    @BeforeEach
    void start() {
        simulator.start(0, InstantSource.fixed(Instant.parse("2026-03-02T09:30:00Z")));
        seeded = simulator.seedSmallFirm();
        Simulator.Access access = simulator.access();
        client = new OrgClient(access.baseUrl());
        Map<String, String> form =
                new LinkedHashMap<>(access.credentials().getFirst().values());
        form.put("grant_type", "client_credentials");
        client.token(form);
    }

    @AfterEach
    void stop() {
        simulator.close();
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Name = 'Harrowgate Mills'                                               | 1
            name = 'HARROWGATE MILLS'                                               | 1
            Name LIKE 'Harrow%'                                                     | 2
            Name LIKE '%S_hne%'                                                     | 1
            Name LIKE 'Harrow\\_%'                                                  | 0
            NOT (Name LIKE 'Harrow%')                                               | 4
            Name LIKE 'Harrow%' AND BillingCity = 'Fresno'                          | 1
            (BillingCity = 'Fresno' OR BillingCity = 'Albany') AND Name != null     | 2
            ParentId = null                                                         | 5
            Parent.Name = 'Harrowgate Mills'                                        | 1
            BillingCountryCode IN ('DE', 'GB')                                      | 3
            BillingCountryCode NOT IN ('DE', 'GB')                                  | 3
            VAT_Number__c != null                                                   | 5
            Credit_Hold__c = false                                                  | 6
            CreatedDate = TODAY                                                     | 6
            CreatedDate < TODAY                                                     | 0
            CreatedDate = LAST_N_DAYS:3                                             | 6
            SystemModstamp >= 2026-03-02T09:30:00.000Z                              | 6
            SystemModstamp > 2026-03-02T10:30:00+01:00                              | 0
            Id IN (SELECT AccountId FROM Opportunity WHERE IsWon = true)            | 2
            """)
    void conditions_on_accounts(String condition, int records) {
        Answer answer = client.query("SELECT Id FROM Account WHERE " + condition);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("totalSize").asInt()).isEqualTo(records);
        assertThat(answer.json().path("records").size()).isEqualTo(records);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT Id                                                        | MALFORMED_QUERY
            SELECT Id FROM Account WHERE                                     | MALFORMED_QUERY
            SELECT Id FROM Account WHERE Name = 'a' OR Name = 'b' AND Id = null | MALFORMED_QUERY
            SELECT Id FROM Account WHERE Name = 'a                           | MALFORMED_QUERY
            SELECT Id FROM Account LIMIT many                                | MALFORMED_QUERY
            SELECT Id FROM Account; DROP TABLE Account                       | MALFORMED_QUERY
            SELECT toLabel(Name) FROM Account                                | MALFORMED_QUERY
            SELECT Name, COUNT(Id) FROM Account                              | MALFORMED_QUERY
            SELECT Id FROM Account OFFSET 2001                               | NUMBER_OUTSIDE_VALID_RANGE
            SELECT Foo FROM Account                                          | INVALID_FIELD
            SELECT Id FROM Account WHERE Foo = 1                             | INVALID_FIELD
            SELECT Id FROM Account WHERE Name = 5                            | INVALID_FIELD
            SELECT Id FROM Account WHERE CreatedDate = '2026-01-01'          | INVALID_FIELD
            SELECT Owner.Foo FROM Account                                    | INVALID_FIELD
            SELECT Nobody.Name FROM Account                                  | INVALID_FIELD
            SELECT Id FROM Opportunity WHERE Amount LIKE '1%'                | INVALID_QUERY_FILTER_OPERATOR
            SELECT Id FROM Account WHERE Id = 'nonsense'                     | INVALID_QUERY_FILTER_OPERATOR
            SELECT Id FROM Nothing                                           | INVALID_TYPE
            SELECT Id, (SELECT Id FROM Nothings) FROM Account                | INVALID_TYPE
            """)
    void what_is_not_understood_is_refused_as_the_vendor_does(String soql, String code) {
        Answer answer = client.query(soql);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).as(answer.text()).isEqualTo(code);
    }

    @Test
    void a_mistake_is_told_with_its_place() {
        Answer answer = client.query("SELECT Id FROM Account WHERE Name ~ 'x'");
        assertThat(answer.message()).contains("ERROR at Row:1:Column:35");
    }

    @Test
    void parents_and_children_come_nested() {
        Answer answer = client.query(
                "SELECT Id, Account.Name, Account.Parent.Name, (SELECT Quantity, UnitPrice, Product2.ProductCode FROM OpportunityLineItems"
                        + " ORDER BY Quantity DESC LIMIT 1) FROM Opportunity WHERE Id = '"
                        + seeded.get("deal-harrow-erp") + "'");
        var deal = answer.json().path("records").path(0);
        assertThat(deal.at("/attributes/type").asString()).isEqualTo("Opportunity");
        assertThat(deal.at("/Account/Name").asString()).isEqualTo("Harrowgate Mills");
        assertThat(deal.at("/Account/Parent").isNull()).isTrue();
        assertThat(deal.at("/OpportunityLineItems/totalSize").asInt()).isEqualTo(1);
        assertThat(deal.at("/OpportunityLineItems/records/0/Product2/ProductCode")
                        .asString())
                .isEqualTo("INTG");
    }

    @Test
    void totals_are_exact_by_currency_and_alike_by_alias_or_without() {
        Answer answer =
                client.query("SELECT CurrencyIsoCode, COUNT(Id) n, SUM(Amount) FROM Opportunity WHERE IsWon = true"
                        + " GROUP BY CurrencyIsoCode ORDER BY CurrencyIsoCode DESC");
        var rows = answer.json().path("records");
        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.at("/0/CurrencyIsoCode").asString()).isEqualTo("USD");
        assertThat(rows.at("/0/n").asInt()).isEqualTo(1);
        assertThat(rows.at("/0/expr0").decimalValue()).isEqualByComparingTo("76800.00");
        assertThat(rows.at("/1/expr0").decimalValue()).isEqualByComparingTo("46500.00");
        assertThat(client.query("SELECT COUNT() FROM Account")
                        .json()
                        .path("totalSize")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void ordering_says_where_nulls_stand() {
        List<String> first = names("SELECT Name FROM Account ORDER BY VAT_Number__c ASC NULLS FIRST LIMIT 1");
        List<String> last = names("SELECT Name FROM Account ORDER BY VAT_Number__c DESC NULLS LAST");
        assertThat(first).containsExactly("Pinemoor Logistics");
        assertThat(last).last().isEqualTo("Pinemoor Logistics");
    }

    @Test
    void a_locator_leads_through_all_pages_and_a_false_one_is_refused() {
        simulator.pageSize(2);
        Answer page = client.query("SELECT Name FROM Account ORDER BY Name");
        int seen = page.json().path("records").size();
        assertThat(page.json().path("totalSize").asInt()).isEqualTo(6);
        while (!page.json().path("done").asBoolean()) {
            page = client.get(page.json().path("nextRecordsUrl").asString());
            seen += page.json().path("records").size();
        }
        assertThat(seen).isEqualTo(6);
        assertThat(client.get("/services/data/v66.0/query/0r8xx0000000000AAA-2").errorCode())
                .isEqualTo("INVALID_QUERY_LOCATOR");
    }

    @Test
    void deleted_records_show_in_query_all_only() {
        simulator.screen().delete("Opportunity", seeded.getOrDefault("deal-rosenfeld-check", ""));
        String soql = "SELECT Id FROM Opportunity WHERE IsDeleted = true";
        assertThat(client.query(soql).json().path("totalSize").asInt()).isZero();
        Answer all = client.get("/services/data/v66.0/queryAll?q=" + OrgClient.encode(soql));
        assertThat(all.json().path("totalSize").asInt()).isEqualTo(1);
    }

    @Test
    void a_query_that_nests_for_ever_is_refused_without_harm() {
        Answer answer =
                client.query("SELECT Id FROM Account WHERE " + "(".repeat(3_000) + "Id = null" + ")".repeat(3_000));
        assertThat(answer.errorCode()).isEqualTo("QUERY_TOO_COMPLICATED");
    }

    private List<String> names(String soql) {
        List<String> names = new java.util.ArrayList<>();
        client.query(soql)
                .json()
                .path("records")
                .forEach(r -> names.add(r.path("Name").asString()));
        return names;
    }
}
