package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connectors.kantata.KantataKeys.Looked;
import dev.throughline.model.IdempotencyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a new project is made of beyond its template, as directions in the body: {@code _stories} (phases, with {@code _tasks} of titles beneath),
 * {@code _billing_milestones} and {@code _resources} (seats without a name, with {@code _minutes} to allocate). Each part has a key of its own, derived from the
 * project's, so that a project that was left half made is completed and never doubled.
 */
final class ProjectParts {
    private final KantataKeys keys;
    private final Names names;
    private final BiFunction<KantataObject, WriteItem, WriteResult> post;

    /** @param post creates one record without looking first */
    ProjectParts(KantataKeys keys, Names names, BiFunction<KantataObject, WriteItem, WriteResult> post) {
        this.keys = keys;
        this.names = names;
        this.post = post;
    }

    /** One record to make. @param parent where it stands among the parts; -1 for those right under the project */
    private record Part(KantataObject object, String name, ObjectNode body, int parent, String parentField) {}

    static boolean any(WriteItem item) {
        return !parts(item).isEmpty();
    }

    /**
     * @param looking whether parts may be there already
     * @return the first failure; empty when all are there
     */
    Optional<WriteResult> ensure(String workspace, WriteItem item, boolean looking) {
        List<Part> parts = parts(item);
        List<String> ids = new ArrayList<>();
        for (Part part : parts) {
            part.body().put("workspace_id", workspace);
            if (part.parent() >= 0) {
                part.body().put(part.parentField(), ids.get(part.parent()));
            }
            switch (one(part, item, looking)) {
                case WriteResult.Applied applied -> ids.add(applied.id().value());
                case WriteResult.Duplicate(var id) -> ids.add(id.value());
                case WriteResult.Rejected(var code, var message, var errors) -> {
                    return Optional.of(new WriteResult.Rejected(
                            code,
                            "project %s was created, but its %s '%s' is refused: %s"
                                    .formatted(workspace, part.object().singular, part.name(), message),
                            errors));
                }
                case WriteResult other -> {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private WriteResult one(Part part, WriteItem item, boolean looking) {
        Optional<WriteResult> nameless = named(part);
        if (nameless.isPresent()) {
            return nameless.get();
        }
        WriteItem wish = wish(part, item);
        if (!looking) {
            return post.apply(part.object(), wish);
        }
        return switch (keys.look(part.object(), wish)) {
            case Looked.There(var id) -> new WriteResult.Duplicate(new dev.throughline.model.ExternalId(id));
            case Looked.Failed(var trouble) -> WriteResult.of(trouble);
            case Looked.Absent _ -> post.apply(part.object(), wish);
        };
    }

    /** Whether all parts are there. */
    Looked whole(String workspace, WriteItem item) {
        for (Part part : parts(item)) {
            Looked looked = keys.look(part.object(), wish(part, item));
            if (!(looked instanceof Looked.There)) {
                return looked;
            }
        }
        return new Looked.There(workspace);
    }

    /** Seats name their role; the account numbers it. */
    private Optional<WriteResult> named(Part part) {
        String role = part.body().path("_role").asString("");
        part.body().remove("_role");
        if (role.isEmpty()) {
            return Optional.empty();
        }
        Looked known = names.of(KantataObject.ROLES.collection, role, () -> {
            Looked there = keys.named(KantataObject.ROLES.collection, "name", role);
            return there instanceof Looked.Absent ? newRole(role) : there;
        });
        return switch (known) {
            case Looked.There(var id) -> {
                part.body().put("role_id", id);
                yield Optional.empty();
            }
            case Looked.Failed(var trouble) -> Optional.of(WriteResult.of(trouble));
            case Looked.Absent _ -> Optional.of(new WriteResult.Unknown("role '%s' could not be made".formatted(role)));
        };
    }

    private Looked newRole(String role) {
        WriteItem wish = new WriteItem(
                new IdempotencyKey("role-" + KantataRecords.hash(role)),
                Verb.CREATE,
                Optional.empty(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode().put("name", role));
        return KantataKeys.looked("role '%s'".formatted(role), post.apply(KantataObject.ROLES, wish));
    }

    private static WriteItem wish(Part part, WriteItem item) {
        String key = "part-" + KantataRecords.hash(item.key() + "/" + part.object().collection + "/" + part.name());
        return new WriteItem(new IdempotencyKey(key), Verb.CREATE, Optional.empty(), Optional.empty(), part.body());
    }

    private static List<Part> parts(WriteItem item) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode story : item.body().path("_stories")) {
            int phase = add(parts, KantataObject.STORIES, plain(story), -1, "");
            for (JsonNode title : story.path("_tasks")) {
                ObjectNode task = JsonNodeFactory.instance.objectNode().put("story_type", "task");
                task.set("title", title);
                add(parts, KantataObject.STORIES, task, phase, "parent_id");
            }
        }
        for (JsonNode milestone : item.body().path("_billing_milestones")) {
            ObjectNode story = JsonNodeFactory.instance.objectNode().put("story_type", "milestone");
            story.set("title", milestone.path("title"));
            milestone.path("date_to_invoice").asOptional().ifPresent(d -> story.set("due_date", d));
            int reached = add(parts, KantataObject.STORIES, story, -1, "");
            ObjectNode billed = plain(milestone).put("billing_type", "upon_completion");
            add(parts, KantataObject.BILLING_MILESTONES, billed, reached, "story_id");
        }
        for (JsonNode seat : item.body().path("_resources")) {
            ObjectNode unnamed = plain(seat);
            seat.path("_role").asOptional().ifPresent(r -> unnamed.set("_role", r));
            int resource = add(parts, KantataObject.RESOURCES, unnamed, -1, "");
            allocation(item.body(), seat)
                    .ifPresent(a -> add(parts, KantataObject.ALLOCATIONS, a, resource, "resource_id"));
        }
        return parts;
    }

    private static Optional<ObjectNode> allocation(JsonNode project, JsonNode seat) {
        JsonNode minutes = seat.path("_minutes");
        boolean dated = project.path("start_date").isString()
                && project.path("due_date").isString();
        if (!minutes.isIntegralNumber() || !dated) {
            return Optional.empty();
        }
        ObjectNode allocation = JsonNodeFactory.instance.objectNode();
        allocation.set("start_date", project.path("start_date"));
        allocation.set("end_date", project.path("due_date"));
        allocation.set("minutes", minutes);
        allocation.put("hard", false);
        return Optional.of(allocation);
    }

    private static int add(List<Part> parts, KantataObject object, ObjectNode body, int parent, String parentField) {
        String name = "%d-%s".formatted(parts.size(), body.path("title").asString(""));
        parts.add(new Part(object, name, body, parent, parentField));
        return parts.size() - 1;
    }

    private static ObjectNode plain(JsonNode node) {
        ObjectNode plain = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!field.getKey().startsWith("_")) {
                plain.set(field.getKey(), field.getValue());
            }
        }
        return plain;
    }
}
