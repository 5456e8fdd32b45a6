package dev.throughline.connectors.salesforce.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.testkit.VendorSpecification;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulated org's standard fields against a list of those that every org has. */
class SpecificationTest {
    /** Standard fields that need a feature or an edition, and so are absent from that list. */
    private static final Set<String> BY_FEATURE = Set.of(
            "Account.AccountNumber",
            "Account.BillingCountryCode",
            "Opportunity.ContractId",
            "Opportunity.ExpectedRevenue",
            "Opportunity.IsPrivate",
            "OpportunityLineItem.Discount");

    @Test
    void every_standard_field_is_one_of_the_vendors_and_of_its_type() {
        JsonNode objects = JsonMapper.shared()
                .readTree(VendorSpecification.find("salesforce", "standard-objects.json")
                        .toFile())
                .path("objects");
        Set<String> unknown = new TreeSet<>();
        for (ObjectDef type : Schema.load().objects()) {
            JsonNode fields = objects.path(type.name()).path("fields");
            type.fields().stream()
                    .filter(f -> !fields.isMissingNode() && !f.custom())
                    // Multi-currency is a feature that the whole simulated org has on.
                    .filter(f -> !f.name().equals("CurrencyIsoCode"))
                    .filter(f -> !fits(f, fields.path(f.name()).path("type").asString("absent")))
                    .forEach(f -> unknown.add(type.name() + "." + f.name()));
        }
        assertThat(unknown).isEqualTo(new TreeSet<>(BY_FEATURE));
    }

    private static boolean fits(FieldDef field, String type) {
        return switch (field.type()) {
            case ID, TEXT, TEXTAREA, PHONE, URL, EMAIL, PICKLIST, REF -> type.equals("string");
            case BOOLEAN -> type.equals("boolean");
            case CURRENCY, DOUBLE, PERCENT, INT -> type.equals("number");
            case DATE, DATETIME -> type.equals("DateString");
            case ADDRESS -> type.equals("Address");
        };
    }
}
