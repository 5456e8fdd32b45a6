package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SmallFirm;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The small firm as NetSuite holds it: set-up first, then customers, projects, invoices and a payment. Ids are the same in every run. */
final class FirmSeed {
    /** Periods exist from the first to the last of these months; the portfolio of real contracts begins in 2019. */
    private static final YearMonth FIRST = YearMonth.of(2017, 1);

    private static final YearMonth LAST = YearMonth.of(2031, 12);
    private static final Map<String, BigDecimal> USD_PER =
            new TreeMap<>(Map.of("USD", BigDecimal.ONE, "GBP", new BigDecimal("1.27"), "EUR", new BigDecimal("1.09")));

    private final Desk desk;
    private final SmallFirm firm = SmallFirm.firm();
    private final Map<String, String> ids = new HashMap<>();
    private final Map<String, String> told = new LinkedHashMap<>();

    FirmSeed(Desk desk) {
        this.desk = desk;
    }

    Map<String, String> seed() {
        setUp();
        entities();
        periods();
        lists();
        firm.items().forEach(this::item);
        firm.customers().forEach(this::customer);
        firm.projects().forEach(this::project);
        firm.invoices().forEach(this::invoice);
        firm.payments().forEach(this::payment);
        return told;
    }

    private void setUp() {
        currency("USD", "US Dollar", 2, true);
        currency("GBP", "British pound", 2, false);
        currency("EUR", "Euro", 2, false);
        for (int days : List.of(0, 14, 30, 45, 60, 90)) {
            String name = days == 0 ? "Due on receipt" : "Net " + days;
            put("term-" + days, desk.insert("term", Map.of("name", name, "daysUntilNetDue", days)));
        }
        put("account-ar", account("1100", "Accounts Receivable", "AcctRec"));
        put("account-services", account("4000", "Consulting Revenue", "Income"));
        put("account-fixed", account("4100", "Fixed Price Revenue", "Income"));
        put("account-expenses", account("4200", "Billable Expenses Revenue", "Income"));
        put("account-bank", account("1000", "Checking", "Bank"));
        put("account-due-from", account("1500", "Due from Subsidiaries", "OthCurrAsset"));
        put("account-delivered", account("4900", "Intercompany Services", "Income"));
        put("account-bought", account("5900", "Intercompany Delivery Cost", "COGS"));
        put("account-due-to", account("2500", "Due to Subsidiaries", "OthCurrLiab"));
    }

    private void currency(String symbol, String name, int precision, boolean base) {
        put(
                "currency-" + symbol,
                desk.insert(
                        "currency",
                        Map.of(
                                "name", name,
                                "symbol", symbol,
                                "currencyPrecision", precision,
                                "exchangeRate", USD_PER.get(symbol),
                                "isBaseCurrency", base)));
    }

    private String account(String number, String name, String type) {
        return desk.insert("account", Map.of("acctNumber", number, "acctName", name, "acctType", type));
    }

    private void entities() {
        for (SmallFirm.Entity entity : firm.entities()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("name", entity.title());
            fields.put("legalName", entity.title());
            fields.put("country", entity.country());
            fields.put("currency", ref("currency-" + entity.currency()));
            put(entity.name(), desk.insert("subsidiary", fields));
            tell(entity.name());
        }
        for (String base : USD_PER.keySet()) {
            for (String other : USD_PER.keySet()) {
                if (!base.equals(other)) {
                    rate(base, other);
                }
            }
        }
    }

    private void rate(String base, String other) {
        BigDecimal rate = USD_PER.get(other).divide(USD_PER.get(base), 8, java.math.RoundingMode.HALF_UP);
        desk.insert(
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
            put(
                    "period-" + month,
                    desk.insert(
                            "accountingPeriod",
                            Map.of(
                                    "periodName",
                                    name,
                                    "startDate",
                                    month.atDay(1).toString(),
                                    "endDate",
                                    month.atEndOfMonth().toString(),
                                    "isPosting",
                                    true)));
        }
    }

