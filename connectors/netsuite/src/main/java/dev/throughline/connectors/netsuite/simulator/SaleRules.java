package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Completes and judges sales orders, invoices and credit memos before they are saved: defaults, subsidiary restrictions, lines, tax and totals. */
final class SaleRules {
    private static final int LINES_MAX = 10_000;

    private final Store store;
    private final Firm firm;
    private final AccountOptions options;

    SaleRules(Store store, Firm firm, AccountOptions options) {
        this.store = store;
        this.firm = firm;
        this.options = options;
    }

    void complete(
            RecordType type, Map<String, Object> v, List<Map<String, Object>> lines, boolean isNew, LocalDate today) {
        Rec customer = customer(v);
        if (isNew && options.holdsRefuseSales() && !type.name().equals("creditMemo")) {
            requireNoHold(customer);
        }
        subsidiaryAndCurrency(v, customer);
        dates(type, v, customer, today);
        dimensions(v, "", (String) v.get("subsidiary"));
        if (v.get("job") instanceof String job && store.find("job", job).isEmpty()) {
            throw Problem.badReference("job", job);
        }
        lines(type, v, lines);
        totals(v, lines);
        if (type.posts()) {
            firm.receivablesAccount().ifPresent(account -> v.putIfAbsent("account", account));
        }
    }

    private Rec customer(Map<String, Object> v) {
        if (!(v.get("entity") instanceof String entity)) {
            throw Problem.missing("entity");
        }
        Rec customer = firm.customerOf(entity).orElseThrow(() -> Problem.badReference("entity", entity));
        if (customer.is("isInactive")) {
            throw Problem.badReference("entity", entity);
        }
        return customer;
    }

    private static void requireNoHold(Rec customer) {
        if (customer.text("creditHoldOverride").equals("ON")) {
            throw Problem.user("The customer " + customer.title()
                    + " is on credit hold. New orders and invoices are not allowed.");
        }
    }

    private void subsidiaryAndCurrency(Map<String, Object> v, Rec customer) {
        v.putIfAbsent("subsidiary", customer.text("subsidiary"));
        String subsidiary = (String) v.get("subsidiary");
        if (!firm.subsidiariesOf(customer).contains(subsidiary)) {
            throw Problem.badReference("subsidiary", subsidiary);
        }
        v.putIfAbsent("currency", customer.text("currency"));
        String currency = (String) v.get("currency");
        if (!firm.currenciesOf(customer).contains(currency)) {
            throw Problem.badReference("currency", currency);
        }
    }

    private void dates(RecordType type, Map<String, Object> v, Rec customer, LocalDate today) {
        v.putIfAbsent("tranDate", today);
        LocalDate date = (LocalDate) v.get("tranDate");
        v.putIfAbsent("exchangeRate", firm.rate((String) v.get("subsidiary"), (String) v.get("currency"), date));
        if (type.posts()) {
            period(v, date);
        }
        if (!type.name().equals("creditMemo")) {
            customer.ref("terms").ifPresent(terms -> v.putIfAbsent("terms", terms));
        }
        if (type.name().equals("invoice") && !v.containsKey("dueDate")) {
            int days = v.get("terms") instanceof String terms
                    ? store.find("term", terms)
                            .map(t -> t.amount("daysUntilNetDue").intValue())
                            .orElse(0)
                    : 0;
            v.put("dueDate", date.plusDays(days));
        }
    }

    void period(Map<String, Object> v, LocalDate date) {
        Rec period = v.get("postingPeriod") instanceof String id
                ? store.find("accountingPeriod", id).orElseThrow(() -> Problem.badReference("postingPeriod", id))
                : firm.periodOf(date)
                        .orElseThrow(() -> Problem.user("There is no posting period for the date " + date + "."));
        firm.requireOpen(period);
        v.put("postingPeriod", String.valueOf(period.id));
    }

    private void dimensions(Map<String, Object> values, String path, String subsidiary) {
        firm.requireUsableIn("department", values, "department", path + "department", subsidiary);
        firm.requireUsableIn("classification", values, "class", path + "class", subsidiary);
        firm.requireUsableIn("location", values, "location", path + "location", subsidiary);
    }

