package dev.throughline.connectors.kantata;

import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.SideBySide;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.WriteResult.Codes;
import dev.throughline.connector.spi.Writer;
import dev.throughline.connectors.kantata.KantataErrors.Written;
import dev.throughline.connectors.kantata.KantataKeys.Looked;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes every record by itself, several side by side, after one look for the keys of all that might be there. Last writer wins: the vendor checks no versions.
 */
final class KantataWriter implements Writer {
    private static final Set<String> ACTIONS = Set.of("approve", "reject", "cancel");

    private final KantataClient client;
    private final KantataConfig config;
    private final KantataKeys keys;
    private final CustomFields customFields;
    private final ProjectParts parts;
    private final Names names;
    private final People people;
    private final TimeOff timeOff;

    KantataWriter(KantataClient client, KantataConfig config) {
        this.client = client;
        this.config = config;
        this.keys = new KantataKeys(client, config.service());
        this.customFields = new CustomFields(client);
        this.names = new Names(client.clock());
        this.parts = new ProjectParts(keys, names, this::post);
        this.people = new People(client, keys, names, this::post);
        this.timeOff = new TimeOff(client, config.service());
    }

    @Override
    public List<WriteResult> write(ObjectType objectType, List<WriteItem> items) {
        KantataObject object = KantataObject.require(objectType);
        if (items.size() > KantataConnector.BATCH_MAX) {
            throw new IllegalArgumentException("%d items of %s, at most %d are taken at once"
                    .formatted(items.size(), objectType, KantataConnector.BATCH_MAX));
        }
        for (WriteItem item : items) {
            if (!object.verbs.contains(item.verb())) {
                throw new IllegalArgumentException(
                        "Kantata's %s cannot be written with %s".formatted(objectType, item.verb()));
            }
        }
        Map<IdempotencyKey, Looked> known = keys.lookAll(
                object, items.stream().filter(KantataWriter::mayBeThere).toList());
        return SideBySide.writes(
                items,
                KantataConnector.CONCURRENT,
                item -> write(object, item, Optional.ofNullable(known.get(item.key()))));
    }

    private static boolean mayBeThere(WriteItem item) {
        return item.verb() == Verb.CREATE
                || item.verb() == Verb.UPSERT && item.id().isEmpty();
    }

    /** @param known what a look for many has found already */
    private WriteResult write(KantataObject object, WriteItem item, Optional<Looked> known) {
        return switch (item.verb()) {
            case CREATE -> create(object, item, known);
            case UPSERT ->
                object.keeping == KantataObject.Keeping.STATE ? bring(object, item) : upsert(object, item, known);
            case UPDATE -> item.id().map(id -> update(object, id.value(), item)).orElseGet(() -> noId(object, item));
            case DELETE -> item.id().map(id -> delete(object, id.value())).orElseGet(() -> noId(object, item));
            case ACTION -> item.id().map(id -> act(object, id.value(), item)).orElseGet(() -> noId(object, item));
        };
    }

    /** What is there is brought to what is wished, by as few requests as it takes: none when it is so already. */
    private WriteResult bring(KantataObject object, WriteItem item) {
        return object == KantataObject.USERS ? people.bring(item) : timeOff.bring(item);
    }

    private static WriteResult noId(KantataObject object, WriteItem item) {
        return new WriteResult.Rejected(
                Codes.FIELD_MISSING,
                "%s of %s needs the record's id, which is not known yet".formatted(item.verb(), object.collection),
                List.of());
    }

    /** Cost rates hang on the account membership; the hub knows the user. */
    private WriteResult rated(WriteItem item) {
        String user = item.body().path("_user_id").asString("");
        return switch (KantataReader.one(client, KantataObject.USERS, user)) {
            case KantataReader.One.Failed(var trouble) -> WriteResult.of(trouble);
            case KantataReader.One.Gone _ ->
                new WriteResult.Rejected(
                        Codes.REFERENCE_MISSING, "Kantata has no user %s any more".formatted(user), List.of());
            case KantataReader.One.Is(var row) -> {
                WriteItem wish = with(
                        item,
                        "account_membership_id",
                        row.path("account_membership_id").asString(""));
                ((ObjectNode) wish.body()).remove("_user_id");
                yield create(KantataObject.COST_RATES, wish, Optional.empty());
            }
        };
    }

