package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.WriteResult.Codes;
import dev.throughline.connectors.kantata.KantataErrors.Written;
import dev.throughline.connectors.kantata.KantataKeys.Looked;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings a person to what is wished: invited when new, name and headline as told, active or not ({@code _active}), and holding the skills named in {@code _skills}. Skills
 * are only added: nothing tells those of human resources from those that delivery gave. Thread-safe.
 *
 * @see <a href="https://developer.kantata.com/tag/Account-Memberships">Kantata OX, Account Memberships: {@code PUT /account_memberships/{id}/disable} and {@code /enable}</a>
 */
final class People {
    private final KantataClient client;
    private final KantataKeys keys;
    private final Names names;
    private final BiFunction<KantataObject, WriteItem, WriteResult> post;

    People(
            KantataClient client,
            KantataKeys keys,
            Names names,
            BiFunction<KantataObject, WriteItem, WriteResult> post) {
        this.client = client;
        this.keys = keys;
        this.names = names;
        this.post = post;
    }

    WriteResult bring(WriteItem item) {
        return switch (user(item)) {
            case Looked.Failed(var trouble) -> WriteResult.of(trouble);
            case Looked.There(var id) -> mended(id, item);
            case Looked.Absent _ -> active(item) ? invited(item) : nobody(item);
        };
    }

    /** By the id known, else by the e-mail address. */
    private Looked user(WriteItem item) {
        return item.id().isPresent()
                ? new Looked.There(item.id().get().value())
                : keys.look(KantataObject.INVITATIONS, item);
    }

    private static boolean active(WriteItem item) {
        return item.body().path("_active").asBoolean(true);
    }

    private static WriteResult nobody(WriteItem item) {
        return new WriteResult.Rejected(
                Codes.NOT_FOUND,
                "Kantata has no user with the e-mail address '%s' who could be made inactive"
                        .formatted(item.body().path("email_address").asString("")),
                List.of());
    }

    private WriteResult invited(WriteItem item) {
        return switch (post.apply(KantataObject.INVITATIONS, item)) {
            case WriteResult.Applied made -> mended(made.id().value(), item);
            case WriteResult other -> other;
        };
    }

    private WriteResult mended(String id, WriteItem item) {
        return switch (KantataReader.one(client, KantataObject.USERS, id)) {
            case KantataReader.One.Failed(var trouble) -> WriteResult.of(trouble);
            case KantataReader.One.Gone _ ->
                new WriteResult.Rejected(Codes.NOT_FOUND, "Kantata shows no user %s any more".formatted(id), List.of());
            case KantataReader.One.Is(var row) ->
                profile(row, item)
                        .or(() -> access(row, item))
                        .or(() -> skills(id, item))
                        .orElseGet(() -> new WriteResult.Applied(
                                new ExternalId(id),
                                KantataRecords.hash(item.body().toString()),
                                JsonNodeFactory.instance.objectNode().put("active", active(item))));
        };
    }

    /** The e-mail address is what the person signs in with, and stays the person's own. @return what went wrong */
    private Optional<WriteResult> profile(JsonNode row, WriteItem item) {
        ObjectNode differing = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("full_name", "headline")) {
            String wished = item.body().path(field).asString("");
            if (!wished.isEmpty() && !wished.equals(row.path(field).asString(""))) {
                differing.put(field, wished);
            }
        }
        if (differing.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("user", differing);
        return failure("PUT", "users/" + row.path("id").asString(), body);
    }

    private Optional<WriteResult> access(JsonNode row, WriteItem item) {
        if (row.path("disabled").asBoolean(false) != active(item)) {
            return Optional.empty();
        }
        String membership = row.path("account_membership_id").asString("");
        if (membership.isEmpty()) {
            return Optional.of(new WriteResult.Rejected(
                    "FORBIDDEN",
                    "Kantata does not show the account membership of user %s: the hub's user must be an account administrator"
                            .formatted(row.path("id").asString("")),
                    List.of()));
        }
        return failure(
                "PUT",
                "account_memberships/%s/%s".formatted(membership, active(item) ? "enable" : "disable"),
                JsonNodeFactory.instance.objectNode());
    }

    private Optional<WriteResult> skills(String user, WriteItem item) {
        List<String> wished = item.body()
                .path("_skills")
                .valueStream()
                .map(s -> s.asString("").strip())
                .filter(s -> !s.isEmpty())
                .distinct()
                .toList();
        if (wished.isEmpty() || !active(item)) {
            return Optional.empty();
        }
        Set<String> has = new HashSet<>();
        Optional<WriteResult> unread = held(user, has);
        if (unread.isPresent()) {
            return unread;
        }
        for (String name : wished) {
            Optional<WriteResult> failed = switch (names.of(KantataObject.SKILLS.collection, name, () -> skill(name))) {
                case Looked.Failed(var trouble) -> Optional.of(WriteResult.of(trouble));
                case Looked.Absent _ -> Optional.of(new WriteResult.Unknown("skill '%s' was not made".formatted(name)));
                case Looked.There(var skill) -> has.contains(skill) ? Optional.empty() : gives(user, skill);
            };
            if (failed.isPresent()) {
                return failed;
            }
        }
        return Optional.empty();
    }

    private Optional<WriteResult> held(String user, Set<String> into) {
        for (int page = 1; page <= KantataKeys.PAGES_MAX; page++) {
            Map<String, String> query = Map.of(
                    "user_id",
                    user,
                    "page",
                    Integer.toString(page),
                    "per_page",
                    Integer.toString(KantataClient.PAGE_MAX));
            switch (client.list(KantataObject.SKILL_MEMBERSHIPS.collection, query)) {
                case KantataClient.Failed(var trouble) -> {
                    return Optional.of(WriteResult.of(trouble));
                }
                case KantataClient.Rows(var rows, var ignored) -> {
                    rows.stream()
                            .filter(r -> r.path("user_id").asString("").equals(user))
                            .forEach(r -> into.add(r.path("skill_id").asString("")));
                    if (rows.size() < KantataClient.PAGE_MAX) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(new WriteResult.Rejected(
                "FILTER_IGNORED",
                "Kantata answers %s without regard to the filter user_id"
                        .formatted(KantataObject.SKILL_MEMBERSHIPS.collection),
                List.of()));
    }

    private Looked skill(String name) {
        Looked known = keys.named(KantataObject.SKILLS.collection, "name", name);
        if (!(known instanceof Looked.Absent)) {
            return known;
        }
        WriteItem wish = new WriteItem(
                new IdempotencyKey("skill-" + KantataRecords.hash(name)),
                Verb.CREATE,
                Optional.empty(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode().put("name", name));
        return KantataKeys.looked("skill '%s'".formatted(name), post.apply(KantataObject.SKILLS, wish));
    }

    private Optional<WriteResult> gives(String user, String skill) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject(KantataObject.SKILL_MEMBERSHIPS.singular)
                .put("user_id", user)
                .put("skill_id", skill);
        return failure("POST", KantataObject.SKILL_MEMBERSHIPS.collection, body);
    }

    private Optional<WriteResult> failure(String method, String path, JsonNode body) {
        return switch (KantataErrors.writing(
                client.send(method, path, body), client.clock().instant())) {
            case Written.Done _ -> Optional.empty();
            case Written.Not(var result) -> Optional.of(result);
        };
    }
}
