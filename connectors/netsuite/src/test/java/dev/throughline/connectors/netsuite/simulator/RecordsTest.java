package dev.throughline.connectors.netsuite.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Records over REST, from the documentation's side. */
class RecordsTest extends Running {
    private static final String ONE_HOUR = "\"quantity\": 1, \"rate\": 100.00";

    @Test
    void a_slash_at_the_end_means_nothing_and_a_wrong_method_is_an_error_in_the_vendors_shape() {
        assertThat(client.send("GET", "/record/v1/metadata-catalog/", "").status())
                .isEqualTo(200);
        assertThat(client.send("GET", "/record/v1/customer/", "")
                        .json()
                        .path("count")
                        .asInt())
                .isPositive();
        assertThat(client.send("GET", "/record/v1/customer/?limit=1", "").raw().body())
                .contains("/record/v1/customer?limit=1&offset=1")
                .doesNotContain("customer/?");
        PlainClient.Answer wrong = client.send("POST", "/record/v1/customer/501", "{}");
        assertThat(wrong.status()).isEqualTo(405);
        assertThat(wrong.json().path("title").asString()).isEqualTo("Method Not Allowed");
        assertThat(wrong.raw().headers().firstValue("Allow")).isPresent();
    }

    @Test
    void a_record_is_made_read_changed_and_deleted() {
        String body = "{\"companyName\": \"Alder LLP\", \"subsidiary\": {\"id\": \"%s\"}, \"externalId\": \"CID002\"}"
                .formatted(seeded.get("entity-uk"));
        PlainClient.Answer created = client.send("POST", "/record/v1/customer", body);
        assertThat(created.status()).isEqualTo(204);
        assertThat(created.location()).startsWith(simulator.access().baseUrl() + "/record/v1/customer/");
        JsonNode read = get("customer/eid:CID002");
        assertThat(read.path("subsidiary").path("refName").asString()).isEqualTo("Fernhill Consulting Ltd");
        assertThat(read.path("currency").path("refName").asString()).isEqualTo("British pound");
        client.send(
                "PATCH",
                "/record/v1/customer/" + created.id(),
                "{\"companyName\": \"Alder 2\", \"vatRegNumber\": null}");
        assertThat(get("customer/" + created.id()).path("companyName").asString())
                .isEqualTo("Alder 2");
        assertThat(client.send("DELETE", "/record/v1/customer/" + created.id(), "")
                        .status())
                .isEqualTo(204);
        PlainClient.Answer gone = client.send("GET", "/record/v1/customer/" + created.id(), "");
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.code()).isEqualTo("NONEXISTENT_ID");
    }

    @Test
    void an_upsert_by_external_id_makes_one_record_and_a_second_post_is_a_duplicate() {
        String body = invoice("", ONE_HOUR);
        String id = client.send("PUT", "/record/v1/invoice/eid:TL-1", body).id();
        assertThat(client.send("PUT", "/record/v1/invoice/eid:TL-1?replace=item", body)
                        .id())
                .isEqualTo(id);
        assertThat(get("invoice/" + id + "?expandSubResources=true")
                        .path("item")
                        .path("totalResults")
                        .asInt())
                .isEqualTo(1);
        PlainClient.Answer again =
                client.send("POST", "/record/v1/invoice", invoice("\"externalId\": \"TL-1\",", ONE_HOUR));
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo("DUP_RCRD");
    }

    @Test
    void lines_without_a_key_are_added_by_a_patch_and_replaced_when_asked() {
        String id = made("invoice", invoice("", ONE_HOUR));
        String lines = "{\"item\": {\"items\": [{\"item\": {\"id\": \"%s\"}, %s}]}}"
                .formatted(seeded.get("item-data"), ONE_HOUR);
        client.send("PATCH", "/record/v1/invoice/" + id, lines);
        assertThat(get("invoice/" + id).path("total").decimalValue()).isEqualByComparingTo("200");
        client.send("PATCH", "/record/v1/invoice/" + id, "{\"item\": {\"items\": [{\"line\": 2, \"quantity\": 3}]}}");
        assertThat(get("invoice/" + id).path("total").decimalValue()).isEqualByComparingTo("400");
        client.send("PATCH", "/record/v1/invoice/" + id + "?replace=item", lines);
        assertThat(get("invoice/" + id).path("total").decimalValue()).isEqualByComparingTo("100");
        assertThat(get("invoice/" + id + "/item/1").path("item").path("refName").asString())
                .isEqualTo("DATA");
    }

    @Test
    void unknown_fields_are_dropped_silently_unless_errors_are_wished_for() {
        String body = invoice("\"mermo\": \"typo\",", ONE_HOUR);
        assertThat(client.send("POST", "/record/v1/invoice", body).status()).isEqualTo(204);
        PlainClient.Answer strict =
                client.send("POST", "/record/v1/invoice", body, "X-NetSuite-PropertyNameValidation", "Error");
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.json()
                        .path("o:errorDetails")
                        .path(0)
                        .path("o:errorPath")
                        .asString())
                .isEqualTo("mermo");
    }

    @Test
    void totals_and_tax_are_exact_and_the_amount_given_wins_over_quantity_times_rate() {
        String id = made(
                "invoice",
                invoice("", "\"quantity\": 7.33, \"rate\": 33.333, \"amount\": 244.35, \"taxCode\": {\"id\": \"3\"}"));
        JsonNode read = get("invoice/" + id);
        assertThat(read.path("subtotal").decimalValue()).isEqualTo(new BigDecimal("244.35"));
        assertThat(read.path("taxTotal").decimalValue()).isEqualTo(new BigDecimal("48.87"));
        assertThat(read.path("total").decimalValue()).isEqualTo(new BigDecimal("293.22"));
        assertThat(read.path("status").path("id").asString()).isEqualTo("A");
        assertThat(read.path("dueDate").asString()).isEqualTo("2026-04-01");
    }

    @Test
    void payments_and_credits_move_what_remains_and_not_the_invoices_own_stamp() {
        String id = made("invoice", invoice("", "\"quantity\": 1, \"rate\": 1000.00"));
        String stamp = get("invoice/" + id).path("lastModifiedDate").asString();
        PlainClient.Answer credit = client.send(
                "POST",
                "/record/v1/invoice/" + id + "/!transform/creditMemo",
                "{\"item\": {\"items\": [{\"item\": {\"id\": \"%s\"}, \"quantity\": 1, \"rate\": 150.00}]}}"
                        .formatted(seeded.get("item-data")));
        assertThat(credit.status()).isEqualTo(204);
        assertThat(remaining(id)).isEqualByComparingTo("850");
        simulator.screen().pay(id, new BigDecimal("850.00"), LocalDate.parse("2026-03-02"));
        JsonNode paid = get("invoice/" + id);
        assertThat(paid.path("status").path("id").asString()).isEqualTo("B");
        assertThat(paid.path("amountPaid").decimalValue()).isEqualByComparingTo("1000");
        assertThat(paid.path("lastModifiedDate").asString()).isEqualTo(stamp);
        assertThat(client.send("DELETE", "/record/v1/invoice/" + id, "").code()).isEqualTo("USER_ERROR");
    }

    private BigDecimal remaining(String id) {
        return get("invoice/" + id).path("amountRemaining").decimalValue();
    }

    @Test
    void a_closed_period_and_a_foreign_subsidiary_refuse() {
        simulator.screen().closePeriod(LocalDate.parse("2026-03-15"), true);
        assertThat(client.send("POST", "/record/v1/invoice", invoice("", ONE_HOUR))
                        .code())
                .isEqualTo("USER_ERROR");
        simulator.screen().closePeriod(LocalDate.parse("2026-03-15"), false);
        PlainClient.Answer foreign = client.send(
                "POST",
                "/record/v1/invoice",
                invoice("\"subsidiary\": {\"id\": \"%s\"},".formatted(seeded.get("entity-de")), ONE_HOUR));
        assertThat(foreign.code()).isEqualTo("INVALID_CONTENT");
        assertThat(foreign.json()
                        .path("o:errorDetails")
                        .path(0)
                        .path("o:errorPath")
                        .asString())
                .isEqualTo("subsidiary");
    }

    @Test
    void a_customer_on_hold_gets_no_invoice_where_the_account_says_so() {
        start(new NetSuiteSimulator(AccountOptions.PLAIN.withHoldsThatRefuseSales(), new java.util.Random(1)));
        simulator.screen().hold(seeded.get("customer-harrow"), true);
        assertThat(client.send("POST", "/record/v1/invoice", invoice("", ONE_HOUR))
                        .code())
                .isEqualTo("USER_ERROR");
        assertThat(get("customer/" + seeded.get("customer-harrow"))
                        .path("creditHoldOverride")
                        .path("id")
                        .asString())
                .isEqualTo("ON");
    }

    @Test
    void approval_routing_holds_an_invoice_until_it_is_approved() {
        start(new NetSuiteSimulator(AccountOptions.PLAIN.withApprovalRouting(), new java.util.Random(1)));
        String id = made("invoice", invoice("", ONE_HOUR));
        assertThat(get("invoice/" + id).path("status").path("id").asString()).isEqualTo("D");
        assertThat(client.send("POST", "/record/v1/invoice/" + id + "/@approve", "")
                        .json()
                        .path("result")
                        .asBoolean())
                .isTrue();
        assertThat(get("invoice/" + id).path("status").path("id").asString()).isEqualTo("A");
    }

    @Test
    void an_order_becomes_an_invoice_and_an_invoice_a_payment() {
        String order = made("salesOrder", invoice("", "\"quantity\": 10, \"rate\": 10.00"));
        PlainClient.Answer billed = client.send(
                "POST",
                "/record/v1/salesOrder/" + order + "/!transform/invoice",
                "{\"item\": {\"items\": [{\"orderLine\": 1, \"quantity\": 3}]}}");
        assertThat(billed.status()).as(billed.raw().body()).isEqualTo(204);
        assertThat(get("invoice/" + billed.id()).path("total").decimalValue()).isEqualByComparingTo("30");
        String pay = "/record/v1/invoice/" + billed.id() + "/!transform/customerPayment";
        assertThat(client.send("POST", pay, "{}").status()).isEqualTo(204);
        assertThat(remaining(billed.id())).isEqualByComparingTo("0");
    }

    @Test
    void a_batch_runs_as_a_job_with_one_task_a_record() {
        String good = invoice("\"externalId\": \"B-1\",", ONE_HOUR);
        String bad = good.replace("B-1", "B-2").replace("2026-03-02", "1999-01-01");
        PlainClient.Answer accepted = client.send(
                "POST",
                "/record/v1/invoice",
                "{\"items\": [" + good + "," + bad + "]}",
                "Content-Type",
                "application/vnd.oracle.resource+json; type=collection",
                "Prefer",
                "respond-async",
                "X-NetSuite-Idempotency-Key",
                "k-1");
        assertThat(accepted.status()).isEqualTo(202);
        String job = "/async/v1/job/" + accepted.id();
        while (!client.send("GET", job, "").json().path("completed").asBoolean()) {
            Thread.onSpinWait();
        }
        assertThat(client.send("GET", job + "/task/1/result", "").status()).isEqualTo(204);
        assertThat(client.send("GET", job + "/task/2", "")
                        .json()
                        .path("progress")
                        .asString())
                .isEqualTo("failed");
        assertThat(client.send("GET", job + "/task/2/result", "").status()).isEqualTo(400);
        PlainClient.Answer repeated = client.send(
                "POST", "/record/v1/invoice", good, "Prefer", "respond-async", "X-NetSuite-Idempotency-Key", "k-1");
        assertThat(repeated.code()).isEqualTo("IDEMPOTENCY_ERROR");
        assertThat(repeated.location()).endsWith(accepted.id());
    }

    @Test
    void lists_are_filtered_and_paged_with_an_offset_that_is_a_multiple_of_the_limit() {
        JsonNode page = get("customer?limit=2&offset=2");
        assertThat(page.path("count").asInt()).isEqualTo(2);
        assertThat(page.path("hasMore").asBoolean()).isTrue();
        assertThat(page.path("totalResults").asInt()).isEqualTo(6);
        String q = PlainClient.enc("companyName START_WITH \"Harrow\" AND isInactive IS false");
        assertThat(get("customer?q=" + q).path("totalResults").asInt()).isEqualTo(2);
        assertThat(client.send("GET", "/record/v1/customer?limit=2&offset=3", "")
                        .code())
                .isEqualTo("INVALID_PARAMETER");
        assertThat(client.send("GET", "/record/v1/customer?q=" + PlainClient.enc("nonsense IS 1"), "")
                        .code())
                .isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void hostile_bodies_get_a_clear_refusal_and_change_nothing() {
        int before = simulator.screen().records("invoice").size();
        for (String body : List.of(
                "",
                "null",
                "[]",
                "{",
                "\"text\"",
                "{\"entity\": 5e400}",
                "{\"entity\": {\"id\": \"1; DROP TABLE\"}}",
                invoice("\"tranDate\": \"9999-99-99\",", ONE_HOUR),
                invoice("", "\"quantity\": \"many\", \"rate\": 1"),
                invoice("", "\"quantity\": 1e300, \"rate\": 1"),
                invoice("", "\"quantity\": -5, \"rate\": 1"),
                invoice("\"externalId\": \"../../x\",", ONE_HOUR))) {
            assertThat(client.send("POST", "/record/v1/invoice", body).status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(simulator.screen().records("invoice")).hasSize(before);
        assertThat(client.send("GET", "/record/v1/noSuchRecord/1", "").status()).isEqualTo(404);
        assertThat(simulator.server().counters().crashes()).isEmpty();
    }

    @Test
    void a_thousand_lines_are_kept_and_given_back() {
        String line =
                "{\"item\": {\"id\": \"%s\"}, \"quantity\": 1.25, \"rate\": 80.00}".formatted(seeded.get("item-data"));
        String body = "{\"entity\": {\"id\": \"%s\"}, \"tranDate\": \"2026-03-02\", \"item\": {\"items\": [%s]}}"
                .formatted(seeded.get("customer-harrow"), String.join(",", java.util.Collections.nCopies(1000, line)));
        String id = made("invoice", body);
        JsonNode read = get("invoice/" + id + "?expandSubResources=true");
        assertThat(read.path("total").decimalValue()).isEqualByComparingTo("100000");
        assertThat(read.path("item").path("items").path(999).path("line").asInt())
                .isEqualTo(1000);
    }

    @Test
    void the_screen_voids_and_the_books_follow() {
        String id = made("invoice", invoice("", ONE_HOUR));
        BigDecimal before =
                get("customer/" + seeded.get("customer-harrow")).path("balance").decimalValue();
        simulator.screen().update("invoice", id, Map.of("void", true));
        assertThat(get("invoice/" + id).path("status").path("id").asString()).isEqualTo("V");
        assertThat(get("customer/" + seeded.get("customer-harrow"))
                        .path("balance")
                        .decimalValue())
                .isEqualByComparingTo(before.subtract(new BigDecimal("100")));
    }
}