    private WriteResult create(KantataObject object, WriteItem item, Optional<Looked> known) {
        if (object == KantataObject.COST_RATES && item.body().has("_user_id")) {
            return rated(item);
        }
        return switch (known.orElseGet(() -> keys.look(object, item))) {
            case Looked.There(var id) ->
                parts.ensure(id, item, true).orElseGet(() -> new WriteResult.Duplicate(new ExternalId(id)));
            case Looked.Failed(var trouble) -> WriteResult.of(trouble);
            case Looked.Absent _ -> fresh(object, item);
        };
    }

    private WriteResult fresh(KantataObject object, WriteItem item) {
        Looked company = company(item);
        if (company instanceof Looked.Failed(var trouble)) {
            return WriteResult.of(trouble);
        }
        WriteItem wish = company instanceof Looked.There(var group) ? withGroup(item, group) : item;
        String template = item.body().path("_template").asString("");
        if (!template.isEmpty()) {
            switch (names.of("project_templates", template, () -> keys.named("project_templates", "title", template))) {
                case Looked.There(var id) -> wish = with(wish, "project_tracker_template_id", id);
                case Looked.Failed(var trouble) -> {
                    return WriteResult.of(trouble);
                }
                case Looked.Absent _ -> {
                    return new WriteResult.Rejected(
                            Codes.REFERENCE_MISSING,
                            "Kantata has no project template titled '%s'; create it, or change lookup kantata.template"
                                    .formatted(template),
                            List.of());
                }
            }
        }
        WriteResult made = post(object, wish);
        if (made instanceof WriteResult.Rejected) {
            names.forget();
        }
        return made instanceof WriteResult.Applied applied
                ? parts.ensure(applied.id().value(), item, false).orElse(applied)
                : made;
    }

    /** The client of a new project by its name, {@code _company}; made where there is none. */
    private Looked company(WriteItem item) {
        String name = item.body().path("_company").asString("");
        if (name.isEmpty()) {
            return new Looked.Absent();
        }
        return names.of(KantataObject.GROUPS.collection, name, () -> {
            Looked known = keys.company(name);
            return known instanceof Looked.Absent ? newCompany(name) : known;
        });
    }

