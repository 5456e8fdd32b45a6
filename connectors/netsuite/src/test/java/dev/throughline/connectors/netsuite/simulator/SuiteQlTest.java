package dev.throughline.connectors.netsuite.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.SimJson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** SuiteQL as the documentation has it, and clear errors for what is not supported. */
class SuiteQlTest extends Running {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT COUNT(*) AS n FROM customer | [{\"n\":\"6\"}]",
                "SELECT companyname FROM customer WHERE companyname LIKE 'Harrow%' ORDER BY companyname DESC FETCH FIRST 1 ROWS ONLY | [{\"companyname\":\"Harrowgate Mills West\"}]",
                "SELECT symbol FROM currency WHERE id IN (1, 3) ORDER BY id | [{\"symbol\":\"USD\"},{\"symbol\":\"EUR\"}]",
                "SELECT tranid FROM transaction WHERE type = 'CustInvc' AND status = 'B' | [{\"tranid\":\"INV-1001\"}]",
                "SELECT TO_CHAR(trandate, 'YYYY-MM-DD') AS d, trandate FROM transaction WHERE tranid = 'INV-3001' | [{\"d\":\"2026-03-16\",\"trandate\":\"3/16/2026\"}]",
                "SELECT c.symbol AS s, SUM(t.foreigntotal) AS total, COUNT(*) AS n FROM transaction t JOIN currency c ON c.id = t.currency WHERE t.type = 'CustInvc' GROUP BY c.symbol ORDER BY c.symbol | [{\"s\":\"EUR\",\"total\":\"15500\",\"n\":\"1\"},{\"s\":\"GBP\",\"total\":\"3600\",\"n\":\"1\"},{\"s\":\"USD\",\"total\":\"13395\",\"n\":\"1\"}]",
                "SELECT SUM(tl.quantity) AS q FROM transaction t, transactionline tl WHERE tl.transaction = t.id AND t.tranid = 'INV-1001' AND tl.mainline = 'F' | [{\"q\":\"-63.5\"}]",
                "SELECT l.previousdoc AS i FROM transaction p JOIN nexttransactionlinelink l ON l.nextdoc = p.id WHERE p.type = 'CustPymt' | [{\"i\":\"1001\"}]",
                "SELECT companyname FROM customer WHERE parent IS NOT NULL AND NOT (isinactive = 'T') | [{\"companyname\":\"Harrowgate Mills West\"}]",
                "SELECT BUILTIN.DF(currency) AS c FROM customer WHERE companyname = 'Tidewick Insurance plc' | [{\"c\":\"British pound\"}]",
                "SELECT companyname FROM customer c WHERE id NOT IN (SELECT entity FROM transaction WHERE type = 'CustInvc') AND subsidiary = 3 | [{\"companyname\":\"Rosenfeld & Söhne KG\"}]",
                "SELECT periodname FROM accountingperiod WHERE startdate BETWEEN TO_DATE('2026-02-01','YYYY-MM-DD') AND TO_DATE('2026-02-28','YYYY-MM-DD') | [{\"periodname\":\"Feb 2026\"}]",
                "SELECT c.companyname AS a, p.companyname AS b FROM customer c LEFT JOIN customer p ON p.id = c.parent WHERE c.subsidiary = 2 | [{\"a\":\"Tidewick Insurance plc\"}]",
                "SELECT COUNT(*) AS n FROM currency a, currency b | [{\"n\":\"9\"}]",
                "SELECT id FROM currency WHERE ROWNUM <= 2 ORDER BY id | [{\"id\":\"1\"},{\"id\":\"2\"}]",
                "SELECT CASE WHEN voided = 'T' THEN 0 ELSE ABS(foreigntotal) END AS v FROM transaction WHERE tranid = 'INV-2001' | [{\"v\":\"3600\"}]",
                "SELECT MAX(id) AS m FROM subsidiary WHERE 1 = 0 | [{}]",
            })
    void answers(String query, String expected) {
        PlainClient.Answer answer = client.suiteql(query, "");
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
        List<JsonNode> rows = new ArrayList<>();
        answer.json().path("items").forEach(row -> {
            ((tools.jackson.databind.node.ObjectNode) row).remove("links");
            rows.add(row);
        });
        assertThat(SimJson.MAPPER.writeValueAsString(rows)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM customer",
                "SELECT id FROM nosuchtable",
                "SELECT nosuchcolumn FROM customer",
                "SELECT id FROM customer LIMIT 5",
                "SELECT id FROM customer UNION SELECT id FROM job",
                "SELECT id, COUNT(*) FROM customer",
                "SELECT id FROM customer WHERE id = ?",
                "SELECT nosuchfunction(id) FROM customer",
                "SELECT id FROM customer ORDER BY",
                "SELECT id FROM customer WHERE lastmodifieddate > 'yesterday'",
                "SELECT id FROM customer; DROP TABLE customer",
                "SELECT id FROM customer a, customer a",
                "))))"
            })
    void refuses_by_name(String query) {
        PlainClient.Answer answer = client.suiteql(query, "");
        assertThat(answer.status()).as(answer.raw().body()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_PARAMETER");
        assertThat(simulator.server().counters().crashes()).isEmpty();
    }

    @Test
    void the_header_that_makes_it_transient_is_required() {
        PlainClient.Answer answer = client.send("POST", "/query/v1/suiteql", "{\"q\": \"SELECT id FROM customer\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void pages_carry_links_counts_and_parameters() {
        String body = "{\"q\": \"SELECT id FROM customer WHERE id > ? ORDER BY id\", \"params\": [\"0\"]}";
        JsonNode page = client.send("POST", "/query/v1/suiteql?limit=4&offset=4", body, "Prefer", "transient")
                .json();
        assertThat(page.path("count").asInt()).isEqualTo(2);
        assertThat(page.path("hasMore").asBoolean()).isFalse();
        assertThat(page.path("totalResults").asInt()).isEqualTo(6);
        assertThat(page.path("items").path(0).path("id").isString()).isTrue();
    }

    @Test
    void brackets_without_end_do_not_bring_it_down() {
        String query = "SELECT id FROM customer WHERE " + "(".repeat(20_000) + "1=1" + ")".repeat(20_000);
        assertThat(client.suiteql(query, "").status()).isEqualTo(400);
        assertThat(client.suiteql("SELECT id FROM customer", "").status()).isEqualTo(200);
    }
}
