package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Looks for the effect of an earlier write. Kantata knows no idempotency keys: ours is the reference number of an external reference that is created together with
 * the record; objects that take no reference are recognised by their own fields. Every row found is compared here again, since a filter that the vendor does not
 * know is ignored without a word.
 */
final class KantataKeys {
    /** The model name of references that hold a key, so that they are not mistaken for those that hold an ERP number. */
    static final String MODEL = "command";

    private static final int PAGES_MAX = 50;

    private final KantataClient client;
    private final String service;

    KantataKeys(KantataClient client, String service) {
        this.client = client;
        this.service = service;
    }

    /** What the look-up found. */
    sealed interface Looked {
        /** @param id of the record, not of the reference */
        record There(String id) implements Looked {}

        record Absent() implements Looked {}

        record Failed(Trouble trouble) implements Looked {}
    }

    Looked look(KantataObject object, WriteItem item) {
        return switch (object.keeping) {
            case REFERENCE -> byReference(object, item.key().value());
            case NATURAL -> byFields(object, item);
            case NOTHING -> new Looked.Absent();
        };
    }

    /** A client company by its exact name. */
    Looked company(String name) {
        return search(
                KantataObject.GROUPS.collection,
                Map.of("search", name, "company", "true"),
                "id",
                row -> is(row, "name", name) && row.path("company").asBoolean(true));
    }

    private Looked byReference(KantataObject object, String key) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("subject_type", object.subjectType);
        query.put("service_name", service);
        query.put("service_model", MODEL);
        query.put("service_model_ref", key);
        return search(
                "external_references",
                query,
                "subject_id",
                row -> is(row, "service_model_ref", key)
                        && is(row, "service_name", service)
                        && is(row, "subject_type", object.subjectType));
    }

    private Looked byFields(KantataObject object, WriteItem item) {
        JsonNode body = item.body();
        return switch (object) {
            case INVITATIONS ->
                search(
                        object.collection,
                        Map.of("search", text(body, "email_address")),
                        "id",
                        same(body, "email_address"));
            case SKILL_MEMBERSHIPS ->
                search(object.collection, some(body, "user_id", "skill_id"), "id", same(body, "user_id", "skill_id"));
            case COST_RATES ->
                search(
                        object.collection,
                        some(body, "account_membership_id"),
                        "id",
                        same(body, "account_membership_id", "currency", "amount_in_subunits")
                                .and(row -> row.path("in_use").asBoolean(true)));
            case PAYMENTS ->
                search(
                        object.collection,
                        some(body, "invoice_id"),
                        "id",
                        row -> text(row, "message").endsWith("[" + item.key() + "]"));
            case REFERENCES ->
                search(
                        object.collection,
                        some(body, "subject_type", "subject_id", "service_name"),
                        "id",
                        same(body, "subject_type", "subject_id", "service_name", "service_model_ref"));
            case CUSTOM_VALUES ->
                search(
                        object.collection,
                        some(body, "subject_type", "subject_id", "custom_field_id"),
                        "id",
                        same(body, "subject_type", "subject_id", "custom_field_id"));
            default -> new Looked.Absent();
        };
    }

    private Looked search(String collection, Map<String, String> filters, String idField, Predicate<JsonNode> is) {
        Map<String, String> query = new LinkedHashMap<>(filters);
        query.put("per_page", Integer.toString(KantataClient.PAGE_MAX));
        for (int page = 1; page <= PAGES_MAX; page++) {
            query.put("page", Integer.toString(page));
            switch (client.list(collection, query)) {
                case KantataClient.Failed(var trouble) -> {
                    return new Looked.Failed(trouble);
                }
                case KantataClient.Rows(var rows, var ignored) -> {
                    Optional<JsonNode> found = rows.stream().filter(is).findFirst();
                    if (found.isPresent()) {
                        return new Looked.There(text(found.get(), idField));
                    }
                    if (rows.size() < KantataClient.PAGE_MAX) {
                        return new Looked.Absent();
                    }
                }
            }
        }
        return new Looked.Failed(new Trouble.Refused(
                "FILTER_IGNORED",
                "Kantata answers %s without regard to the filter %s".formatted(collection, filters.keySet())));
    }

    private static Map<String, String> some(JsonNode body, String... names) {
        Map<String, String> query = new LinkedHashMap<>();
        List.of(names).forEach(n -> query.put(n, text(body, n)));
        return query;
    }

    private static Predicate<JsonNode> same(JsonNode body, String... names) {
        return row -> List.of(names).stream().allMatch(n -> text(row, n).equalsIgnoreCase(text(body, n)));
    }

    private static boolean is(JsonNode row, String name, String value) {
        return text(row, name).equals(value);
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
