package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SmallFirm;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The small firm as its sales people would have entered it. */
final class Seeding {
    private final People people;
    private final Map<String, String> ids = new LinkedHashMap<>();
    private final Map<String, SmallFirm.Item> items = new HashMap<>();

    private Seeding(People people) {
        this.people = people;
    }

    static Map<String, String> smallFirm(People people) {
        Seeding seeding = new Seeding(people);
        SmallFirm firm = SmallFirm.firm();
        firm.items().forEach(seeding::item);
        firm.customers().forEach(seeding::customer);
        firm.contacts().forEach(seeding::contact);
        firm.opportunities().forEach(o -> seeding.opportunity(firm, o));
        return Map.copyOf(seeding.ids);
    }

    private void item(SmallFirm.Item item) {
        items.put(item.name(), item);
        String product = people.insert(
                "Product2",
                Map.of(
                        "Name",
                        item.title(),
                        "ProductCode",
                        item.code(),
                        "IsActive",
                        true,
                        "QuantityUnitOfMeasure",
                        item.sold() == SmallFirm.Sold.BY_THE_HOUR ? "Hour" : "Each"));
        ids.put(item.name(), product);
        for (String currency : new String[] {"USD", "GBP", "EUR"}) {
            String entry = people.insert(
                    "PricebookEntry",
                    Map.of(
                            "Pricebook2Id",
                            people.standardPricebook(),
                            "Product2Id",
                            product,
                            "UnitPrice",
                            item.rate(),
                            "IsActive",
                            true,
                            "CurrencyIsoCode",
                            currency));
            ids.put(item.name() + "-" + currency, entry);
        }
    }

    private void customer(SmallFirm.Customer customer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Name", customer.title());
        fields.put("CurrencyIsoCode", customer.currency());
        fields.put("Type", "Customer - Direct");
        fields.put("Account_Status__c", "Active");
        fields.put("Payment_Terms__c", "net_" + customer.termsDays());
        fields.put("BillingStreet", customer.address().street());
        fields.put("BillingCity", customer.address().city());
        fields.put("BillingState", customer.address().region());
        fields.put("BillingPostalCode", customer.address().postcode());
        fields.put("BillingCountry", customer.address().country());
        fields.put("BillingCountryCode", customer.address().country());
        fields.put("Tax_Country__c", customer.address().country());
        customer.taxNumber().ifPresent(n -> fields.put("VAT_Number__c", n));
        customer.parent().ifPresent(p -> fields.put("ParentId", id(p)));
        ids.put(customer.name(), people.insert("Account", fields));
    }

    private void contact(SmallFirm.Contact contact) {
        ids.put(
                contact.name(),
                people.insert(
                        "Contact",
                        Map.of(
                                "FirstName",
                                contact.firstName(),
                                "LastName",
                                contact.lastName(),
                                "Email",
                                contact.email(),
                                "Phone",
                                contact.phone(),
                                "AccountId",
                                id(contact.customer()))));
    }

    private void opportunity(SmallFirm firm, SmallFirm.Opportunity deal) {
        SmallFirm.Customer customer = firm.customers().stream()
                .filter(c -> c.name().equals(deal.customer()))
                .findFirst()
                .orElseThrow();
        boolean fixed = items.values().stream()
                .anyMatch(
                        i -> i.name().equals(deal.lines().getFirst().item()) && i.sold() == SmallFirm.Sold.FIXED_PRICE);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Name", deal.title());
        fields.put("AccountId", id(deal.customer()));
        fields.put("CurrencyIsoCode", deal.currency());
        fields.put("CloseDate", deal.closesOn().toString());
        fields.put(
                "StageName",
                switch (deal.stage()) {
                    case PROSPECTING -> "Prospecting";
                    case PROPOSAL -> "Proposal/Price Quote";
                    case WON -> "Closed Won";
                    case LOST -> "Closed Lost";
                });
        fields.put("Type", "New Business");
        fields.put("Legal_Entity__c", customer.entity());
        fields.put("Contract_Type__c", fixed ? "Fixed Fee" : "Time and Materials");
        fields.put("Service_Line__c", fixed ? "rollout" : "integration");
        fields.put("Rate_Card__c", "standard");
        fields.put("Payment_Terms__c", "net_" + customer.termsDays());
        fields.put("Delivery_Template__c", fixed ? "fixed-price" : "standard");
        fields.put("SOW_Status__c", deal.stage() == SmallFirm.Stage.WON ? "Approved" : "Draft");
        fields.put("Pricebook2Id", people.standardPricebook());
        firm.projects().stream()
                .filter(p -> p.opportunity().equals(deal.name()))
                .findFirst()
                .ifPresent(p -> {
                    fields.put("Project_Start__c", p.starts().toString());
                    fields.put("Project_End__c", p.ends().toString());
                });
        String opportunity = people.insert("Opportunity", fields);
        ids.put(deal.name(), opportunity);
        for (SmallFirm.Line line : deal.lines()) {
            people.insert(
                    "OpportunityLineItem",
                    Map.of(
                            "OpportunityId",
                            opportunity,
                            "PricebookEntryId",
                            id(line.item() + "-" + deal.currency()),
                            "Quantity",
                            new BigDecimal(line.quantity().toPlainString()),
                            "UnitPrice",
                            line.price()));
        }
    }

    private String id(String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new IllegalStateException("the small firm names %s before it is there".formatted(name));
        }
        return id;
    }
}
