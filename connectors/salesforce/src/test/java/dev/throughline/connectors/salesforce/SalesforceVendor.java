package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.simkit.Simulator;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.testkit.Vendor;
import dev.throughline.connectors.salesforce.simulator.SalesforceSimulator;
import dev.throughline.model.ObjectType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Salesforce for the conformance suite: opportunities are read, accounts are written. */
final class SalesforceVendor implements Vendor {
    @Override
    public Simulator simulator() {
        return new SalesforceSimulator();
    }

    @Override
    public ConnectorFactory factory() {
        return new SalesforceFactory();
    }

    @Override
    public ReadTarget reading() {
        return new ReadTarget() {
            @Override
            public ObjectType object() {
                return new ObjectType("Opportunity");
            }

            @Override
            public String operation() {
                return "GET /services/data/v66.0/queryAll";
            }

            @Override
            public Map<String, Object> fields(Map<String, String> seeded, int n) {
                Map<String, Object> fields = new LinkedHashMap<>();
                fields.put("Name", "Deal " + n);
                fields.put("StageName", "Prospecting");
                fields.put("CloseDate", "2026-04-01");
                fields.put("AccountId", seeded.get("customer-harrow"));
                fields.put("CurrencyIsoCode", "EUR");
                return fields;
            }

            @Override
            public String textField() {
                return "Description";
            }

            @Override
            public Optional<String> amountField() {
                return Optional.of("Amount");
            }

            @Override
            public Optional<ChildTarget> child() {
                return Optional.of(new Line());
            }

            @Override
            public boolean throttlingSaysHowLong() {
                return false;
            }

            @Override
            public String missingId() {
                return "006000000000000AAA";
            }
        };
    }

    @Override
    public Optional<WriteTarget> writing() {
        return Optional.of(new Accounts());
    }

    private static final class Line implements Vendor.ChildTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("OpportunityLineItem");
        }

        @Override
        public Map<String, Object> fields(Map<String, String> seeded, String parentId, int n) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("OpportunityId", parentId);
            fields.put("Product2Id", seeded.get("item-integration"));
            fields.put("Quantity", n);
            fields.put("UnitPrice", "100.00");
            return fields;
        }

        @Override
        public String parentPointer() {
            return "/OpportunityId";
        }
    }

    private static final class Accounts implements Vendor.WriteTarget {
        @Override
        public ObjectType object() {
            return new ObjectType("Account");
        }

        @Override
        public String operation() {
            return "POST /services/data/v66.0/composite/sobjects";
        }

        @Override
        public JsonNode body(Map<String, String> seeded, int n) {
            return Json.MAPPER.createObjectNode().put("Name", "Customer " + n).put("BillingCity", "Leeds");
        }

        @Override
        public JsonNode refusedBody(Map<String, String> seeded) {
            return Json.MAPPER.createObjectNode().put("Name", "Customer").put("BillingCountryCode", "Atlantis");
        }

        @Override
        public String textField() {
            return "Description";
        }

        @Override
        public boolean checksVersions() {
            return true;
        }

        @Override
        public boolean throttlingSaysHowLong() {
            return false;
        }
    }
}
