package dev.throughline.hub.explain;

import java.math.BigDecimal;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A canonical object as it is now, also when it was deleted. */
record Thing(String id, String type, JsonNode body, boolean deleted) {
    Optional<String> text(String attribute) {
        JsonNode value = body.path(attribute);
        return value.isValueNode() && !value.isNull()
                ? Optional.of(value.asString()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** Money as people read it, such as {@code USD 1200.00}. */
    Optional<String> money(String attribute) {
        return Optional.of(body.path(attribute)).filter(JsonNode::isObject).map(Thing::money);
    }

    static String money(JsonNode money) {
        return money.path("currency").asString("") + " " + money.path("amount").asString("");
    }

    static BigDecimal decimal(JsonNode value) {
        return new BigDecimal(value.asString("0"));
    }

    boolean is(String attribute, String value) {
        return text(attribute).filter(value::equals).isPresent();
    }

    /** What people call it. */
    String name() {
        return text("number").or(() -> text("name")).or(() -> text("reference")).orElse(id);
    }
}