    private Looked newCompany(String name) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("name", name).put("company", true);
        WriteItem wish = new WriteItem(
                new IdempotencyKey("company-" + KantataRecords.hash(name)),
                Verb.CREATE,
                Optional.empty(),
                Optional.empty(),
                body);
        return KantataKeys.looked("client '%s'".formatted(name), create(KantataObject.GROUPS, wish, Optional.empty()));
    }

    private static WriteItem with(WriteItem item, String field, String value) {
        ObjectNode body = ((ObjectNode) item.body().deepCopy()).put(field, value);
        return new WriteItem(item.key(), item.verb(), item.id(), item.expectedVersion(), body);
    }

    private static WriteItem withGroup(WriteItem item, String group) {
        ObjectNode body = (ObjectNode) item.body().deepCopy();
        body.put("primary_workspace_group_id", group)
                .putArray("workspace_group_ids")
                .add(group);
        return new WriteItem(item.key(), item.verb(), item.id(), item.expectedVersion(), body);
    }

    private WriteResult upsert(KantataObject object, WriteItem item, Optional<Looked> known) {
        if (object == KantataObject.REFERENCES) {
            // An id that comes along is that of the record referred to; the vendor itself knows a reference by its
            // fields.
            return post(object, item);
        }
        if (item.id().isPresent()) {
            return update(object, item.id().get().value(), item);
        }
        return switch (known.orElseGet(() -> keys.look(object, item))) {
            // What is recognised by its fields is there already: only a reference or a value can differ in the rest.
            case Looked.There(var id) ->
                object == KantataObject.COST_RATES
                        ? new WriteResult.Duplicate(new ExternalId(id))
                        : update(object, id, item);
            case Looked.Failed(var trouble) -> WriteResult.of(trouble);
            case Looked.Absent _ -> fresh(object, item);
        };
    }

    private WriteResult post(KantataObject object, WriteItem item) {
        String path = object == KantataObject.REFERENCES ? "external_references/create_or_update" : object.collection;
        return sent("POST", path, wrapped(object, withKey(object, item)), object);
    }

    private WriteResult update(KantataObject object, String id, WriteItem item) {
        ObjectNode body = sendable(item);
        JsonNode fields = body.remove("custom_fields");
        if (fields != null) {
            Optional<WriteResult> failed = customFields.set(object, id, fields);
            if (failed.isPresent()) {
                return failed.get();
            }
        }
        if (body.isEmpty()) {
            return current(object, id);
        }
        return sent("PUT", object.collection + "/" + id, wrapped(object, body), object);
    }

    private WriteResult current(KantataObject object, String id) {
        return switch (KantataReader.one(client, object, id)) {
            case KantataReader.One.Is(var row) -> applied(object, row);
            case KantataReader.One.Gone _ ->
                new WriteResult.Rejected(Codes.NOT_FOUND, object.singular + " " + id + " is gone", List.of());
            case KantataReader.One.Failed(var trouble) -> WriteResult.of(trouble);
        };
    }

    private WriteResult delete(KantataObject object, String id) {
        Written written = KantataErrors.writing(
                client.send("DELETE", object.collection + "/" + id, JsonNodeFactory.instance.nullNode()),
                client.clock().instant());
        return switch (written) {
            case Written.Done _ ->
                new WriteResult.Applied(new ExternalId(id), "deleted", JsonNodeFactory.instance.nullNode());
            // Gone already is what was wished.
            case Written.Not(WriteResult.Rejected rejected)
            when rejected.code().equals(Codes.NOT_FOUND) -> new WriteResult.Duplicate(new ExternalId(id));
            case Written.Not(var result) -> result;
        };
    }

    /** approve, reject and cancel of submissions, cancel of invoices. */
    private WriteResult act(KantataObject object, String id, WriteItem item) {
        String action = item.body().path("_action").asString("");
        if (!ACTIONS.contains(action) || object == KantataObject.INVOICES && !action.equals("cancel")) {
            return new WriteResult.Rejected(
                    Codes.FIELD_INVALID, "Kantata knows no action '%s' of %s".formatted(action, object), List.of());
        }
        return sent("PUT", object.collection + "/" + id + "/" + action, sendable(item), object);
    }

    private WriteResult sent(String method, String path, JsonNode body, KantataObject object) {
        Written written = KantataErrors.writing(
                client.send(method, path, body), client.clock().instant());
        return switch (written) {
            case Written.Not(var result) -> result;
            case Written.Done(var answer) -> read(object, answer);
        };
    }

    private static WriteResult read(KantataObject object, Outcome.Answer answer) {
        JsonNode envelope = JsonHttp.parse(answer).orElseGet(JsonNodeFactory.instance::nullNode);
        JsonNode result = envelope.path("results").path(0);
        JsonNode row = envelope.path(result.path("key").asString(""))
                .path(result.path("id").asString(""));
        return row.isObject()
                ? applied(object, row)
                : new WriteResult.Unknown("the answer to a write of %s cannot be understood".formatted(object));
    }

    private static WriteResult applied(KantataObject object, JsonNode row) {
        String id = row.path(object == KantataObject.INVITATIONS ? "invitee_id" : "id")
                .asString("");
        String version = KantataRecords.stamp(row, "updated_at")
                .map(Object::toString)
                .orElseGet(() -> KantataRecords.hash(row.toString()));
        return id.isEmpty()
                ? new WriteResult.Unknown("the answer to a write of %s carries no id".formatted(object))
                : new WriteResult.Applied(new ExternalId(id), version, row);
    }

    private ObjectNode withKey(KantataObject object, WriteItem item) {
        ObjectNode body = sendable(item);
        if (object.keeping == KantataObject.Keeping.REFERENCE) {
            ObjectNode reference = body.path("external_reference") instanceof ObjectNode given
                    ? given
                    : body.putObject("external_reference");
            reference
                    .put("service_name", config.service())
                    .put("service_model", KantataKeys.MODEL)
                    .put("service_model_ref", item.key().value());
            if (!reference.has("status")) {
                reference.put("status", "successful");
            }
        } else if (object == KantataObject.PAYMENTS) {
            String message = body.path("message").asString("");
            body.put("message", (message + " [" + item.key() + "]").strip());
        }
        return body;
    }

    /** Without directions for the connector. */
    private static ObjectNode sendable(WriteItem item) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        item.body().properties().forEach(e -> {
            if (!e.getKey().startsWith("_")) {
                body.set(e.getKey(), e.getValue().deepCopy());
            }
        });
        return body;
    }

    private static ObjectNode wrapped(KantataObject object, JsonNode body) {
        ObjectNode wrapper = JsonNodeFactory.instance.objectNode();
        wrapper.set(object.verbs.equals(Set.of(Verb.ACTION)) ? "resolution" : object.singular, body);
        return wrapper;
    }

    @Override
    public Sought find(ObjectType objectType, WriteItem item) {
        KantataObject object = KantataObject.require(objectType);
        if (harmless(object, item)) {
            return answers();
        }
        Looked looked = item.id().isPresent() && item.verb() != Verb.CREATE
                ? new Looked.There(item.id().get().value())
                : keys.look(object, item);
        return switch (looked) {
            case Looked.Absent _ -> new Sought.Absent();
            case Looked.Failed(var trouble) -> new Sought.Failed(trouble);
            case Looked.There(var id) -> sought(object, id, item);
        };
    }

    /**
     * Whether writing again does no harm: it sets what is there to what is wished, or looks at it first. The record being there proves nothing then, for it was there before:
     * a request that never arrived would be taken for done.
     */
    private static boolean harmless(KantataObject object, WriteItem item) {
        return switch (item.verb()) {
            case UPDATE -> true;
            case UPSERT ->
                item.id().isPresent()
                        || object == KantataObject.REFERENCES
                        || object.keeping == KantataObject.Keeping.STATE;
            case CREATE, DELETE, ACTION -> false;
        };
    }

    /** Not there, as far as writing goes; all that is to be known is whether Kantata answers again. */
    private Sought answers() {
        return switch (client.list(KantataObject.USERS.collection, Map.of("per_page", "1"))) {
            case KantataClient.Rows _ -> new Sought.Absent();
            case KantataClient.Failed(var trouble) -> new Sought.Failed(trouble);
        };
    }

    private Sought sought(KantataObject object, String id, WriteItem item) {
        if (item.verb() == Verb.CREATE && ProjectParts.any(item)) {
            // Half a project is none: writing again completes it.
            switch (parts.whole(id, item)) {
                case Looked.Absent _ -> {
                    return new Sought.Absent();
                }
                case Looked.Failed(var trouble) -> {
                    return new Sought.Failed(trouble);
                }
                case Looked.There _ -> {}
            }
        }
        KantataObject holds = object == KantataObject.INVITATIONS ? KantataObject.USERS : object;
        return switch (KantataReader.one(client, holds, id)) {
            case KantataReader.One.Gone _ -> new Sought.Absent();
            case KantataReader.One.Failed(var trouble) -> new Sought.Failed(trouble);
            case KantataReader.One.Is(var row) ->
                new Sought.Found(
                        new ExternalId(id),
                        KantataRecords.stamp(row, "updated_at")
                                .map(Object::toString)
                                .orElseGet(() -> KantataRecords.hash(row.toString())),
                        row);
        };
    }
}
