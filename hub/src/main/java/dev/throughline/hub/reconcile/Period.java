package dev.throughline.hub.reconcile;

import dev.throughline.connector.spi.Inventory.Window;
import java.time.LocalDate;

/** Business dates from and to, both included; a record without a date belongs to the whole only. */
record Period(LocalDate from, LocalDate to) {
    private static final LocalDate FIRST = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    static Period of(Window window) {
        return new Period(window.from().orElse(FIRST), window.to().orElse(LAST));
    }

    boolean whole() {
        return from.equals(FIRST) && to.equals(LAST);
    }
}
