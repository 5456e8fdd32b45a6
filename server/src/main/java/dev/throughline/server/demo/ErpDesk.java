package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Simulator.Screen;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What finance does at the ERP's screen: sets the books up, takes payments, holds customers. The order of the set-up gives the internal ids that the connector's
 * default lookups name; a firm of its own would write its ids into its own lookups.
 */
final class ErpDesk {
    static final String EXPENSES_ITEM = "EXPENSES";
    private static final YearMonth FIRST = YearMonth.of(2025, 1);
    private static final YearMonth LAST = YearMonth.of(2027, 12);
    private static final Map<String, BigDecimal> USD_PER =
            Map.of("USD", BigDecimal.ONE, "GBP", new BigDecimal("1.27"), "EUR", new BigDecimal("1.09"));
    private static final List<String> CURRENCIES = List.of("USD", "GBP", "EUR");

    private final Screen screen;
    private final Map<String, String> ids = new LinkedHashMap<>();

    ErpDesk(Screen screen) {
        this.screen = screen;
    }

    void furnish(Firm firm) {
        currency("USD", "US Dollar", true);
        currency("GBP", "British pound", false);
        currency("EUR", "Euro", false);
        for (int days : List.of(0, 14, 30, 45, 60, 90)) {
            String name = days == 0 ? "Due on receipt" : "Net " + days;
            put("term-" + days, "term", Map.of("name", name, "daysUntilNetDue", days));
        }
        account("1100", "Accounts Receivable", "AcctRec");
        account("4000", "Consulting Revenue", "Income");
        account("4100", "Fixed Price Revenue", "Income");
        account("4200", "Billable Expenses Revenue", "Income");
        account("1000", "Checking", "Bank");
        firm.entities().forEach(this::subsidiary);
        CURRENCIES.forEach(
                base -> CURRENCIES.stream().filter(o -> !o.equals(base)).forEach(o -> rate(base, o)));
        periods();
        lists(firm);
        firm.products().stream().filter(Firm.Product::inErp).forEach(this::item);
        item(new Firm.Product(EXPENSES_ITEM, "Billable expenses", BigDecimal.ONE, true));
    }

    private void put(String name, String object, Map<String, Object> fields) {
        ids.put(name, screen.insert(object, fields));
    }

    private void currency(String symbol, String name, boolean base) {
        put(
                "currency-" + symbol,
                "currency",
                Map.of(
                        "name", name,
                        "symbol", symbol,
                        "currencyPrecision", 2,
                        "exchangeRate", Objects.requireNonNull(USD_PER.get(symbol)),
                        "isBaseCurrency", base));
    }

    private void account(String number, String name, String type) {
        put("account-" + number, "account", Map.of("acctNumber", number, "acctName", name, "acctType", type));
    }

    private void subsidiary(Firm.Entity entity) {
        put(
                "entity-" + entity.code(),
                "subsidiary",
                Map.of(
                        "name", entity.title(),
                        "legalName", entity.title(),
                        "country", entity.code(),
                        "currency", ref("currency-" + entity.currency())));
    }

    private void rate(String base, String other) {
        BigDecimal rate = Objects.requireNonNull(USD_PER.get(other))
                .divide(Objects.requireNonNull(USD_PER.get(base)), 8, java.math.RoundingMode.HALF_UP);
        screen.insert(
                "currencyRate",
                Map.of(
                        "baseCurrency", ref("currency-" + base),
                        "transactionCurrency", ref("currency-" + other),
                        "exchangeRate", rate,
                        "effectiveDate", FIRST.atDay(1).toString()));
    }

    private void periods() {
        for (YearMonth month = FIRST; !month.isAfter(LAST); month = month.plusMonths(1)) {
            String name = month.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH) + " " + month.getYear();
            screen.insert(
                    "accountingPeriod",
                    Map.of(
                            "periodName",
                            name,
                            "startDate",
                            month.atDay(1).toString(),
                            "endDate",
                            month.atEndOfMonth().toString(),
                            "isPosting",
                            true));
        }
    }

    private void lists(Firm firm) {
        List.of("Consulting", "Delivery", "Corporate").forEach(n -> screen.insert("department", Map.of("name", n)));
        List.of("Integration", "Data", "Advisory", "Managed Services")
                .forEach(n -> screen.insert("classification", Map.of("name", n)));
        for (Firm.Entity entity : firm.entities()) {
            Map<String, Object> only = Map.of("items", List.of(ref("entity-" + entity.code())));
            screen.insert("location", Map.of("name", "Office " + entity.code(), "subsidiary", only));
        }
        screen.insert("salesTaxItem", Map.of("itemId", "Not taxable", "rate", BigDecimal.ZERO, "country", "US"));
    }

    private void item(Firm.Product product) {
        String account = product.code().equals(EXPENSES_ITEM) ? "account-4200" : "account-4000";
        put(
                "item-" + product.code(),
                "serviceSaleItem",
                Map.of(
                        "itemId", product.code(),
                        "displayName", product.title(),
                        "externalId", product.code(),
                        "incomeAccount", ref(account)));
    }

    /** Sets up in finance what sales sells already. */
    void take(Firm.Product product) {
        item(product);
    }

    List<Map<String, Object>> invoices() {
        return screen.records("invoice");
    }

    /** The name of the customer that an invoice is for. */
    String customerOf(Map<String, Object> invoice) {
        String id = reference(invoice, "entity").get("id");
        return screen.records("customer").stream()
                .filter(c -> Objects.equals(id, String.valueOf(c.get("id"))))
                .map(c -> String.valueOf(c.get("companyName")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("invoice %s is for nobody".formatted(invoice.get("id"))));
    }

    /** Takes a payment of one invoice. @return the payment's id */
    String pay(Map<String, Object> invoice, BigDecimal amount, LocalDate day) {
        return screen.insert(
                "customerPayment",
                Map.of(
                        "customer", reference(invoice, "entity"),
                        "currency", reference(invoice, "currency"),
                        "subsidiary", reference(invoice, "subsidiary"),
                        "payment", amount,
                        "tranDate", day.toString(),
                        "apply",
                                Map.of(
                                        "items",
                                        List.of(Map.of(
                                                "doc",
                                                Map.of("id", String.valueOf(invoice.get("id"))),
                                                "apply",
                                                true,
                                                "amount",
                                                amount)))));
    }

    void voidInvoice(Map<String, Object> invoice) {
        screen.update("invoice", String.valueOf(invoice.get("id")), Map.of("void", true));
    }

    void hold(String customerName, boolean onHold) {
        screen.records("customer").stream()
                .filter(c -> customerName.equals(c.get("companyName")))
                .forEach(c -> screen.update(
                        "customer",
                        String.valueOf(c.get("id")),
                        Map.of("creditHoldOverride", Map.of("id", onHold ? "ON" : "AUTO"))));
    }

    private static Map<String, String> reference(Map<String, Object> record, String field) {
        return record.get(field) instanceof Map<?, ?> ref
                ? Map.of("id", String.valueOf(ref.get("id")))
                : Map.of("id", String.valueOf(record.get(field)));
    }

    private Map<String, Object> ref(String name) {
        return Map.of("id", Objects.requireNonNull(ids.get(name), name));
    }
}
