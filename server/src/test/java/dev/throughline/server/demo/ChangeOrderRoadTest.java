package dev.throughline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.server.database.EmbeddedDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A contract amended in the CRM, over the four simulated vendors with the mappings that ship: one step, whatever is lost on the way. */
class ChangeOrderRoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void a_second_version_reaches_budget_order_forecast_and_contract_and_changes_no_other_record() {
        Firm firm = FirmMaker.make(1, 8);
        try (var database = EmbeddedDatabase.open(folder.resolve("data"));
                var town = Town.open(firm, InstantSource.system());
                var world = World.open(
                        town.vendors().settings(),
                        firm,
                        database.source(),
                        folder.resolve("mappings"),
                        Duration.ofHours(1),
                        InstantSource.system())) {
            world.start();
            var deal = firm.deals().getFirst();
            sell(world, town, deal);
            amend(world, town, deal);
        }
    }

    private static void sell(World world, Town town, Firm.Deal deal) {
        town.crm().furnish(town.firm());
        settle(world);
        town.crm().open(deal);
        town.crm().approveSow(deal);
        town.crm().sign(deal, 6);
        settle(world);
        town.crm().win(deal);
        settle(world);
        assertThat(order(town)).satisfies(o -> money(o, "total", deal.amount()));
    }

    private static void amend(World world, Town town, Firm.Deal deal) {
        BigDecimal value = deal.amount().add(new BigDecimal("25000.50"));
        town.vendors()
                .of(Vendors.ERP)
                .faults()
                .next(Fault.LOSE_REQUEST, 1, "PATCH /services/rest/record/v1/salesOrder");
        town.vendors().of(Vendors.PSA).faults().next(Fault.LOSE_ANSWER, 1, "PUT /api/v1/workspaces");
        town.crm().amend(deal, 2, deal.startsOn().plusMonths(2), value, 9);
        settle(world);

        Map<String, Object> project = town.psa().project(deal.title()).orElseThrow();
        assertThat(String.valueOf(project.get("price_in_cents")))
                .isEqualTo(value.movePointRight(2).toBigIntegerExact().toString());
        LocalDate end = LocalDate.parse(String.valueOf(town.crm().contract(deal).get("EndDate")));
        assertThat(String.valueOf(project.get("due_date"))).isEqualTo(end.toString());
        assertThat(order(town)).satisfies(o -> {
            money(o, "total", value);
            assertThat(String.valueOf(o.get("memo"))).contains("version 2");
        });
        assertThat(town.vendors().of(Vendors.ERP).screen().records("job").stream()
                        .filter(job -> deal.title().equals(job.get("companyName"))))
                .singleElement()
                .satisfies(job -> money(job, "estimatedRevenue", value));
        assertThat(town.crm().contract(deal)).containsEntry("Change_Status__c", "Version 2 carried");
        money(town.crm().contract(deal), "Revenue_Forecast__c", value);
        var report = world.hub().reconciliation().run(world.tenant(), Optional.empty(), Optional.empty());
        assertThat(report.unexplained())
                .as(() -> report.differences().toString())
                .isZero();
    }

    /** The one order that finance has. */
    private static Map<String, Object> order(Town town) {
        List<Map<String, Object>> orders =
                town.vendors().of(Vendors.ERP).screen().records("salesOrder");
        assertThat(orders).hasSize(1);
        return orders.getFirst();
    }

    private static void money(Map<String, Object> record, String field, BigDecimal amount) {
        assertThat(new BigDecimal(String.valueOf(record.get(field)))).as(field).isEqualByComparingTo(amount);
    }

    private static void settle(World world) {
        assertThat(world.settle(PATIENCE)).isTrue();
        assertThat(world.hub()
                        .exceptions()
                        .list(world.tenant(), Exceptions.Filter.OPEN, Optional.empty(), 50)
                        .items())
                .extracting(i -> i.code() + ": " + i.says())
                .isEmpty();
    }
}
