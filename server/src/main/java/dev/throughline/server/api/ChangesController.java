package dev.throughline.server.api;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Busy;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.capture.Capture.Receipt;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.Rooms;
import dev.throughline.server.Tenants;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.ProblemHandler;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Takes changes that programs hand in. Everything that the answer calls stored is durable when the answer is sent. */
@RestController
@RequestMapping("/api/v1/changes")
final class ChangesController {
    private static final int AT_ONCE_MAX = 1000;

    private final Capture capture;
    private final Tenants tenants;
    private final Body body;
    private final InstantSource clock;

    ChangesController(Rooms rooms, Tenants tenants, Body body, InstantSource clock) {
        this.capture = rooms.capture();
        this.tenants = tenants;
        this.body = body;
        this.clock = clock;
    }

    /** The position of a change in the request, so that answers stand in the order of the questions. */
    private record Placed(int index, Change change) {}

    @PostMapping
    ResponseEntity<Map<String, Object>> accept(HttpServletRequest request) throws IOException {
        JsonNode node = body.read(request);
        var tenant = Callers.caller().tenant();
        var reader = new ChangeReader(clock.instant());
        return node.isArray() || node.has("changes")
                ? many(tenant, reader, node.isArray() ? node : listOf(node))
                : one(tenant, reader, node);
    }

    private ResponseEntity<Map<String, Object>> one(TenantId tenant, ChangeReader reader, JsonNode node) {
        ChangeReader.Read read = reader.read(node, "");
        SystemId system = tenants.system(tenant, read.system());
        Receipt receipt = capture.accept(tenant, system, Capture.Via.API, List.of(read.change()))
                .getFirst();
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(told(receipt));
    }

    private ResponseEntity<Map<String, Object>> many(TenantId tenant, ChangeReader reader, JsonNode items) {
        if (items.isEmpty() || items.size() > AT_ONCE_MAX) {
            throw ApiProblem.field(
                    "/changes",
                    "WRONG_LENGTH",
                    "must hold 1 to %d changes, holds %d".formatted(AT_ONCE_MAX, items.size()));
        }
        var results = new ArrayList<Map<String, Object>>(items.size());
        var bySystem = new TreeMap<String, List<Placed>>();
        for (int i = 0; i < items.size(); i++) {
            results.add(Map.of());
            try {
                ChangeReader.Read read = reader.read(items.get(i), "/changes/" + i);
                SystemId system = tenants.system(tenant, read.system());
                bySystem.computeIfAbsent(system.value(), _ -> new ArrayList<>()).add(new Placed(i, read.change()));
            } catch (ApiProblem refused) {
                results.set(i, refusedOne(refused));
            }
        }
        boolean some = false;
        for (var entry : bySystem.entrySet()) {
            try {
                ofOneSystem(tenant, new SystemId(entry.getKey()), entry.getValue(), results);
                some = true;
            } catch (StorageException | Busy refused) {
                // What was stored before must not be told as refused; where nothing was, the whole request is.
                if (!some) {
                    throw refused;
                }
                ApiProblem problem = ProblemHandler.of(refused);
                entry.getValue().forEach(placed -> results.set(placed.index(), refusedOne(problem)));
            }
        }
        return answer(results);
    }

    private void ofOneSystem(TenantId tenant, SystemId system, List<Placed> placed, List<Map<String, Object>> results) {
        List<Receipt> receipts = capture.accept(
                tenant,
                system,
                Capture.Via.API,
                placed.stream().map(Placed::change).toList());
        for (int i = 0; i < placed.size(); i++) {
            results.set(placed.get(i).index(), told(receipts.get(i)));
        }
    }

    private static ResponseEntity<Map<String, Object>> answer(List<Map<String, Object>> results) {
        long refused = count(results, "refused");
        var answer = new LinkedHashMap<String, Object>();
        answer.put("stored", count(results, "stored"));
        answer.put("repeated", count(results, "repeated"));
        answer.put("noted", count(results, "noted"));
        answer.put("refused", refused);
        answer.put("results", results);
        return ResponseEntity.status(refused == 0 ? HttpStatus.ACCEPTED : HttpStatus.MULTI_STATUS)
                .body(answer);
    }

    private static long count(List<Map<String, Object>> results, String status) {
        return results.stream().filter(r -> status.equals(r.get("status"))).count();
    }

    private static Map<String, Object> told(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Stored(var position) -> Map.of("status", "stored", "position", position);
            case Receipt.Repeated() -> Map.of("status", "repeated");
            case Receipt.Noted() -> Map.of("status", "noted");
        };
    }

    private static Map<String, Object> refusedOne(ApiProblem problem) {
        var told = new LinkedHashMap<String, Object>();
        told.put("status", "refused");
        told.put("code", problem.code());
        told.put("detail", problem.says());
        told.put("remedy", problem.remedy());
        if (!problem.errors().isEmpty()) {
            told.put("errors", problem.errors());
        }
        return told;
    }

    private static JsonNode listOf(JsonNode node) {
        JsonNode changes = node.get("changes");
        if (!changes.isArray()) {
            throw ApiProblem.field("/changes", "WRONG_TYPE", "must be a list");
        }
        if (node.size() > 1) {
            String other = node.propertyNames().stream()
                    .filter(name -> !name.equals("changes"))
                    .findFirst()
                    .orElse("?");
            throw ApiProblem.field("/" + other, "UNKNOWN_FIELD", "is not known beside 'changes'");
        }
        return changes;
    }
}
