package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Calls on a whole record type: lists, reading many, and batches. */
final class Collections {
    private static final int BATCH_MAX = 100;
    private static final int PAGE_MAX = 1000;

    private final Account account;
    private final View view;
    private final RecordService records;
    private final Jobs jobs;

    Collections(Account account, View view, RecordService records, Jobs jobs) {
        this.account = account;
        this.view = view;
        this.records = records;
        this.jobs = jobs;
    }

    SimResponse list(SimRequest request) {
        return account.reading(() -> {
            RecordType type = account.type(request.variable("record"));
            return request.parameter("ids").isPresent() ? many(request, type) : page(request, type);
        });
    }

    private SimResponse many(SimRequest request, RecordType type) {
        List<String> ids = Arrays.stream(request.parameter("ids").orElse("").split(","))
                .map(String::strip)
                .toList();
        if (ids.size() > BATCH_MAX) {
            throw Problem.query("ids", "At most %d records can be read at once.".formatted(BATCH_MAX));
        }
        View.Shown shown = RecordService.shown(request);
        boolean whole =
                request.parameter("expandRecords").filter("true"::equals).isPresent();
        List<Object> items = new ArrayList<>();
        for (String id : ids) {
            Optional<Rec> rec = id.startsWith("eid:")
                    ? account.store.findExternal(type.name(), id.substring(4))
                    : account.store.find(type.name(), id);
            rec.ifPresent(r -> items.add(whole ? view.show(r, shown) : row(r)));
        }
        return Answers.resource(envelope(request, items, 0, items.size(), items.size()), "collection");
    }

    private SimResponse page(SimRequest request, RecordType type) {
        int limit = Paging.number(request, "limit", PAGE_MAX, 1, PAGE_MAX);
        int offset = Paging.number(request, "offset", 0, 0, Integer.MAX_VALUE);
        if (offset % limit != 0) {
            throw Problem.query("offset", "The offset must be a multiple of the limit.");
        }
        Predicate<Rec> filter =
                request.parameter("q").map(q -> ListFilter.parse(type, q)).orElse(_ -> true);
        List<Rec> all = account.store.all(type.name()).stream().filter(filter).toList();
        View.Shown shown = RecordService.shown(request);
        boolean whole =
                request.parameter("expandRecords").filter("true"::equals).isPresent();
        List<Object> items = all.stream()
                .skip(offset)
                .limit(limit)
                .map(rec -> (Object) (whole ? view.show(rec, shown) : row(rec)))
                .toList();
        return Answers.resource(envelope(request, items, offset, limit, all.size()), "collection");
    }

    private Map<String, Object> row(Rec rec) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("links", view.links(view.self(rec)));
        row.put("id", String.valueOf(rec.id));
        return row;
    }

    private Map<String, Object> envelope(SimRequest request, List<Object> items, int offset, int limit, int total) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("links", Paging.links(view.href(request.path()), offset, Math.max(1, limit), total));
        body.put("count", items.size());
        body.put("hasMore", offset + items.size() < total);
        body.put("items", items);
        body.put("offset", offset);
        body.put("totalResults", total);
        return body;
    }

    /** A single POST, or a batch. */
    SimResponse post(SimRequest request) {
        if (isBatch(request)) {
            return batch(request, "POST");
        }
        var write = new RecordService.Write(
                "POST", request.variable("record"), "", request.json(), RecordService.Manner.of(request));
        return maybeLater(request, write);
    }

    /** Runs a single write now, or as a job when the client prefers that. */
    SimResponse maybeLater(SimRequest request, RecordService.Write write) {
        account.type(write.type());
        return Prefer.has(request, "respond-async")
                ? jobs.submit(request, List.of(() -> records.write(write)))
                : records.write(write);
    }

    SimResponse batch(SimRequest request, String method) {
        requireAsync(request);
        if (!isBatch(request)) {
            throw Problem.header(
                    "Content-Type", "A batch needs application/vnd.oracle.resource+json; type=collection.");
        }
        String type = account.type(request.variable("record")).name();
        JsonNode items = request.json().path("items");
        if (!items.isArray() || items.isEmpty() || items.size() > BATCH_MAX) {
            throw Problem.request("A batch holds 1 to %d records under items.".formatted(BATCH_MAX));
        }
        RecordService.Manner manner = RecordService.Manner.of(request);
        List<Supplier<SimResponse>> work = new ArrayList<>();
        items.forEach(item -> work.add(() -> records.write(write(method, type, item, manner))));
        return jobs.submit(request, work);
    }

    private static RecordService.Write write(String method, String type, JsonNode item, RecordService.Manner manner) {
        if (!(item instanceof ObjectNode object)) {
            throw Problem.request("An item of a batch must be an object.");
        }
        if (method.equals("POST")) {
            return new RecordService.Write(method, type, "", object, manner);
        }
        String target = object.path("id").asString("");
        if (target.isEmpty() && object.has("externalId")) {
            target = "eid:" + object.get("externalId").asString("");
        }
        return new RecordService.Write(method, type, target, object, manner);
    }

    SimResponse deleteMany(SimRequest request) {
        requireAsync(request);
        String type = account.type(request.variable("record")).name();
        RecordService.Manner manner = RecordService.Manner.of(request);
        List<Supplier<SimResponse>> work = new ArrayList<>();
        for (String id : request.parameter("ids").orElse("").split(",")) {
            work.add(() -> records.write(new RecordService.Write(
                    "DELETE", type, id.strip(), dev.throughline.connector.simkit.SimJson.MAPPER.nullNode(), manner)));
        }
        return jobs.submit(request, work);
    }

    private static void requireAsync(SimRequest request) {
        if (!Prefer.has(request, "respond-async")) {
            throw Problem.header("Prefer", "A request on several records needs Prefer: respond-async.");
        }
    }

    private static boolean isBatch(SimRequest request) {
        return request.header("Content-Type")
                .map(t -> t.replace(" ", ""))
                .filter(t -> t.contains("type=collection"))
                .isPresent();
    }
}
