package dev.throughline.connectors.kantata.simulator;

import java.util.List;
import java.util.Set;

/** Tasks, deliverables, milestones and issues, in a tree. */
final class StoryRules implements Rules {
    private static final String OWN = "stories";
    private static final List<String> TYPES = List.of("task", "deliverable", "milestone", "issue");
    private static final Set<String> STATES = Set.of(
            "not started",
            "started",
            "completed",
            "needs info",
            "new",
            "reopened",
            "in progress",
            "blocked",
            "fixed",
            "duplicate",
            "can't repro",
            "resolved",
            "won't fix",
            "approved",
            "rejected",
            "pending approval");

    private final Store store;

    StoryRules(Store store) {
        this.store = store;
    }

    @Override
    public void beforeCreate(Draft draft) {
        checkWords(draft);
        draft.otherwise("state", draft.text("story_type").equals("issue") ? "new" : "not started");
        draft.value("parent_id").ifPresent(id -> {
            Row parent = store.table(OWN).row((Long) id).orElseThrow();
            if (store.number(OWN, parent, "workspace_id") != draft.number("workspace_id")) {
                throw ApiError.invalid("parent_id", "Parent must belong to the same project");
            }
            Object root = store.text(OWN, parent, "root_id");
            draft.values().put("root_id", root == null ? parent.id : root);
        });
        draft.otherwise(
                "position",
                (long) store.table(OWN)
                                .where("workspace_id", draft.number("workspace_id"))
                                .size()
                        + 1);
    }

    @Override
    public void created(Row row, Draft draft) {
        draft.value("parent_id")
                .flatMap(id -> store.table(OWN).row((Long) id))
                .ifPresent(parent -> store.quietly(
                        OWN, parent, "sub_story_count", store.number(OWN, parent, "sub_story_count") + 1));
    }

    @Override
    public void beforeUpdate(Row row, Draft draft) {
        checkWords(draft);
        if (draft.names("parent_id") && draft.number("parent_id") == row.id) {
            throw ApiError.invalid("parent_id", "Parent can't be the story itself");
        }
    }

    private static void checkWords(Draft draft) {
        if (draft.names("story_type") && !TYPES.contains(draft.text("story_type"))) {
            throw ApiError.invalid("story_type", "Story type is not included in the list");
        }
        if (draft.value("state").isPresent() && !STATES.contains(draft.text("state"))) {
            throw ApiError.invalid("state", "State is not included in the list");
        }
        if (draft.text("title").length() > 200) {
            throw ApiError.invalid("title", "Title is too long (maximum is 200 characters)");
        }
    }
}
