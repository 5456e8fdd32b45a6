package dev.throughline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.server.database.EmbeddedDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest whole road, over the four simulated vendors: a deal, a project, a week of work, an invoice, a payment. */
class SmallFirmRoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    @Test
    void a_won_deal_becomes_a_project_its_hours_an_invoice_and_the_payment_comes_back_to_sales() {
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
            road(world, town);
        }
    }

    private static void road(World world, Town town) {
        var deal = town.firm().deals().getFirst();
        var consultant = town.firm().consultants().getFirst();
        town.crm().furnish(town.firm());
        town.hcm().hire(consultant);
        world.settle(PATIENCE);
        assertThat(town.psa().person(consultant.email()))
                .as("the new hire in delivery")
                .isPresent();

        town.crm().open(deal);
        town.crm().approveSow(deal);
        town.crm().win(deal);
        world.settle(PATIENCE);
        assertThat(open(world)).isEmpty();
        String project =
                String.valueOf(town.psa().project(deal.title()).orElseThrow().get("id"));
        assertThat(String.valueOf(town.crm().deal(deal).get("PSA_Project_Id__c")))
                .startsWith("prj_");

        String person = town.psa().person(consultant.email()).orElseThrow();
        town.psa().begin(project);
        var entries = List.of(
                town.psa().enter(project, person, new PsaDesk.Work(deal.startsOn(), 480, true, 19_500, "Design")),
                town.psa()
                        .enter(
                                project,
                                person,
                                new PsaDesk.Work(deal.startsOn().plusDays(1), 450, true, 19_500, "Build")));
        town.psa().approveTime(project, entries);
        world.settle(PATIENCE);
        world.invoice(project, deal.startsOn().plusDays(6));
        world.settle(PATIENCE);
        assertThat(open(world)).isEmpty();
        assertThat(town.erp().invoices())
                .as(() -> world.hub().observer().overview(world.tenant()).toString())
                .hasSize(1);
        Map<String, Object> invoice = town.erp().invoices().getFirst();
        assertThat(new BigDecimal(String.valueOf(invoice.get("total")))).isEqualByComparingTo("3022.50");

        town.erp().pay(invoice, new BigDecimal("3022.50"), deal.startsOn().plusDays(20));
        world.settle(PATIENCE);
        assertThat(town.crm().deal(deal)).containsEntry("Payment_Status__c", "Paid");
        assertThat(town.psa().records("external_references"))
                .anySatisfy(r ->
                        assertThat(String.valueOf(r.get("external_message"))).contains("paid 3022.50"));

        assertThat(open(world)).isEmpty();
        var conservation = world.hub().reconciliation().conservation(world.tenant());
        assertThat(conservation.lines()).isEqualTo(2);
        assertThat(conservation.unbalanced()).isZero();
        var report = world.hub().reconciliation().run(world.tenant(), Optional.empty(), Optional.empty());
        assertThat(report.differences()).isEmpty();
        assertThat(report.duplicates()).isEqualTo(new dev.throughline.hub.reconcile.Reconciliation.Duplicates(0, 0, 0));
    }

    private static List<String> open(World world) {
        return world
                .hub()
                .exceptions()
                .list(world.tenant(), Exceptions.Filter.OPEN, Optional.empty(), 50)
                .items()
                .stream()
                .map(i -> i.code() + ": " + i.says())
                .toList();
    }
}
