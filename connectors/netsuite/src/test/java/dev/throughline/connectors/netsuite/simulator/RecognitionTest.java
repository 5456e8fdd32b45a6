package dev.throughline.connectors.netsuite.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecognitionTest {
    private final NetSuiteSimulator simulator = new NetSuiteSimulator();

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void revenue_is_earned_by_the_day_and_taken_back_with_the_invoice() {
        simulator.start(0, () -> Instant.parse("2026-04-02T09:30:00Z"));
        var seeded = simulator.seedSmallFirm();
        var desk = simulator.screen();
        String invoice = desk.insert(
                "invoice",
                Map.of(
                        "entity",
                        Map.of("id", seeded.get("customer-harrow")),
                        "tranDate",
                        "2026-04-02",
                        "item",
                        Map.of(
                                "items",
                                List.of(Map.of(
                                        "item",
                                        Map.of("id", seeded.get("item-integration")),
                                        "quantity",
                                        1,
                                        "amount",
                                        300.00,
                                        "revRecStartDate",
                                        "2026-04-01",
                                        "revRecEndDate",
                                        "2026-04-30")))));
        assertThat(shown(desk, invoice)).doesNotContainKey("revenueStatus");
        desk.recogniseRevenue(LocalDate.parse("2026-04-10"));
        assertThat(shown(desk, invoice)).containsEntry("revenueStatus", "IN_PROGRESS");
        assertThat(shown(desk, invoice).get("recognizedRevenue")).hasToString("100.00");
        assertThat(shown(desk, invoice).get("deferredRevenue")).hasToString("200.00");
        desk.recogniseRevenue(LocalDate.parse("2026-04-30"));
        assertThat(shown(desk, invoice)).containsEntry("revenueStatus", "COMPLETED");
        desk.voidTransaction("invoice", invoice);
        assertThat(shown(desk, invoice).get("recognizedRevenue")).hasToString("0.00");
    }

    private static Map<String, Object> shown(Desk desk, String invoice) {
        return desk.records("invoice").stream()
                .filter(one -> invoice.equals(String.valueOf(one.get("id"))))
                .findFirst()
                .orElseThrow();
    }
}
