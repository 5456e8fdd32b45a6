package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What payments and credit memos are applied to which invoices, by how much. Read and changed only under the account's lock. */
final class Applications {
    /** @param payer id of a payment or credit memo; transaction ids are unique over types */
    record Applied(long payer, long invoice, BigDecimal amount) {}

    private final Map<Long, List<Applied>> byPayer = new HashMap<>();
    private final Map<Long, List<Applied>> byInvoice = new HashMap<>();

    List<Applied> of(long payer) {
        return byPayer.getOrDefault(payer, List.of());
    }

    List<Applied> to(long invoice) {
        return byInvoice.getOrDefault(invoice, List.of());
    }

    BigDecimal paid(long invoice) {
        return sum(to(invoice));
    }

    BigDecimal used(long payer) {
        return sum(of(payer));
    }

    /** Paid by everything but this payer. */
    BigDecimal paidByOthers(long invoice, long payer) {
        return sum(to(invoice).stream().filter(a -> a.payer() != payer).toList());
    }

    void replace(long payer, Map<Long, BigDecimal> amounts) {
        for (Applied old : List.copyOf(of(payer))) {
            byInvoice.get(old.invoice()).remove(old);
        }
        List<Applied> now = new ArrayList<>();
        amounts.forEach((invoice, amount) -> {
            Applied applied = new Applied(payer, invoice, amount);
            now.add(applied);
            byInvoice.computeIfAbsent(invoice, _ -> new ArrayList<>()).add(applied);
        });
        byPayer.put(payer, now);
    }

    private static BigDecimal sum(List<Applied> applied) {
        return applied.stream().map(Applied::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
