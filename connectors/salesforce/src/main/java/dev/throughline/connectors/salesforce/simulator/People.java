package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.Simulator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** The org's own screen, and what an administrator set up before anybody came: users, stages, currencies, price books. */
final class People implements Simulator.Screen {
    private final Org org;
    private final Dml dml;
    private String orgId = "";
    private String userId = "";
    private String standardPricebook = "";

    People(Org org, Dml dml) {
        this.org = org;
        this.dml = dml;
    }

    String orgId() {
        return orgId;
    }

    String userId() {
        return userId;
    }

    String standardPricebook() {
        return standardPricebook;
    }

    void furnish() {
        userId = setup(
                "User",
                Map.of(
                        "Username",
                        Tokens.USERNAME,
                        "LastName",
                        "User",
                        "FirstName",
                        "Integration",
                        "Name",
                        "Integration User",
                        "Email",
                        Tokens.USERNAME,
                        "IsActive",
                        true));
        orgId = setup(
                "Organization",
                Map.of(
                        "Name",
                        "Fernhill Consulting",
                        "OrganizationType",
                        "Enterprise Edition",
                        "InstanceName",
                        "SIM1"));
        stage("Prospecting", "10", false, false, "Pipeline");
        stage("Qualification", "10", false, false, "Pipeline");
        stage("Needs Analysis", "20", false, false, "Pipeline");
        stage("Value Proposition", "50", false, false, "Pipeline");
        stage("Id. Decision Makers", "60", false, false, "Pipeline");
        stage("Perception Analysis", "70", false, false, "Pipeline");
        stage("Proposal/Price Quote", "75", false, false, "Pipeline");
        stage("Negotiation/Review", "90", false, false, "Pipeline");
        stage("Closed Won", "100", true, true, "Closed");
        stage("Closed Lost", "0", true, false, "Omitted");
        currency("USD", "1.000000", true);
        currency("GBP", "0.790000", false);
        currency("EUR", "0.920000", false);
        currency("CHF", "0.880000", false);
        currency("JPY", "151.000000", false);
        currency("CAD", "1.370000", false);
        currency("AUD", "1.520000", false);
        currency("SGD", "1.340000", false);
        standardPricebook =
                setup("Pricebook2", Map.of("Name", "Standard Price Book", "IsActive", true, "IsStandard", true));
    }

    @Override
    public String insert(String object, Map<String, Object> fields) {
        return org.write(
                session(), tx -> dml.insert(tx, type(object), node(fields)).id());
    }

    @Override
    public void update(String object, String id, Map<String, Object> fields) {
        org.write(session(), tx -> {
            require(object, id);
            return dml.update(tx, type(object), id, node(fields));
        });
    }

    @Override
    public void delete(String object, String id) {
        org.write(session(), tx -> {
            require(object, id);
            return dml.delete(tx, type(object), id);
        });
    }

    @Override
    public List<Map<String, Object>> records(String object) {
        return org.read(o -> {
            List<Map<String, Object>> records = new ArrayList<>();
            for (Row row : o.rows(type(object))) {
                if (!row.is("IsDeleted")) {
                    Map<String, Object> copy = new LinkedHashMap<>();
                    for (FieldDef field : row.type().fields()) {
                        Object value = row.get(field.name());
                        if (value != null) {
                            copy.put(field.name(), shown(value));
                        }
                    }
                    records.add(copy);
                }
            }
            return records;
        });
    }

    private static Object shown(Object value) {
        return switch (value) {
            case BigDecimal d -> d;
            case Boolean b -> b;
            case java.time.Instant i -> Values.stamp(i);
            default -> value.toString();
        };
    }

    private void require(String object, String id) {
        boolean there = RecordIds.normal(id)
                .flatMap(i -> org.find(type(object), i))
                .filter(r -> !r.is("IsDeleted"))
                .isPresent();
        if (!there) {
            throw new NoSuchElementException("no %s %s in the simulated org".formatted(object, id));
        }
    }

    private ObjectDef type(String object) {
        return org.schema()
                .find(object)
                .orElseThrow(() -> new NoSuchElementException("no object %s in the simulated org".formatted(object)));
    }

    private Session session() {
        return new Session(userId, "", "66.0", "screen");
    }

    private static ObjectNode node(Map<String, Object> fields) {
        ObjectNode node = Wire.object();
        fields.forEach((name, value) -> node.set(name, Values.ofScreen(value)));
        return node;
    }

    // Set-up records carry fields that nobody may write afterwards, so they do not pass the checks.
    private String setup(String object, Map<String, Object> fields) {
        return org.write(new Session(userId, "", "66.0", "setup"), tx -> {
            Row row = new Row(type(object), org.newId(type(object)));
            fields.forEach((name, value) -> {
                FieldDef field = row.type().require(name);
                row.set(name, Objects.requireNonNullElse(Values.read(field, Values.ofScreen(value)), value));
            });
            org.stamp(tx, row, true, false);
            org.add(tx, row);
            return row.id();
        });
    }

    private void stage(String name, String probability, boolean closed, boolean won, String forecast) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("MasterLabel", name);
        fields.put("ApiName", name);
        fields.put("IsActive", true);
        fields.put("SortOrder", org.rows(type("OpportunityStage")).size() + 1);
        fields.put("IsClosed", closed);
        fields.put("IsWon", won);
        fields.put("ForecastCategory", forecast);
        fields.put("ForecastCategoryName", forecast);
        fields.put("DefaultProbability", new BigDecimal(probability));
        setup("OpportunityStage", fields);
    }

    private void currency(String code, String rate, boolean corporate) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("IsoCode", code);
        fields.put("ConversionRate", new BigDecimal(rate));
        fields.put("DecimalPlaces", code.equals("JPY") ? 0 : 2);
        fields.put("IsActive", true);
        fields.put("IsCorporate", corporate);
        setup("CurrencyType", fields);
    }
}
