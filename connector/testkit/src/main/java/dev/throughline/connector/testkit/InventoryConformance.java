package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a system holds, counted: the other side of reconciliation must be right or say that it is not. */
public abstract class InventoryConformance extends ConnectorConformance {
    private Vendor.ReadTarget target;
    private Inventory inventory;

    @BeforeEach
    void theInventory() {
        target = vendor.reading();
        inventory = role(connector.inventory(), "inventory");
        skipUnless(inventory.objects().contains(target.object()), "the inventory does not count " + target.object());
    }

    @Test
    void the_count_is_what_the_vendor_holds() {
        assertThat(counted()).isEqualTo(held());
        insert(5);
        assertThat(counted()).isEqualTo(held());
    }

    @Test
    void the_records_are_given_whole_page_by_page() {
        insert(5);
        Reads all = Reads.pass(
                cursor -> inventory.records(target.object(), Inventory.Window.ALL, cursor, 3), Optional.empty());
        assertThat(all.ids()).hasSize(held());
        assertThat(all.changes())
                .allSatisfy(change -> assertThat(change.payload().isObject()).isTrue());
    }

    @Test
    void a_window_that_ended_long_ago_holds_nothing() {
        insert(1);
        Inventory.Window past =
                new Inventory.Window(Optional.of(LocalDate.of(1971, 1, 1)), Optional.of(LocalDate.of(1971, 12, 31)));
        Inventory.Counted counted = inventory.totals(target.object(), past);
        // Objects without a business date (customers, employees) cannot be cut by one, and are counted whole.
        assertThat(counted).isInstanceOf(Inventory.Counted.Totals.class);
        assertThat(count((Inventory.Counted.Totals) counted)).isIn(0L, (long) held());
    }

    @Test
    void a_vendor_that_cannot_count_is_not_taken_for_one_that_holds_nothing() {
        assumeFault(Fault.SERVER_ERROR);
        simulator.faults().next(Fault.SERVER_ERROR, 1_000, "");
        assertThat(inventory.totals(target.object(), Inventory.Window.ALL))
                .isInstanceOf(Inventory.Counted.Failed.class);
        assertThat(inventory.records(target.object(), Inventory.Window.ALL, Optional.empty(), 10))
                .isInstanceOf(ReadResult.Failed.class);
    }

    private int counted() {
        Inventory.Counted counted = inventory.totals(target.object(), Inventory.Window.ALL);
        assertThat(counted).isInstanceOf(Inventory.Counted.Totals.class);
        return Math.toIntExact(count((Inventory.Counted.Totals) counted));
    }

    private static long count(Inventory.Counted.Totals totals) {
        List<Inventory.Total> byCurrency = totals.byCurrency();
        assertThat(byCurrency).extracting(Inventory.Total::currency).doesNotHaveDuplicates();
        return byCurrency.stream().mapToLong(Inventory.Total::count).sum();
    }

    private int held() {
        return simulator.screen().records(target.screenObject()).size();
    }

    private void insert(int records) {
        for (int n = 1; n <= records; n++) {
            simulator.screen().insert(target.screenObject(), target.fields(seeded, 500 + n));
        }
    }
}
