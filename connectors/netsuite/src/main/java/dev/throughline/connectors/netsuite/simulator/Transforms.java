package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One transaction made from another: an order invoiced, an invoice credited or paid. */
final class Transforms {
    private static final List<String> HEADER = List.of(
            "entity",
            "subsidiary",
            "currency",
            "exchangeRate",
            "terms",
            "job",
            "department",
            "class",
            "location",
            "memo",
            "otherRefNum");

    private Transforms() {}

    static Draft draft(Account account, Rec source, RecordType into, Draft given) {
        Draft draft = switch (source.type.name() + " " + into.name()) {
            case "salesOrder invoice" -> invoice(source, into, given);
            case "invoice creditMemo" -> credit(source, into, given);
            case "invoice customerPayment" -> payment(account, source, given);
            default ->
                throw Problem.request("A %s cannot be transformed to a %s.".formatted(source.type.name(), into.name()));
        };
        draft.externalId = given.externalId;
        draft.values.putAll(given.values);
        return draft;
    }

    private static Draft copy(Rec source, RecordType into) {
        Draft draft = new Draft();
        for (String field : HEADER) {
            if (into.fields().containsKey(field) && source.values.containsKey(field)) {
                draft.values.put(field, source.values.get(field));
            }
        }
        draft.values.put("createdFrom", String.valueOf(source.id));
        return draft;
    }

    private static Draft invoice(Rec order, RecordType into, Draft given) {
        Draft draft = copy(order, into);
        List<Map<String, Object>> chosen = given.rows.getOrDefault("item", List.of());
        List<Map<String, Object>> lines = new ArrayList<>();
        for (Map<String, Object> line : order.sublist("item")) {
            Optional<Map<String, Object>> wish = chosen.stream()
                    .filter(c -> c.get("orderLine") instanceof BigDecimal n
                            && n.compareTo((BigDecimal) line.get("line")) == 0)
                    .findFirst();
            if (chosen.isEmpty() || wish.isPresent()) {
                lines.add(line(into, line, wish.orElse(Map.of()), order.id));
            }
        }
        draft.rows.put("item", lines);
        return draft;
    }

    private static Map<String, Object> line(
            RecordType into, Map<String, Object> from, Map<String, Object> wish, long order) {
        Map<String, Object> line = new LinkedHashMap<>(from);
        line.keySet().retainAll(into.fields().get("item").rows().keySet());
        if (wish.containsKey("quantity") && !wish.containsKey("amount")) {
            line.remove("amount");
        }
        line.put("orderDoc", String.valueOf(order));
        line.put("orderLine", from.get("line"));
        line.putAll(wish);
        line.remove("line");
        return line;
    }

    private static Draft credit(Rec invoice, RecordType into, Draft given) {
        Draft draft = copy(invoice, into);
        List<Map<String, Object>> lines = given.rows.getOrDefault("item", invoice.sublist("item"));
        List<Map<String, Object>> copies = Rec.copy(lines);
        copies.forEach(line -> {
            line.keySet().retainAll(into.fields().get("item").rows().keySet());
            line.remove("lineUniqueKey");
            line.remove("line");
        });
        draft.rows.put("item", copies);
        if (given.rows.containsKey("apply")) {
            draft.rows.put("apply", given.rows.get("apply"));
        } else if (invoice.amount("amountRemaining").signum() > 0) {
            BigDecimal credited = credited(copies, invoice);
            draft.rows.put(
                    "apply",
                    List.of(Map.of(
                            "doc",
                            String.valueOf(invoice.id),
                            "apply",
                            true,
                            "amount",
                            credited.min(invoice.amount("amountRemaining")))));
        }
        return draft;
    }

    /** What the credit will come to, for whole lines; partial ones state an amount or a rate. */
    private static BigDecimal credited(List<Map<String, Object>> lines, Rec invoice) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, Object> line : lines) {
            if (line.get("grossAmt") instanceof BigDecimal gross) {
                sum = sum.add(gross);
            } else if (line.get("amount") instanceof BigDecimal amount) {
                sum = sum.add(amount);
            } else if (line.get("rate") instanceof BigDecimal rate
                    && line.get("quantity") instanceof BigDecimal quantity) {
                sum = sum.add(rate.multiply(quantity));
            }
        }
        return sum.signum() > 0 ? sum : invoice.amount("total");
    }

    private static Draft payment(Account account, Rec invoice, Draft given) {
        Draft draft = new Draft();
        account.firm
                .customerOf(invoice.text("entity"))
                .ifPresent(c -> draft.values.put("customer", String.valueOf(c.id)));
        draft.values.put("subsidiary", invoice.text("subsidiary"));
        draft.values.put("currency", invoice.text("currency"));
        BigDecimal amount = given.values.get("payment") instanceof BigDecimal p
                ? p.min(invoice.amount("amountRemaining"))
                : invoice.amount("amountRemaining");
        draft.rows.put(
                "apply",
                given.rows.getOrDefault(
                        "apply", List.of(Map.of("doc", String.valueOf(invoice.id), "apply", true, "amount", amount))));
        return draft;
    }
}
