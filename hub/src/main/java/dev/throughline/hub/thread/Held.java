package dev.throughline.hub.thread;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A canonical object as the thread sees it. */
record Held(String id, String type, JsonNode body, Instant updatedAt) {
    private static final List<String> NAMES = List.of("name", "number", "code", "reference", "note");
    private static final List<String> UPWARDS =
            List.of("opportunity", "account", "customer", "contract", "project", "invoice");

    String title() {
        return NAMES.stream()
                .map(this::text)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(id);
    }

    String status() {
        return text("stage").or(() -> text("status")).or(() -> text("approval")).orElse("");
    }

    Optional<String> text(String attribute) {
        JsonNode value = body.path(attribute);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asString()) : Optional.empty();
    }

    /** Money as people read it, such as {@code USD 1200.00}. */
    Optional<String> money(String attribute) {
        JsonNode money = body.path(attribute);
        return money.isObject()
                ? Optional.of(money.path("currency").asString("") + " "
                        + money.path("amount").asString(""))
                : Optional.empty();
    }

    /** What it points at on the way up to the deal and its customer. */
    Set<String> upwards() {
        Set<String> ids = new TreeSet<>();
        UPWARDS.forEach(a -> text(a).ifPresent(ids::add));
        body.path("applied").forEach(a -> ids.add(a.path("invoice").asString("")));
        ids.remove("");
        return ids;
    }

    boolean is(String wanted) {
        return type.equals(wanted);
    }
}
