package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.model.IdempotencyKey;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Looks for the effect of an earlier write. Kantata knows no idempotency keys: ours is the reference number of an external reference that is created together with
 * the record; objects that take no reference are recognised by their own fields. Every row found is compared here again, since a filter that the vendor does not
 * know is ignored without a word.
 */
final class KantataKeys {
    /** The model name of references that hold a key, so that they are not mistaken for those that hold an ERP number. */
    static final String MODEL = "command";

    /** More than these are no list of one person's or one key's, but a filter that was ignored. */
    static final int PAGES_MAX = 50;
    /** So many keys still fit an address that every proxy takes; the vendor allows 200. */
    private static final int KEYS_AT_ONCE = 50;

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
            case STATE, NOTHING -> new Looked.Absent();
        };
    }

    /** What the making of something that others need came to. @param what for people */
    static Looked looked(String what, WriteResult made) {
        return switch (made) {
            case WriteResult.Applied applied -> new Looked.There(applied.id().value());
            case WriteResult.Duplicate(var id) -> new Looked.There(id.value());
            case WriteResult.Throttled(var wait) -> new Looked.Failed(new Trouble.Throttled(wait));
            case WriteResult.Unauthorised(var reason) -> new Looked.Failed(new Trouble.Unauthorised(reason));
            case WriteResult.Rejected(var code, var message, var ignored) ->
                new Looked.Failed(new Trouble.Refused(code, "%s: %s".formatted(what, message)));
            // Nothing of the record that needs it was sent yet, and it is looked for by name on the next try.
            case WriteResult.Unavailable _, WriteResult.Conflict _, WriteResult.Accepted _, WriteResult.Unknown _ ->
                new Looked.Failed(
                        new Trouble.Unavailable("%s could not be made: %s".formatted(what, made), Optional.empty()));
        };
    }

    /**
     * Looks for many keys with one request, where the vendor takes them as a filter of the collection. Silent about those that cannot be told this way: they are to
     * be looked for one by one.
     */
    Map<IdempotencyKey, Looked> lookAll(KantataObject object, List<WriteItem> items) {
        if (object.keeping != KantataObject.Keeping.REFERENCE || items.size() < 2) {
            return Map.of();
        }
        Map<IdempotencyKey, Looked> known = new HashMap<>();
        for (int from = 0; from < items.size(); from += KEYS_AT_ONCE) {
            known.putAll(lookSome(
                    object,
                    items.subList(from, Math.min(items.size(), from + KEYS_AT_ONCE)).stream()
                            .map(WriteItem::key)
                            .toList()));
        }
        return known;
    }

    private Map<IdempotencyKey, Looked> lookSome(KantataObject object, List<IdempotencyKey> wanted) {
        Map<String, String> query = new LinkedHashMap<>(object.everything());
        query.merge("include", "external_references", (a, b) -> a.contains(b) ? a : a + "," + b);
        query.put("external_reference_service_name", service);
        query.put("external_reference_service_model", MODEL);
        query.put(
                "external_reference_service_model_refs",
                wanted.stream().map(IdempotencyKey::value).collect(Collectors.joining(",")));
        query.put("per_page", Integer.toString(KantataClient.PAGE_MAX));
        if (!(client.list(object.collection, query) instanceof KantataClient.Rows(var rows, var count))
                || count > rows.size()) {
            return Map.of();
        }
        Map<String, String> ids = new HashMap<>();
        Set<String> keys = wanted.stream().map(IdempotencyKey::value).collect(Collectors.toSet());
        for (JsonNode row : rows) {
            Optional<String> key = keyOf(row).filter(keys::contains);
            if (key.isEmpty()) {
                // A row that was not asked for: this account does not know the filter, and says so by ignoring it.
                return Map.of();
            }
            ids.put(key.get(), text(row, "id"));
        }
        return wanted.stream()
                .collect(Collectors.toMap(
                        k -> k,
                        k -> ids.containsKey(k.value()) ? new Looked.There(ids.get(k.value())) : new Looked.Absent(),
                        (a, _) -> a));
    }

    private Optional<String> keyOf(JsonNode row) {
        return row.path("external_references")
                .valueStream()
                .filter(r -> is(r, "service_name", service) && is(r, "service_model", MODEL))
                .map(r -> text(r, "service_model_ref"))
                .findFirst();
    }

    /** A client company by its exact name. */
    Looked company(String name) {
        return search(
                KantataObject.GROUPS.collection,
                Map.of("search", name, "company", "true"),
                "id",
                row -> is(row, "name", name) && row.path("company").asBoolean(true));
    }

    /** A record by its exact title or name, for those that workspaces name and accounts number. */
    Looked named(String collection, String field, String name) {
        return search(collection, Map.of("search", name), "id", row -> is(row, field, name));
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
            // An invited person is known by the user that it becomes.
            case INVITATIONS ->
                search(
                        KantataObject.USERS.collection,
                        Map.of("by_email_address", text(body, "email_address"), "on_my_account", "true"),
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
