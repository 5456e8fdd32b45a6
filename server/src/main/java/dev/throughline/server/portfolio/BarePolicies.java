package dev.throughline.server.portfolio;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Policies for sales that is a folder of files: nobody writes back to it, and nothing is said of phases, milestones or rate cards. */
final class BarePolicies {
    private static final String TEMPLATE = "bare";

    private BarePolicies() {}

    static Map<String, Map<String, Object>> of() {
        var policies = new HashMap<String, Map<String, Object>>();
        policies.put(
                "QuoteToProjectPolicy",
                Map.of(
                        "reportToSales",
                        false,
                        "tellKnownCustomers",
                        false,
                        "defaultTemplate",
                        TEMPLATE,
                        "templates",
                        List.of(Map.of(
                                "name", TEMPLATE,
                                "phases", List.of(),
                                "milestones", List.of(),
                                "roles", List.of()))));
        policies.put(
                "FeedbackPolicy", Map.of("invoicesToSales", false, "invoicesToDelivery", false, "holdsToSales", false));
        // The city pays above what a term states, and amends it later or never.
        policies.put("MilestonePolicy", Map.of("aboveValue", "bill"));
        policies.put("ChangeOrderPolicy", Map.of("reportToSales", false));
        policies.put("LifecyclePolicy", Map.of("tellDelivery", false, "tellFinance", false, "tellSales", false));
        policies.put("MasterDataPolicy", Map.of("customersToFinance", "always"));
        return policies;
    }
}
