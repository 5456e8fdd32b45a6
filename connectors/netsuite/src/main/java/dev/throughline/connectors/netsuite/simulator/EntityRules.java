package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.util.Map;

/** Completes and judges customers, projects, contacts and lists before they are saved. */
final class EntityRules {
    private final Store store;
    private final Firm firm;

    EntityRules(Store store, Firm firm) {
        this.store = store;
        this.firm = firm;
    }

    /** @param self the record's own id, 0 for a new one */
    void complete(RecordType type, Map<String, Object> v, long self) {
        switch (type.name()) {
            case "customer" -> customer(v, self);
            case "job" -> job(v, self);
            case "contact", "employee" -> person(type, v, self);
            case "customerSubsidiaryRelationship" -> relationship(v, self);
            case "currency" -> v.putIfAbsent("currencyPrecision", BigDecimal.TWO);
            default -> {}
        }
    }

    private void customer(Map<String, Object> v, long self) {
        String person = (text(v, "firstName") + " " + text(v, "lastName")).strip();
        if (text(v, "companyName").isBlank() && person.isEmpty()) {
            throw Problem.missing("companyName");
        }
        if (text(v, "entityId").isBlank()) {
            v.put("entityId", text(v, "companyName").isBlank() ? person : text(v, "companyName"));
        }
        requireUnique("customer", v, self);
        v.putIfAbsent("isPerson", text(v, "companyName").isBlank());
        v.putIfAbsent("creditHoldOverride", "AUTO");
        firm.currencyOfSubsidiary(text(v, "subsidiary")).ifPresent(c -> v.putIfAbsent("currency", c));
        if (v.get("parent") instanceof String parent && parent.equals(String.valueOf(self))) {
            throw Problem.badReference("parent", parent);
        }
    }

    private void job(Map<String, Object> v, long self) {
        if (text(v, "entityId").isBlank()) {
            v.put("entityId", "PRJ" + store.next("project", 101));
        }
        requireUnique("job", v, self);
        if (v.get("parent") instanceof String parent) {
            Rec customer = store.find("customer", parent).orElseThrow(() -> Problem.badReference("parent", parent));
            if (!firm.subsidiariesOf(customer).contains(text(v, "subsidiary"))) {
                throw Problem.badReference("subsidiary", text(v, "subsidiary"));
            }
            v.putIfAbsent("currency", customer.text("currency"));
        }
        v.putIfAbsent("entityStatus", "2");
    }

    private void person(RecordType type, Map<String, Object> v, long self) {
        if (text(v, "entityId").isBlank()) {
            v.put("entityId", (text(v, "firstName") + " " + text(v, "lastName")).strip());
        }
        if (text(v, "entityId").isBlank()) {
            throw Problem.missing("lastName");
        }
        if (type.name().equals("employee")) {
            requireUnique("employee", v, self);
        }
    }

    private void relationship(Map<String, Object> v, long self) {
        for (Rec other : store.all("customerSubsidiaryRelationship")) {
            if (other.id != self
                    && other.text("entity").equals(text(v, "entity"))
                    && other.text("subsidiary").equals(text(v, "subsidiary"))) {
                throw Problem.of(
                        400,
                        "DUP_RCRD",
                        "Error while accessing a resource. This customer has that subsidiary already.");
            }
        }
    }

    private void requireUnique(String type, Map<String, Object> v, long self) {
        if (store.findName(type, text(v, "entityId"))
                .filter(other -> other.id != self)
                .isPresent()) {
            throw Problem.of(
                    400,
                    type.equals("customer") ? "UNIQUE_CUST_ID_REQD" : "USER_ERROR",
                    "Error while accessing a resource. A %s with the name %s already exists; names must be unique."
                            .formatted(type, text(v, "entityId")));
        }
    }

    private static String text(Map<String, Object> v, String field) {
        return v.get(field) instanceof String text ? text : "";
    }
}
