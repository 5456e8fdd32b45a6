package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Completes and judges journals between two subsidiaries before they are saved: debits and credits are equal in the books of each. */
final class JournalRules {
    private JournalRules() {}

    static void complete(
            Store store,
            Firm firm,
            SaleRules sales,
            Map<String, Object> v,
            List<Map<String, Object>> lines,
            LocalDate today) {
        String subsidiary = subsidiary(store, v, "subsidiary");
        String other = subsidiary(store, v, "toSubsidiary");
        if (subsidiary.equals(other)) {
            throw Problem.badReference("toSubsidiary", other);
        }
        firm.currencyOfSubsidiary(subsidiary).ifPresent(currency -> v.putIfAbsent("currency", currency));
        v.putIfAbsent("tranDate", today);
        LocalDate date = (LocalDate) v.get("tranDate");
        v.putIfAbsent("exchangeRate", firm.rate(subsidiary, (String) v.get("currency"), date));
        sales.period(v, date);
        if (lines.isEmpty()) {
            throw Problem.user("You must enter at least one line for this transaction.");
        }
        Map<String, BigDecimal> balances = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            line(store, firm, v, lines.get(i), i, Set.of(subsidiary, other), balances);
        }
        if (balances.values().stream().anyMatch(balance -> balance.signum() != 0)) {
            throw Problem.user("The amounts in this journal entry do not balance.");
        }
    }

    private static String subsidiary(Store store, Map<String, Object> v, String field) {
        if (!(v.get(field) instanceof String id)) {
            throw Problem.missing(field);
        }
        if (store.find("subsidiary", id).isEmpty()) {
            throw Problem.badReference(field, id);
        }
        return id;
    }

    private static void line(
            Store store,
            Firm firm,
            Map<String, Object> v,
            Map<String, Object> line,
            int at,
            Set<String> companies,
            Map<String, BigDecimal> balances) {
        String path = "line.items[" + at + "].";
        line.putIfAbsent("line", BigDecimal.valueOf(at));
        if (!(line.get("account") instanceof String account)
                || store.find("account", account).isEmpty()) {
            throw Problem.badReference(path + "account", String.valueOf(line.get("account")));
        }
        if (!(line.get("lineSubsidiary") instanceof String company) || !companies.contains(company)) {
            throw Problem.badReference(path + "lineSubsidiary", String.valueOf(line.get("lineSubsidiary")));
        }
        if (line.containsKey("debit") == line.containsKey("credit")) {
            throw Problem.missing(path + "debit");
        }
        boolean debit = line.containsKey("debit");
        String side = debit ? "debit" : "credit";
        BigDecimal amount = firm.round((BigDecimal) line.get(side), (String) v.get("currency"));
        if (amount.signum() <= 0) {
            throw Problem.badReference(path + side, amount.toPlainString());
        }
        line.put(side, amount);
        balances.merge(company, debit ? amount : amount.negate(), BigDecimal::add);
    }
}
