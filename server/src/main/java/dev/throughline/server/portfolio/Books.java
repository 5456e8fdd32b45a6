package dev.throughline.server.portfolio;

import dev.throughline.connector.simkit.Simulator.Screen;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What finance sets up at the ERP's screen before anything arrives. The order gives the internal ids that the connector's default lookups name. */
final class Books {
    private static final List<String> ITEMS = List.of("ARCH", "INTG", "DATA", "MGMT", "ROLL", "SUPP");
    private static final List<Integer> TERMS_DAYS = List.of(0, 14, 30, 45, 60, 90);

    private final Screen screen;

    Books(Screen screen) {
        this.screen = screen;
    }

    /** One company in the United States with periods from the first to the last month. */
    void open(String company, YearMonth first, YearMonth last) {
        String dollar = currency("USD", "US Dollar", BigDecimal.ONE, true);
        currency("GBP", "British pound", new BigDecimal("1.27"), false);
        currency("EUR", "Euro", new BigDecimal("1.09"), false);
        for (int days : TERMS_DAYS) {
            String name = days == 0 ? "Due on receipt" : "Net " + days;
            screen.insert("term", Map.of("name", name, "daysUntilNetDue", days));
        }
        account("1100", "Accounts Receivable", "AcctRec");
        String revenue = account("4000", "Services Revenue", "Income");
        account("1000", "Checking", "Bank");
        screen.insert(
                "subsidiary", Map.of("name", company, "legalName", company, "country", "US", "currency", ref(dollar)));
        periods(first, last);
        List.of("Consulting", "Delivery", "Corporate").forEach(n -> screen.insert("department", Map.of("name", n)));
        List.of("Integration", "Data", "Advisory", "Managed Services")
                .forEach(n -> screen.insert("classification", Map.of("name", n)));
        screen.insert("salesTaxItem", Map.of("itemId", "Not taxable", "rate", BigDecimal.ZERO, "country", "US"));
        ITEMS.forEach(code -> screen.insert(
                "serviceSaleItem",
                Map.of("itemId", code, "displayName", code, "externalId", code, "incomeAccount", ref(revenue))));
    }

    private String currency(String symbol, String name, BigDecimal rate, boolean base) {
        return screen.insert(
                "currency",
                Map.of(
                        "name", name,
                        "symbol", symbol,
                        "currencyPrecision", 2,
                        "exchangeRate", rate,
                        "isBaseCurrency", base));
    }

    private String account(String number, String name, String type) {
        return screen.insert("account", Map.of("acctNumber", number, "acctName", name, "acctType", type));
    }

    private void periods(YearMonth first, YearMonth last) {
        for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
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

    static Map<String, Object> ref(String id) {
        return Map.of("id", id);
    }
}
