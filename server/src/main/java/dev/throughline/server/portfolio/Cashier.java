package dev.throughline.server.portfolio;

import dev.throughline.connector.simkit.Simulator.Screen;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes payments at finance's screen: the report says that they were made, so every open invoice is paid in full. */
final class Cashier {
    private final Screen screen;
    private final Set<String> paid = new HashSet<>();

    Cashier(Screen screen) {
        this.screen = screen;
    }

    /** @return how many were taken */
    int takePayments(LocalDate today) {
        int taken = 0;
        for (Map<String, Object> invoice : screen.records("invoice")) {
            String id = String.valueOf(invoice.get("id"));
            if (paid.add(id)) {
                pay(invoice, id, today);
                taken++;
            }
        }
        return taken;
    }

    private void pay(Map<String, Object> invoice, String id, LocalDate today) {
        var amount = new BigDecimal(String.valueOf(invoice.get("total")));
        screen.insert(
                "customerPayment",
                Map.of(
                        "customer", Books.ref(Accounts.id(invoice.get("entity"))),
                        "subsidiary", Books.ref(Accounts.id(invoice.get("subsidiary"))),
                        "currency", Books.ref(Accounts.id(invoice.get("currency"))),
                        "tranDate", today.toString(),
                        "payment", amount,
                        "apply",
                                Map.of(
                                        "items",
                                        List.of(Map.of("doc", Books.ref(id), "apply", true, "amount", amount)))));
    }
}
