package dev.throughline.connectors.salesforce.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the org computes by itself: stage flags, amounts that follow from line items, contract dates and numbers, names. */
final class Derived {
    private static final Map<String, String> CONTRACT_CODES =
            Map.of("Draft", "Draft", "In Approval Process", "InApproval", "Activated", "Activated");

    private final Org org;

    Derived(Org org) {
        this.org = org;
    }

    void defaults(Transaction tx, Row row) {
        ObjectDef type = row.type();
        if (type.has("owned")) {
            row.set("OwnerId", tx.session().user());
        }
        if (type.field("CurrencyIsoCode").isPresent()) {
            row.set("CurrencyIsoCode", "USD");
        }
        switch (type.name()) {
            case "Contract" -> {
                row.set("Status", "Draft");
                row.set("ContractNumber", "%08d".formatted(org.nextNumber("Contract") + 100));
            }
            case "Quote" -> {
                row.set("Status", "Draft");
                row.set("QuoteNumber", "%08d".formatted(org.nextNumber("Quote")));
            }
            case "User" -> row.set("IsActive", true);
            default -> {}
        }
    }

    void beforeInsert(Transaction tx, Row row) {
        switch (row.type().name()) {
            case "Opportunity" -> stage(row, !has(row, "Probability"));
            case "OpportunityLineItem" -> lineOnCreate(row);
            case "PricebookEntry" -> entry(row);
            case "Contract" -> {
                if (!row.text("Status").equals("Draft")) {
                    throw Refusal.bad(
                            "FAILED_ACTIVATION",
                            "Choose a valid contract status and save your changes. Ask your admin for details.",
                            "Status");
                }
                contract(tx, row, false);
            }
            case "Contact", "User" -> name(row);
            case "Quote" -> row.set("GrandTotal", row.get("Tax"));
            default -> {}
        }
    }

    void beforeUpdate(Transaction tx, Row before, Row next, Collection<FieldDef> given) {
        switch (next.type().name()) {
            case "Opportunity" -> {
                boolean amountGiven = given.stream().anyMatch(f -> f.name().equals("Amount"));
                if (amountGiven && before.is("HasOpportunityLineItem")) {
                    // The vendor keeps the sum of the products and ignores what is written.
                    next.set("Amount", before.get("Amount"));
                }
                boolean moved = !before.text("StageName").equals(next.text("StageName"));
                stage(next, moved && given.stream().noneMatch(f -> f.name().equals("Probability")));
            }
            case "OpportunityLineItem" ->
                line(next, given.stream().map(FieldDef::name).toList());
            case "Contract" -> contract(tx, next, before.text("Status").equals("Activated"));
            case "Contact", "User" -> name(next);
            default -> {}
        }
    }

