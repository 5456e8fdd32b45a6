package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Simulator.Screen;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What sales does at the CRM's screen. Not thread-safe. */
final class CrmDesk {
    /** What the fee of a month buys; few enough that a busy month goes beyond it. */
    static final BigDecimal RETAINED_HOURS = BigDecimal.valueOf(200);

    private final Screen screen;
    private final Map<String, String> ids = new LinkedHashMap<>();

    CrmDesk(Screen screen) {
        this.screen = screen;
    }

    void furnish(Firm firm) {
        String book = screen.records("Pricebook2").stream()
                .map(b -> String.valueOf(b.get("Id")))
                .findFirst()
                .orElseThrow();
        ids.put("pricebook", book);
        firm.products().stream().filter(Firm.Product::inErp).forEach(p -> product(book, p));
        firm.customers().forEach(this::customer);
    }

    private void product(String book, Firm.Product product) {
        String id = screen.insert(
                "Product2",
                Map.of("Name", product.title(), "ProductCode", product.code(), "IsActive", true, "Family", "Advisory"));
        for (String currency : List.of("USD", "GBP", "EUR")) {
            String entry = screen.insert(
                    "PricebookEntry",
                    Map.of(
                            "Pricebook2Id", book,
                            "Product2Id", id,
                            "UnitPrice", product.rate(),
                            "IsActive", true,
                            "CurrencyIsoCode", currency));
            ids.put("price-" + product.code() + "-" + currency, entry);
        }
    }

    private void customer(Firm.Customer customer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Name", customer.title());
        fields.put("CurrencyIsoCode", customer.entity().currency());
        fields.put("Type", "Customer - Direct");
        fields.put("Account_Status__c", "Active");
        fields.put("Payment_Terms__c", customer.terms());
        fields.put("BillingStreet", customer.street());
        fields.put("BillingCity", customer.city());
        fields.put("BillingCountry", customer.entity().code());
        fields.put("BillingCountryCode", customer.entity().code());
        fields.put("Tax_Country__c", customer.entity().code());
        customer.taxNumber().ifPresent(number -> fields.put("VAT_Number__c", number));
        ids.put(customer.title(), screen.insert("Account", fields));
        screen.insert(
                "Contact",
                Map.of(
                        "FirstName", customer.signatory().first(),
                        "LastName", customer.signatory().last(),
                        "Email", customer.signatory().email(customer.domain()),
                        "AccountId", id(customer.title())));
    }

    /** An open opportunity with its lines. */
    void open(Firm.Deal deal) {
        if (!ids.containsKey("price-" + deal.product().code() + "-USD")) {
            product(id("pricebook"), deal.product());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Name", deal.title());
        fields.put("AccountId", id(deal.customer().title()));
        fields.put("CurrencyIsoCode", deal.customer().entity().currency());
        fields.put("CloseDate", deal.wonOn().toString());
        fields.put("StageName", "Negotiation/Review");
        fields.put("Type", "New Business");
        fields.put("Legal_Entity__c", deal.customer().entity().code());
        fields.put("Contract_Type__c", deal.model().crm());
        fields.put("Service_Line__c", deal.serviceLine());
        fields.put("SOW_Status__c", "In Review");
        fields.put("Pricebook2Id", id("pricebook"));
        fields.put("Project_Start__c", deal.startsOn().toString());
        fields.put("Project_End__c", deal.endsOn().toString());
        String opportunity = screen.insert("Opportunity", fields);
        ids.put(deal.title(), opportunity);
        screen.insert(
                "OpportunityLineItem",
                Map.of(
                        "OpportunityId",
                        opportunity,
                        "PricebookEntryId",
                        id("price-" + deal.product().code() + "-"
                                + deal.customer().entity().currency()),
                        "Quantity",
                        deal.quantity(),
                        "UnitPrice",
                        deal.price()));
    }

    /** The deal's contract as sales keeps it, in its first version. @param months from the start of the work */
    void sign(Firm.Deal deal, int months) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("AccountId", id(deal.customer().title()));
        fields.put("Opportunity__c", id(deal.title()));
        fields.put("CurrencyIsoCode", deal.customer().entity().currency());
        fields.put("Status", "Draft");
        fields.put("StartDate", deal.startsOn().toString());
        fields.put("ContractTerm", months);
        fields.put("Legal_Entity__c", deal.customer().entity().code());
        fields.put("Service_Line__c", deal.serviceLine());
        fields.put("Payment_Terms__c", deal.customer().terms());
        fields.put("Contract_Type__c", deal.model().crm());
        fields.put("Contract_Value__c", deal.amount());
        fields.put("Version__c", 1);
        if (deal.model() == Firm.Model.RETAINER) {
            fields.put("Retainer_Fee__c", deal.price());
            fields.put("Retainer_Every__c", "Month");
            fields.put("Retainer_Hours__c", RETAINED_HOURS);
            fields.put("Retainer_Unused__c", "One Period");
            fields.put("Retainer_Over_Use_Rate__c", deal.product().rate());
        }
        String contract = screen.insert("Contract", fields);
        ids.put(contractOf(deal), contract);
        screen.update("Contract", contract, Map.of("Status", "Activated"));
    }

    /** A change order: the contract's next version, agreed and in effect from a day on. */
    void amend(Firm.Deal deal, int version, LocalDate from, BigDecimal value, int months) {
        screen.update(
                "Contract",
                id(contractOf(deal)),
                Map.of(
                        "Version__c", version,
                        "Effective_From__c", from.toString(),
                        "Contract_Value__c", value,
                        "ContractTerm", months));
    }

    Map<String, Object> contract(Firm.Deal deal) {
        String id = id(contractOf(deal));
        return screen.records("Contract").stream()
                .filter(c -> id.equals(c.get("Id")))
                .findFirst()
                .orElseThrow();
    }

    private static String contractOf(Firm.Deal deal) {
        return "contract of " + deal.title();
    }

    void win(Firm.Deal deal) {
        change(deal, Map.of("StageName", "Closed Won"));
    }

    void approveSow(Firm.Deal deal) {
        change(deal, Map.of("SOW_Status__c", "Approved"));
    }

    /** The same record saved again and again, as busy people do. */
    void touch(Firm.Deal deal, String nextStep) {
        change(deal, Map.of("NextStep", nextStep));
    }

    void enterTaxNumber(Firm.Customer customer, String number) {
        screen.update("Account", id(customer.title()), Map.of("VAT_Number__c", number));
    }

    private void change(Firm.Deal deal, Map<String, Object> fields) {
        screen.update("Opportunity", id(deal.title()), fields);
    }

    Map<String, Object> deal(Firm.Deal deal) {
        String id = id(deal.title());
        return screen.records("Opportunity").stream()
                .filter(o -> id.equals(o.get("Id")))
                .findFirst()
                .orElseThrow();
    }

    BigDecimal amount(Firm.Deal deal) {
        return (BigDecimal) Objects.requireNonNull(deal(deal).get("Amount"));
    }

    String id(String name) {
        return Objects.requireNonNull(ids.get(name), name);
    }
}
