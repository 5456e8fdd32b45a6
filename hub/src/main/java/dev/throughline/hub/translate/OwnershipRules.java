package dev.throughline.hub.translate;

import dev.throughline.hub.workspace.Workspace.Ownership;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Which system may write which attribute. The workspace's rules go before these defaults, attribute by attribute: sales owns what was sold, delivery what is done,
 * finance what is billed, people their own.
 */
public final class OwnershipRules {
    private static final String ANY = "any";
    private static final Map<String, Map<String, String>> DEFAULTS = Map.ofEntries(
            Map.entry("CustomerAccount", Map.of("*", "crm", "creditHold", "erp")),
            Map.entry("Contact", Map.of("*", "crm")),
            Map.entry("Opportunity", Map.of("*", "crm")),
            Map.entry("Contract", Map.of("*", "crm")),
            Map.entry("ContractVersion", Map.of("*", "crm")),
            Map.entry(
                    "Project",
                    Map.of(
                            "*",
                            "psa",
                            "contract",
                            "throughline",
                            "opportunity",
                            "throughline",
                            "customer",
                            "throughline",
                            "legalEntity",
                            "throughline",
                            "billingModel",
                            "throughline",
                            "budget",
                            "throughline",
                            "serviceLine",
                            "throughline",
                            "currency",
                            "throughline")),
            Map.entry("WbsElement", Map.of("*", "psa")),
            Map.entry("Milestone", Map.of("*", "psa")),
            Map.entry("RolePlaceholder", Map.of("*", "psa")),
            Map.entry("Assignment", Map.of("*", "psa")),
            Map.entry("TimeEntry", Map.of("*", "psa")),
            Map.entry("Expense", Map.of("*", "psa")),
            Map.entry("UsageRecord", Map.of("*", "psa")),
            Map.entry("Resource", Map.of("*", "hcm")),
            Map.entry("CostRate", Map.of("*", "hcm")),
            Map.entry("Absence", Map.of("*", "hcm")),
            Map.entry("LegalEntity", Map.of("*", "erp")),
            Map.entry("Invoice", Map.of("*", "erp")),
            Map.entry("CreditMemo", Map.of("*", "erp")),
            Map.entry("Payment", Map.of("*", "erp")),
            Map.entry("AccountingPeriod", Map.of("*", "erp")),
            Map.entry("ServiceItem", Map.of("*", "erp")));

    private final Map<String, Map<String, String>> rules = new HashMap<>();

    public OwnershipRules(Ownership ownership) {
        DEFAULTS.forEach((type, byAttribute) -> rules.put(type, new HashMap<>(byAttribute)));
        ownership
                .rules()
                .forEach((type, byAttribute) ->
                        rules.computeIfAbsent(type, t -> new HashMap<>()).putAll(byAttribute));
    }

    /** Whether the system is the system of record of the attribute. */
    public boolean owns(SystemConfig system, String type, String attribute) {
        String owner = owner(type, attribute);
        return owner.equals(ANY)
                || owner.equals(system.role().name().toLowerCase(Locale.ROOT))
                || owner.equals(system.id().value());
    }

    /** A role in lower case, a system's id, {@code throughline} or {@code any}. */
    public String owner(String type, String attribute) {
        Map<String, String> byAttribute = rules.getOrDefault(type, Map.of());
        return byAttribute.getOrDefault(attribute, byAttribute.getOrDefault("*", ANY));
    }
}
