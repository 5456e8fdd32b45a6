package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Applies payments and credit memos to invoices, and keeps the amounts and letters that follow from it. Under the account's write lock. */
final class Settlement {
    private final Store store;
    private final Firm firm;
    private final Applications applications;
    private final Map<Long, Set<Long>> open = new HashMap<>();

    Settlement(Store store, Firm firm, Applications applications) {
        this.store = store;
        this.firm = firm;
        this.applications = applications;
    }

    /** What the rows of an apply sublist ask for, checked but not yet in force. */
    Map<Long, BigDecimal> plan(
            Map<String, Object> payer, long payerId, List<Map<String, Object>> rows, boolean replace) {
        Map<Long, BigDecimal> amounts = new LinkedHashMap<>();
        if (!replace) {
            applications.of(payerId).forEach(a -> amounts.put(a.invoice(), a.amount()));
        }
        for (int i = 0; i < rows.size(); i++) {
            String path = "apply.items[" + i + "].";
            if (!(rows.get(i).get("doc") instanceof String doc)) {
                throw Problem.missing(path + "doc");
            }
            Rec invoice = store.find("invoice", doc).orElseThrow(() -> Problem.badReference(path + "doc", doc));
            if (Boolean.FALSE.equals(rows.get(i).get("apply"))) {
                amounts.remove(invoice.id);
            } else {
                amounts.put(invoice.id, amount(payer, payerId, invoice, rows.get(i), path));
            }
        }
        return amounts;
    }

    private BigDecimal amount(
            Map<String, Object> payer, long payerId, Rec invoice, Map<String, Object> row, String path) {
        String customer = String.valueOf(payer.getOrDefault("customer", payer.getOrDefault("entity", "")));
        boolean sameCustomer = firm.customerOf(customer)
                .map(c -> c.id)
                .equals(firm.customerOf(invoice.text("entity")).map(c -> c.id));
        if (!sameCustomer
                || !invoice.text("currency").equals(payer.get("currency"))
                || Set.of("V", "D", "E").contains(invoice.text("status"))) {
            throw Problem.badReference(path + "doc", String.valueOf(invoice.id));
        }
        BigDecimal due = invoice.amount("total").subtract(applications.paidByOthers(invoice.id, payerId));
        BigDecimal amount =
                row.get("amount") instanceof BigDecimal given ? firm.round(given, invoice.text("currency")) : due;
        if (amount.signum() <= 0 || amount.compareTo(due) > 0) {
            throw Problem.badReference(path + "amount", amount.toPlainString());
        }
        return amount;
    }

    /** Puts a plan in force. @return the invoices whose remainder moved */
    Set<Rec> apply(Rec payer, Map<Long, BigDecimal> amounts) {
        Set<Long> touched = new LinkedHashSet<>();
        applications.of(payer.id).forEach(a -> touched.add(a.invoice()));
        touched.addAll(amounts.keySet());
        applications.replace(payer.id, amounts);
        Set<Rec> invoices = new LinkedHashSet<>();
        touched.forEach(id -> store.find("invoice", id).ifPresent(invoices::add));
        invoices.forEach(this::settle);
        return invoices;
    }

    /** Brings amounts and status of a transaction in line with what is applied. */
    void settle(Rec rec) {
        switch (rec.type.name()) {
            case "invoice" -> settleInvoice(rec);
            case "creditMemo" -> settlePayer(rec, rec.amount("total"), "A", "B");
            case "customerPayment" ->
                settlePayer(
                        rec, rec.amount("payment"), rec.is("undepFunds") ? "B" : "C", rec.is("undepFunds") ? "B" : "C");
            default -> {}
        }
    }

    private void settleInvoice(Rec invoice) {
        BigDecimal paid = firm.round(applications.paid(invoice.id), invoice.text("currency"));
        boolean voided = invoice.text("status").equals("V");
        BigDecimal remaining = voided
                ? BigDecimal.ZERO.setScale(paid.scale())
                : invoice.amount("total").subtract(paid);
        invoice.put("amountPaid", paid);
        invoice.put("amountRemaining", remaining);
        if (!voided) {
            invoice.put("status", letter(invoice, remaining));
        }
        track(
                invoice,
                invoice.text("entity"),
                remaining.signum() > 0 && Set.of("A").contains(invoice.text("status")));
    }

    private static String letter(Rec invoice, BigDecimal remaining) {
        return switch (invoice.text("approvalStatus")) {
            case "1", "11" -> "D";
            case "3" -> "E";
            default -> remaining.signum() <= 0 ? "B" : "A";
        };
    }

    private void settlePayer(Rec payer, BigDecimal total, String openLetter, String usedLetter) {
        boolean voided = payer.text("status").equals("V");
        BigDecimal used = firm.round(applications.used(payer.id), payer.text("currency"));
        BigDecimal left = voided ? BigDecimal.ZERO.setScale(used.scale()) : total.subtract(used);
        payer.put("applied", used);
        payer.put("unapplied", left);
        if (payer.type.name().equals("creditMemo")) {
            payer.put("amountRemaining", left);
        }
        if (!voided) {
            payer.put("status", left.signum() == 0 ? usedLetter : openLetter);
        }
        track(payer, payer.type.isSale() ? payer.text("entity") : payer.text("customer"), left.signum() > 0);
    }

    void forget(Rec transaction) {
        open.values().forEach(ids -> ids.remove(transaction.id));
    }

    private void track(Rec transaction, String entity, boolean isOpen) {
        firm.customerOf(entity).ifPresent(customer -> {
            Set<Long> ids = open.computeIfAbsent(customer.id, _ -> new LinkedHashSet<>());
            if (isOpen) {
                ids.add(transaction.id);
            } else {
                ids.remove(transaction.id);
            }
        });
    }

    /** Open transactions of a customer: invoices count up, unapplied credits and payments count down. */
    List<Rec> openOf(long customer) {
        return open.getOrDefault(customer, Set.of()).stream()
                .flatMap(id -> store
                        .find("invoice", id)
                        .or(() -> store.find("creditMemo", id))
                        .or(() -> store.find("customerPayment", id))
                        .stream())
                .toList();
    }
}