    private void lists() {
        for (String name : List.of("Consulting", "Delivery", "Corporate")) {
            put("department-" + name, desk.insert("department", Map.of("name", name)));
        }
        for (String name : List.of("Integration", "Data", "Advisory", "Managed Services")) {
            put("class-" + name, desk.insert("classification", Map.of("name", name)));
        }
        for (SmallFirm.Entity entity : firm.entities()) {
            Map<String, Object> only = Map.of("items", List.of(ref(entity.name())));
            put(
                    "location-" + entity.name(),
                    desk.insert("location", Map.of("name", "Office " + entity.country(), "subsidiary", only)));
        }
        tax("tax-none", "Not taxable", "0", "US");
        tax("tax-us", "US-NOTAX", "0", "US");
        tax("tax-gb", "VAT 20%", "20", "GB");
        tax("tax-de", "USt 19%", "19", "DE");
        tax("tax-reverse", "Reverse charge", "0", "GB");
    }

    private void tax(String name, String title, String rate, String country) {
        put(
                name,
                desk.insert("salesTaxItem", Map.of("itemId", title, "rate", new BigDecimal(rate), "country", country)));
    }

    private void item(SmallFirm.Item item) {
        boolean hourly = item.sold() == SmallFirm.Sold.BY_THE_HOUR;
        put(
                item.name(),
                desk.insert(
                        "serviceSaleItem",
                        Map.of(
                                "itemId", item.code(),
                                "displayName", item.title(),
                                "externalId", item.code(),
                                "incomeAccount", ref(hourly ? "account-services" : "account-fixed"))));
        tell(item.name());
    }

    private void customer(SmallFirm.Customer customer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("companyName", customer.title());
        fields.put("subsidiary", ref(customer.entity()));
        fields.put("currency", ref("currency-" + customer.currency()));
        fields.put("terms", ref("term-" + customer.termsDays()));
        fields.put("externalId", "seed-" + customer.name());
        customer.parent().ifPresent(parent -> fields.put("parent", ref(parent)));
        customer.taxNumber().ifPresent(number -> fields.put("vatRegNumber", number));
        SmallFirm.Address at = customer.address();
        Map<String, Object> address = Map.of(
                "addr1",
                at.street(),
                "city",
                at.city(),
                "state",
                at.region(),
                "zip",
                at.postcode(),
                "country",
                at.country());
        fields.put(
                "addressBook", Map.of("items", List.of(Map.of("defaultBilling", true, "addressBookAddress", address))));
        put(customer.name(), desk.insert("customer", fields));
        tell(customer.name());
    }

    private void project(SmallFirm.Project project) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("companyName", project.title());
        fields.put("parent", ref(project.customer()));
        fields.put("subsidiary", ref(project.entity()));
        fields.put("currency", ref("currency-" + project.currency()));
        fields.put("startDate", project.starts().toString());
        fields.put("projectedEndDate", project.ends().toString());
        fields.put("externalId", "seed-" + project.name());
        put(project.name(), desk.insert("job", fields));
        tell(project.name());
    }

    private void invoice(SmallFirm.Invoice invoice) {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (SmallFirm.Line line : invoice.lines()) {
            lines.add(Map.of(
                    "item",
                    ref(line.item()),
                    "quantity",
                    line.quantity(),
                    "rate",
                    line.price(),
                    "taxCode",
                    ref("tax-none")));
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("entity", ref(invoice.customer()));
        fields.put("subsidiary", ref(invoice.entity()));
        fields.put("tranId", invoice.number());
        fields.put("tranDate", invoice.day().toString());
        fields.put("dueDate", invoice.due().toString());
        fields.put("currency", ref("currency-" + invoice.currency()));
        fields.put("externalId", "seed-" + invoice.name());
        fields.put("approvalStatus", Map.of("id", "2"));
        invoice.project().ifPresent(project -> fields.put("job", ref(project)));
        fields.put("item", Map.of("items", lines));
        put(invoice.name(), desk.insert("invoice", fields));
        tell(invoice.name());
    }

    private void payment(SmallFirm.Payment payment) {
        LocalDate day = payment.day();
        put(payment.name(), desk.pay(ids.get(payment.invoice()), payment.amount(), day));
        tell(payment.name());
    }

    private Map<String, Object> ref(String name) {
        return Map.of("id", java.util.Objects.requireNonNull(ids.get(name), name));
    }

    private void put(String name, String id) {
        ids.put(name, id);
    }

    private void tell(String name) {
        told.put(name, ids.get(name));
    }
}
