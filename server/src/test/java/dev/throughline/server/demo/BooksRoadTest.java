package dev.throughline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Simulator.Screen;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.explain.Explainer;
import dev.throughline.server.database.EmbeddedDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What finance's books allow, over the four simulated vendors with the mappings that ship: a rate that comes late, and a period that is closed behind the hub's back. */
class BooksRoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final LocalDate TODAY =
            LocalDate.ofInstant(InstantSource.system().instant(), ZoneOffset.UTC);

    @TempDir
    Path folder;

    @Test
    void a_foreign_expense_waits_for_its_rate_and_an_invoice_finds_the_first_open_period() {
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
            String project = sell(world, town);
            String expense = spendAbroad(world, town, project);
            String line = stateRate(world, town, expense);
            closeBehindItsBack(world, town, project);
            explains(world, line);
        }
    }

    private static String sell(World world, Town town) {
        var deal = town.firm().deals().getFirst();
        town.crm().furnish(town.firm());
        town.hcm().hire(town.firm().consultants().getFirst());
        world.settle(PATIENCE);
        town.crm().open(deal);
        town.crm().approveSow(deal);
        town.crm().win(deal);
        world.settle(PATIENCE);
        assertThat(open(world)).isEmpty();
        String project =
                String.valueOf(town.psa().project(deal.title()).orElseThrow().get("id"));
        town.psa().begin(project);
        return project;
    }

    private static String spendAbroad(World world, Town town, String project) {
        var deal = town.firm().deals().getFirst();
        String person =
                town.psa().person(town.firm().consultants().getFirst().email()).orElseThrow();
        String expense = town.psa().spend(project, person, deal.startsOn(), 10_000, foreign(deal));
        town.psa().approveExpenses(project, List.of(expense));
        world.settle(PATIENCE);
        assertThat(open(world)).singleElement().asString().startsWith("EXCHANGE_RATE_MISSING");
        return expense;
    }

    private static String foreign(Firm.Deal deal) {
        return deal.customer().currency().equals("EUR") ? "USD" : "EUR";
    }

    private static String stateRate(World world, Town town, String expense) {
        var deal = town.firm().deals().getFirst();
        erp(town)
                .insert(
                        "currencyRate",
                        Map.of(
                                "baseCurrency", currency(town, deal.customer().currency()),
                                "transactionCurrency", currency(town, foreign(deal)),
                                "exchangeRate", new BigDecimal("0.8765"),
                                "effectiveDate", deal.startsOn().toString()));
        world.settle(PATIENCE);
        assertThat(open(world)).isEmpty();
        return world.canonical(dev.throughline.model.CanonicalType.EXPENSE, Vendors.PSA, expense);
    }

    private static Map<String, Object> currency(Town town, String symbol) {
        return erp(town).records("currency").stream()
                .filter(one -> symbol.equals(one.get("symbol")))
                .map(one -> Map.of("id", one.get("id")))
                .findFirst()
                .orElseThrow();
    }

    private static void closeBehindItsBack(World world, Town town, String project) {
        close(town, YearMonth.from(TODAY));
        world.invoice(project, TODAY);
        until(() -> open(world).stream().anyMatch(one -> one.startsWith("PERIOD_CLOSED")));
        assertThat(town.erp().invoices()).isEmpty();

        world.settle(PATIENCE);
        assertThat(open(world)).isEmpty();
        assertThat(town.erp().invoices()).singleElement().satisfies(invoice -> {
            assertThat(String.valueOf(invoice.get("tranDate")))
                    .isEqualTo(YearMonth.from(TODAY).plusMonths(1).atDay(1).toString());
            assertThat(new BigDecimal(String.valueOf(invoice.get("total")))).isEqualByComparingTo("87.65");
        });
        var conservation = world.hub().reconciliation().conservation(world.tenant());
        assertThat(conservation.unbalanced()).isZero();
    }

    private static void close(Town town, YearMonth month) {
        String id = erp(town).records("accountingPeriod").stream()
                .filter(period -> month.atDay(1).toString().equals(String.valueOf(period.get("startDate"))))
                .map(period -> String.valueOf(period.get("id")))
                .findFirst()
                .orElseThrow();
        erp(town).update("accountingPeriod", id, Map.of("closed", true));
    }

    private static void explains(World world, String expense) {
        var answer = world.hub().explainer().explain(world.tenant(), expense);
        assertThat(answer).isInstanceOf(Explainer.Answer.Told.class);
        var told = ((Explainer.Answer.Told) answer).explanation();
        assertThat(told.pricing().orElseThrow().says()).contains("at 0.8765 of").contains("by NetSuite");
    }

    private static Screen erp(Town town) {
        return town.vendors().of(Vendors.ERP).screen();
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        long ends = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < ends) {
            LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
        }
        assertThat(condition.getAsBoolean()).isTrue();
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