    private void lines(RecordType type, Map<String, Object> v, List<Map<String, Object>> lines) {
        if (lines.isEmpty()) {
            throw Problem.user("You must enter at least one line item for this transaction.");
        }
        if (lines.size() > LINES_MAX) {
            throw Problem.user("A transaction holds at most %d lines.".formatted(LINES_MAX));
        }
        String currency = (String) v.get("currency");
        int decimals = firm.decimalsOf(currency);
        long last = 0;
        for (Map<String, Object> line : lines) {
            last = Math.max(last, line.get("line") instanceof BigDecimal n ? n.longValue() : 0);
        }
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Object> line = lines.get(i);
            if (!line.containsKey("line")) {
                line.put("line", BigDecimal.valueOf(++last));
            }
            if (!line.containsKey("lineUniqueKey") && !type.name().equals("salesOrder")) {
                line.put("lineUniqueKey", BigDecimal.valueOf(store.next("lineUniqueKey", 1)));
            }
            line("item.items[" + i + "].", line, v, decimals);
        }
    }

    private void line(String path, Map<String, Object> line, Map<String, Object> v, int decimals) {
        String subsidiary = (String) v.get("subsidiary");
        if (!line.containsKey("item")) {
            throw Problem.missing(path + "item");
        }
        firm.requireUsableIn("serviceSaleItem", line, "item", path + "item", subsidiary);
        dimensions(line, path, subsidiary);
        for (String field : Set.of("department", "class", "location", "job")) {
            if (v.containsKey(field)) {
                line.putIfAbsent(field, v.get(field));
            }
        }
        price(path, line, decimals);
        tax(line, decimals);
    }

    private static void price(String path, Map<String, Object> line, int decimals) {
        BigDecimal quantity = line.get("quantity") instanceof BigDecimal q ? q : BigDecimal.ONE;
        quantity = quantity.setScale(Math.min(5, Math.max(0, quantity.scale())), RoundingMode.HALF_UP);
        line.put("quantity", quantity);
        if (line.get("amount") instanceof BigDecimal amount) {
            line.put("amount", amount.setScale(decimals, RoundingMode.HALF_UP));
            if (!line.containsKey("rate") && quantity.signum() != 0) {
                line.put("rate", plain(amount.divide(quantity, MathContext.DECIMAL64), 8));
            }
        } else if (line.get("rate") instanceof BigDecimal rate) {
            line.put("rate", plain(rate, 8));
            line.put("amount", quantity.multiply(rate).setScale(decimals, RoundingMode.HALF_UP));
        } else {
            throw Problem.missing(path + "amount");
        }
    }

    private static BigDecimal plain(BigDecimal value, int decimals) {
        BigDecimal rounded = value.scale() > decimals ? value.setScale(decimals, RoundingMode.HALF_UP) : value;
        BigDecimal stripped = rounded.stripTrailingZeros();
        return stripped.scale() < 2 ? stripped.setScale(2) : stripped;
    }

    private void tax(Map<String, Object> line, int decimals) {
        BigDecimal amount = (BigDecimal) line.get("amount");
        BigDecimal rate = line.get("taxCode") instanceof String code
                ? store.find("salesTaxItem", code).map(t -> t.amount("rate")).orElse(BigDecimal.ZERO)
                : BigDecimal.ZERO;
        BigDecimal tax = amount.multiply(rate).movePointLeft(2).setScale(decimals, RoundingMode.HALF_UP);
        line.put("taxRate1", rate);
        line.put("tax1Amt", tax);
        line.put("grossAmt", amount.add(tax));
    }

    private void totals(Map<String, Object> v, List<Map<String, Object>> lines) {
        String currency = (String) v.get("currency");
        BigDecimal subtotal = sum(lines, "amount");
        BigDecimal tax = sum(lines, "tax1Amt");
        if (subtotal.add(tax).signum() < 0) {
            throw Problem.user("The total of this transaction must not be negative.");
        }
        v.put("subtotal", firm.round(subtotal, currency));
        v.put("taxTotal", firm.round(tax, currency));
        v.put("total", firm.round(subtotal.add(tax), currency));
    }

    private static BigDecimal sum(List<Map<String, Object>> lines, String field) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map<String, Object> line : lines) {
            sum = sum.add((BigDecimal) line.get(field));
        }
        return sum;
    }
}
