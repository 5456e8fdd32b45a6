package dev.throughline.processes.quotetoproject;

import dev.throughline.model.BillingModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a deal must bring before it becomes a project.
 *
 * @param requireApprovedSow       whether a won deal waits for its statement of work to be approved
 * @param billingModels            those that may be sold
 * @param serviceLines             canonical codes that delivery knows; empty: any
 * @param requireLines             whether a deal without any line is refused
 * @param taxRegistrationCountries ISO 3166 alpha-2: an entity in one of them needs the tax registration of a customer in one of them
 * @param paymentTerms             canonical codes that finance knows; empty: any
 * @param defaultPaymentTerms      for deals and customers that state none
 * @param currencies               ISO 4217 codes that an entity may sell in, by its code; an entity not named sells in its own currency only
 * @param requireRateCard          whether time and materials need a rate card, else the rates of the entries count
 * @param customerInDelivery       whether the customer is also kept in the PSA
 * @param templateByServiceLine    names of delivery templates
 * @param defaultTemplate          for service lines without one of their own
 * @param templates                the delivery templates that there are
 * @param recheckHeld              after which a held deal is looked at again though nothing seemed to change
 * @param tellKnownCustomers       whether a customer that the other system has already is told to it once more with each deal
 * @param reportToSales            whether sales is told of the project; not where sales keeps files that nobody can write to
 */
public record QuoteToProjectPolicy(
        boolean requireApprovedSow,
        List<BillingModel> billingModels,
        List<String> serviceLines,
        boolean requireLines,
        Set<String> taxRegistrationCountries,
        List<String> paymentTerms,
        Optional<String> defaultPaymentTerms,
        Map<String, List<String>> currencies,
        boolean requireRateCard,
        boolean customerInDelivery,
        Map<String, String> templateByServiceLine,
        Optional<String> defaultTemplate,
        List<DeliveryTemplate> templates,
        Duration recheckHeld,
        boolean tellKnownCustomers,
        boolean reportToSales) {
    private static final Set<String> EUROPEAN_VAT_AREA = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "LT",
            "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    public QuoteToProjectPolicy {
        billingModels = List.copyOf(billingModels);
        serviceLines = List.copyOf(serviceLines);
        taxRegistrationCountries = Set.copyOf(taxRegistrationCountries);
        paymentTerms = List.copyOf(paymentTerms);
        currencies = Map.copyOf(currencies);
        templateByServiceLine = Map.copyOf(templateByServiceLine);
        templates = List.copyOf(templates);
    }

    public static QuoteToProjectPolicy defaults() {
        return new QuoteToProjectPolicy(
                false,
                List.of(BillingModel.values()),
                List.of(),
                false,
                EUROPEAN_VAT_AREA,
                List.of(),
                Optional.of("net_30"),
                Map.of(),
                true,
                false,
                Map.of(),
                Optional.of(DeliveryTemplate.STANDARD.name()),
                List.of(DeliveryTemplate.STANDARD),
                Duration.ofHours(24),
                true,
                true);
    }

    Optional<DeliveryTemplate> template(String name) {
        return templates.stream()
                .filter(template -> template.name().equals(name))
                .findFirst();
    }
}
