package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The paths under {@code /api/v1}. One request at a time. */
final class KantataApi {
    private static final Set<String> NEVER_DELETED =
            Set.of("workspaces", "users", "account_memberships", "roles", "subscribed_events", "resolutions");
    private static final Set<String> NEVER_CREATED =
            Set.of("users", "account_memberships", "subscribed_events", "resolutions", "custom_field_choices");
    /** Listed, and found by {@code only}, but without a page of their own. */
    private static final Set<String> NEVER_SHOWN = Set.of("time_off_entries");

    private static final Map<String, String> BULK = Map.of(
            "timesheet_approvals", "approved",
            "timesheet_rejections", "rejected",
            "timesheet_cancellations", "cancelled",
            "expense_report_approvals", "approved",
            "expense_report_rejections", "rejected",
            "expense_report_cancellations", "cancelled");
    private static final Map<String, String> VERBS =
            Map.of("approve", "approved", "reject", "rejected", "cancel", "cancelled");

    private final Store store;
    private final Writes writes;
    private final Query query;

    KantataApi(Store store, Writes writes) {
        this.store = store;
        this.writes = writes;
        this.query = new Query(store);
    }

    synchronized SimResponse handle(SimRequest request) {
        try {
            return answer(request, segments(request));
        } catch (ApiError e) {
            return SimResponse.json(e.status(), e.body());
        }
    }

    private static List<String> segments(SimRequest request) {
        String path = request.variable("*").replaceFirst("/$", "").replaceFirst("\\.json$", "");
        return Arrays.asList(path.split("/"));
    }

    private SimResponse answer(SimRequest request, List<String> path) {
        store.events().publish();
        String head = path.getFirst();
        String method = request.method().equals("PATCH") ? "PUT" : request.method();
        if (BULK.containsKey(head) && path.size() == 1 && method.equals("POST")) {
            return resolveMany(head, Bodies.read(request));
        }
        Kind kind = store.kind(head).orElseThrow(ApiError::missing);
        if (head.equals("subscribed_events") && !store.events().enabled()) {
            throw ApiError.system(403, "Subscribed events are not enabled for this account");
        }
        if (path.size() == 1) {
            return collection(method, kind, request);
        }
        if (!path.get(1).matches("\\d{1,18}")) {
            return special(method, kind, path.get(1), request);
        }
        long id = Long.parseLong(path.get(1));
        return path.size() == 2 ? member(method, kind, id, request) : action(method, kind, id, path.get(2), request);
    }

    private SimResponse collection(String method, Kind kind, SimRequest request) {
        return switch (method) {
            case "GET" ->
                SimResponse.json(new Renderer(store, request.query()).envelope(kind, query.run(kind, request.query())));
            case "POST" -> create(kind, request);
            case "DELETE" -> {
                String ids = request.parameter("ids")
                        .or(() -> Optional.ofNullable(Bodies.read(request).get("ids"))
                                .map(Object::toString))
                        .orElseThrow(ApiError::missing);
                yield delete(kind, Arrays.asList(ids.split(",")));
            }
            default -> throw ApiError.missing();
        };
    }

    private SimResponse create(Kind kind, SimRequest request) {
        if (NEVER_CREATED.contains(kind.collection())) {
            throw ApiError.missing();
        }
        Map<String, Object> body = Bodies.read(request);
        List<Row> rows = new ArrayList<>();
        if (body.get(kind.collection()) instanceof List<?> many) {
            if (many.size() > 100) {
                throw ApiError.system(400, "At most 100 records can be created at once");
            }
            many.forEach(one -> rows.add(writes.create(kind, Bodies.asMap(one), false)));
        } else {
            rows.add(writes.create(kind, wrapped(body, kind.singular()), false));
        }
        return SimResponse.json(new Renderer(store, request.query())
                .envelope(kind, new Query.Found(rows.size(), 1, Query.PER_PAGE, rows)));
    }

    private static Map<String, Object> wrapped(Map<String, Object> body, String wrapper) {
        if (!(body.get(wrapper) instanceof Map<?, ?>)) {
            throw ApiError.system(400, "param is missing or the value is empty: " + wrapper);
        }
        return Bodies.asMap(body.get(wrapper));
    }

    private SimResponse member(String method, Kind kind, long id, SimRequest request) {
        Row row = store.require(kind.collection(), id);
        return switch (method) {
            case "GET" -> {
                if (NEVER_SHOWN.contains(kind.collection())) {
                    throw ApiError.missing();
                }
                hideArchived(kind, row, request);
                hideInactive(kind, row, request);
                yield SimResponse.json(new Renderer(store, request.query()).one(kind, row));
            }
            case "PUT" -> {
                Map<String, Object> body = wrapped(Bodies.read(request), kind.singular());
                yield SimResponse.json(
                        new Renderer(store, request.query()).one(kind, writes.update(kind, row, body, false)));
            }
            case "DELETE" -> delete(kind, List.of(Long.toString(id)));
            default -> throw ApiError.missing();
        };
    }