    /** Brings the parent opportunity in step after a line was written or deleted. */
    void after(Transaction tx, Row row) {
        if (!row.type().name().equals("OpportunityLineItem")) {
            return;
        }
        ObjectDef type = org.schema().require("Opportunity");
        Row opportunity = org.find(type, row.text("OpportunityId")).orElse(null);
        if (opportunity == null || opportunity.is("IsDeleted")) {
            return;
        }
        List<Row> lines = org.rows(row.type()).stream()
                .filter(r -> !r.is("IsDeleted") && r.text("OpportunityId").equals(opportunity.id()))
                .toList();
        Row next = opportunity.copy();
        next.set("HasOpportunityLineItem", !lines.isEmpty());
        if (!lines.isEmpty()) {
            next.set(
                    "Amount",
                    lines.stream().map(l -> decimal(l, "TotalPrice")).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        org.stamp(tx, next, false, false);
        Set<String> changed = new LinkedHashSet<>(List.of("LastModifiedDate", "LastModifiedById"));
        changed.addAll(List.of("Amount", "HasOpportunityLineItem"));
        org.replace(tx, opportunity, next, "UPDATE", changed);
    }

    private void stage(Row row, boolean takeProbability) {
        ObjectDef stages = org.schema().require("OpportunityStage");
        Row stage = org.rows(stages).stream()
                .filter(s -> s.text("ApiName").equals(row.text("StageName")))
                .findFirst()
                .orElseThrow(() -> Refusal.bad(
                        "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                        "Stage: bad value for restricted picklist field: " + row.text("StageName"),
                        "StageName"));
        row.set("IsClosed", stage.is("IsClosed"));
        row.set("IsWon", stage.is("IsWon"));
        row.set("ForecastCategory", stage.get("ForecastCategory"));
        row.set("ForecastCategoryName", stage.get("ForecastCategoryName"));
        if (takeProbability) {
            row.set("Probability", stage.get("DefaultProbability"));
        }
        row.set(
                "ExpectedRevenue",
                has(row, "Amount")
                        ? decimal(row, "Amount")
                                .multiply(decimal(row, "Probability"))
                                .movePointLeft(2)
                                .setScale(2, RoundingMode.HALF_UP)
                        : null);
    }

    private void lineOnCreate(Row row) {
        if (has(row, "PricebookEntryId")) {
            Row entry = org.find(org.schema().require("PricebookEntry"), row.text("PricebookEntryId"))
                    .orElseThrow();
            row.set("Product2Id", entry.get("Product2Id"));
            row.set("ListPrice", entry.get("UnitPrice"));
            row.set(
                    "UnitPrice",
                    has(row, "UnitPrice") || has(row, "TotalPrice") ? row.get("UnitPrice") : entry.get("UnitPrice"));
        }
        if (!has(row, "Product2Id")) {
            throw Refusal.bad(
                    "FIELD_INTEGRITY_EXCEPTION",
                    "Pricebook Entry ID: value required when product is not given",
                    "PricebookEntryId");
        }
        if (has(row, "UnitPrice") == has(row, "TotalPrice")) {
            throw Refusal.bad(
                    "FIELD_INTEGRITY_EXCEPTION",
                    "specify either UnitPrice or TotalPrice, and not both",
                    "UnitPrice",
                    "TotalPrice");
        }
        Row product = org.find(org.schema().require("Product2"), row.text("Product2Id"))
                .orElseThrow();
        Row opportunity = org.find(org.schema().require("Opportunity"), row.text("OpportunityId"))
                .orElseThrow();
        row.set("ProductCode", product.get("ProductCode"));
        row.set("Name", opportunity.text("Name") + " " + product.text("Name"));
        row.set("CurrencyIsoCode", opportunity.get("CurrencyIsoCode"));
        line(row, has(row, "TotalPrice") ? List.of("TotalPrice") : List.of("UnitPrice"));
    }

    private static void line(Row row, Collection<String> given) {
        BigDecimal quantity = decimal(row, "Quantity");
        if (quantity.signum() == 0) {
            throw Refusal.bad("FIELD_INTEGRITY_EXCEPTION", "Quantity: must not be zero", "Quantity");
        }
        if (given.contains("TotalPrice") && !given.contains("UnitPrice")) {
            row.set("UnitPrice", decimal(row, "TotalPrice").divide(quantity, 2, RoundingMode.HALF_UP));
            return;
        }
        BigDecimal keep =
                new BigDecimal("100").subtract(decimal(row, "Discount")).movePointLeft(2);
        row.set(
                "TotalPrice",
                quantity.multiply(decimal(row, "UnitPrice")).multiply(keep).setScale(2, RoundingMode.HALF_UP));
    }

    private void entry(Row row) {
        Row product = org.find(org.schema().require("Product2"), row.text("Product2Id"))
                .orElseThrow();
        row.set("Name", product.get("Name"));
        row.set("ProductCode", product.get("ProductCode"));
    }

    private void contract(Transaction tx, Row row, boolean wasActive) {
        row.set("StatusCode", CONTRACT_CODES.get(row.text("Status")));
        if (row.get("StartDate") instanceof LocalDate start && row.get("ContractTerm") instanceof BigDecimal months) {
            row.set("EndDate", start.plusMonths(months.intValueExact()).minusDays(1));
        } else {
            row.set("EndDate", null);
        }
        if (row.text("Status").equals("Activated") && !wasActive) {
            row.set("ActivatedDate", org.now());
            row.set("ActivatedById", tx.session().user());
        }
    }

    private static void name(Row row) {
        row.set("Name", (row.text("FirstName") + " " + row.text("LastName")).strip());
    }

    private static boolean has(Row row, String field) {
        return row.get(field) != null;
    }

    private static BigDecimal decimal(Row row, String field) {
        return row.get(field) instanceof BigDecimal d ? d : BigDecimal.ZERO;
    }
}