    /** Show routes apply the default filters too: an archived record is not found unless it is asked for. */
    private void hideArchived(Kind kind, Row row, SimRequest request) {
        boolean asked = List.of("include_archived", "show_archived", "only_archived").stream()
                .anyMatch(f -> request.parameter(f).filter("true"::equals).isPresent());
        if (kind.has("archived") && store.is(kind.collection(), row, "archived") && !asked) {
            throw ApiError.missing();
        }
    }

    /** Inactive memberships are not found unless they are asked for. */
    private void hideInactive(Kind kind, Row row, SimRequest request) {
        boolean asked = request.parameter("is_active").filter("false"::equals).isPresent();
        if (kind.collection().equals("account_memberships")
                && store.text("account_memberships", row, "disabled_at") != null
                && !asked) {
            throw ApiError.missing();
        }
    }

    private SimResponse delete(Kind kind, List<String> ids) {
        if (NEVER_DELETED.contains(kind.collection())) {
            throw ApiError.missing();
        }
        if (ids.size() > 100) {
            throw ApiError.system(400, "At most 100 records can be deleted at once");
        }
        List<Row> rows = new ArrayList<>();
        for (String id : ids) {
            if (!id.matches("\\d{1,18}")) {
                throw ApiError.system(400, "Invalid id: " + id);
            }
            rows.add(store.require(kind.collection(), Long.parseLong(id)));
        }
        writes.delete(kind, rows, false);
        return SimResponse.empty(204);
    }

    private SimResponse special(String method, Kind kind, String name, SimRequest request) {
        return switch (method + " " + kind.collection() + "/" + name) {
            case "GET subscribed_events/event_types" ->
                SimResponse.json(Map.of("event_types", store.events().types()));
            case "GET invoices/next_invoice_number" ->
                SimResponse.json(Map.of("next_invoice_number", ((InvoiceRules) writes.rules("invoices")).nextNumber()));
            case "POST external_references/create_or_update" -> upsertReference(kind, request);
            default -> throw ApiError.missing();
        };
    }

    private SimResponse upsertReference(Kind kind, SimRequest request) {
        Map<String, Object> body = wrapped(Bodies.read(request), kind.singular());
        Object subject = store.values().read(kind.attribute("subject_id"), body.get("subject_id"));
        Optional<Row> existing = subject == null
                ? Optional.empty()
                : writes.references()
                        .existing(
                                String.valueOf(body.get("subject_type")),
                                (Long) subject,
                                String.valueOf(body.get("service_name")));
        Row row = existing.isPresent()
                ? writes.update(kind, existing.get(), body, false)
                : writes.create(kind, body, false);
        return SimResponse.json(new Renderer(store, request.query()).one(kind, row));
    }

    private SimResponse action(String method, Kind kind, long id, String name, SimRequest request) {
        if (!method.equals("PUT") && !method.equals("POST")) {
            throw ApiError.missing();
        }
        Row row = store.require(kind.collection(), id);
        if (writes.rules(kind.collection()) instanceof SubmissionRules submissions && VERBS.containsKey(name)) {
            resolve(submissions, kind, row, VERBS.get(name), Bodies.read(request));
        } else if (kind.collection().equals("invoices") && name.equals("cancel")) {
            ((InvoiceRules) writes.rules("invoices")).cancel(row);
        } else if (writes.rules(kind.collection()) instanceof PeopleRules.Memberships memberships
                && Set.of("enable", "disable").contains(name)) {
            memberships.enable(row, name.equals("enable"));
        } else if (kind.collection().equals("workspaces") && name.equals("apply_template")) {
            writes.update(kind, row, wrapped(Bodies.read(request), "workspace"), false);
        } else {
            throw ApiError.missing();
        }
        return SimResponse.json(new Renderer(store, request.query()).one(kind, row));
    }

    private Row resolve(SubmissionRules rules, Kind kind, Row row, String status, Map<String, Object> body) {
        String description = body.get("resolution") instanceof Map<?, ?> r && r.get("description") != null
                ? r.get("description").toString()
                : "";
        rules.resolve(row, status, description, 0);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", status);
        fields.put("description", description);
        fields.put("target_type", kind.subjectType());
        fields.put("target_id", row.id);
        return store.insert("resolutions", fields);
    }

    private SimResponse resolveMany(String path, Map<String, Object> body) {
        Kind kind = store.kind(path.startsWith("timesheet") ? "timesheet_submissions" : "expense_report_submissions")
                .orElseThrow();
        SubmissionRules rules = (SubmissionRules) writes.rules(kind.collection());
        Map<String, Object> resolution = wrapped(body, "resolution");
        List<Row> rows = new ArrayList<>();
        if (resolution.get("submission_ids") instanceof List<?> ids) {
            ids.forEach(id -> rows.add(store.require(kind.collection(), Long.parseLong(id.toString()))));
        }
        if (rows.isEmpty()) {
            throw ApiError.invalid("submission_ids", "Submission can't be blank");
        }
        List<Row> resolutions = rows.stream()
                .map(r -> resolve(rules, kind, r, BULK.get(path), body))
                .toList();
        Kind shown = store.kind("resolutions").orElseThrow();
        return SimResponse.json(new Renderer(store, Map.of())
                .envelope(shown, new Query.Found(resolutions.size(), 1, Query.PER_PAGE, resolutions)));
    }
}
