package dev.throughline.server.api;

import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.exceptions.Exceptions.Filter;
import dev.throughline.hub.exceptions.Exceptions.Item;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The exception desk. An action names the version that was seen, by If-Match or in the body; if somebody else acted since, it is refused with 409. */
@RestController
@RequestMapping("/api/v1/exceptions")
final class ExceptionsController {
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");
    private static final int CORRECTIONS_MAX = 50;

    private final Exceptions desk;
    private final Body body;

    ExceptionsController(Rooms rooms, Body body) {
        this.desk = rooms.exceptions();
        this.body = body;
    }

    @GetMapping
    Exceptions.Page list(
            @RequestParam Optional<String> domain,
            @RequestParam Optional<String> owner,
            @RequestParam Optional<String> code,
            @RequestParam Optional<String> state,
            @RequestParam Optional<String> search,
            @RequestParam Optional<Long> before,
            @RequestParam Optional<Integer> limit) {
        return desk.list(tenant(), filter(domain, owner, code, state, search), before, Callers.limit(limit));
    }

    @GetMapping("/groups")
    Map<String, Object> groups(
            @RequestParam Optional<String> domain,
            @RequestParam Optional<String> owner,
            @RequestParam Optional<String> code,
            @RequestParam Optional<String> state,
            @RequestParam Optional<String> search) {
        return Map.of("groups", desk.groups(tenant(), filter(domain, owner, code, state, search)));
    }

    @GetMapping("/{id}")
    ResponseEntity<Item> get(@PathVariable long id) {
        return item(id);
    }

    @PostMapping("/retry-all")
    Map<String, Integer> retryAll(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Filter filter = filter(
                fields.optionalText("domain", 64),
                fields.optionalText("owner", 64),
                fields.optionalText("code", 64),
                Optional.empty(),
                fields.optionalText("search", 200));
        fields.done();
        return Map.of("count", desk.retryAll(tenant(), filter, Callers.caller().name()));
    }

    @PostMapping("/{id}/retry")
    ResponseEntity<Item> retry(@PathVariable long id, HttpServletRequest request) throws IOException {
        Fields fields = body.fieldsOrNone(request);
        long version = version(request, fields);
        fields.done();
        known(id);
        desk.retry(tenant(), id, version, Callers.caller().name());
        return item(id);
    }

    @PostMapping("/{id}/correct")
    ResponseEntity<Item> correct(@PathVariable long id, HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        long version = version(request, fields);
        String reason = fields.text("reason", 1000);
        Map<String, Object> corrections = corrections(fields);
        fields.done();
        known(id);
        desk.correct(tenant(), id, version, corrections, Callers.caller().name(), reason);
        return item(id);
    }

    @PostMapping("/{id}/skip")
    ResponseEntity<Item> skip(@PathVariable long id, HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        long version = version(request, fields);
        String reason = fields.text("reason", 1000);
        fields.done();
        known(id);
        desk.skip(tenant(), id, version, Callers.caller().name(), reason);
        return item(id);
    }

    @PostMapping("/{id}/assign")
    ResponseEntity<Item> assign(@PathVariable long id, HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        long version = version(request, fields);
        String to = fields.text("to", 64);
        fields.done();
        known(id);
        Caller caller = Callers.caller();
        desk.assign(caller.tenant(), id, version, to, caller.name());
        return item(id);
    }

    private Item known(long id) {
        return desk.get(tenant(), id)
                .orElseThrow(() -> ApiProblem.notFound(
                        "UNKNOWN_EXCEPTION",
                        "There is no exception %d".formatted(id),
                        "List them: GET /api/v1/exceptions"));
    }

    private ResponseEntity<Item> item(long id) {
        Item item = known(id);
        return ResponseEntity.ok().eTag("\"" + item.version() + "\"").body(item);
    }

    private static long version(HttpServletRequest request, Fields fields) {
        Optional<Long> inBody = fields.optionalWhole("version");
        String header = request.getHeader("If-Match");
        if (header != null) {
            var matched = ETAG.matcher(header.strip());
            if (matched.matches()) {
                return Long.parseLong(matched.group(1));
            }
            fields.wrong("If-Match", "WRONG_VALUE", "must be the ETag that GET gave, such as \"3\"");
            return 0;
        }
        return inBody.orElseGet(() -> {
            fields.wrong("version", "MISSING", "is required here or as If-Match: it says which state you saw");
            return 0L;
        });
    }

    private static Map<String, Object> corrections(Fields fields) {
        Optional<JsonNode> given = fields.any("corrections");
        var corrections = new LinkedHashMap<String, Object>();
        if (given.isEmpty()
                || !given.get().isObject()
                || given.get().isEmpty()
                || given.get().size() > CORRECTIONS_MAX) {
            fields.wrong(
                    "corrections", "WRONG_TYPE", "must be an object of 1 to 50 JSON pointers, each with its new value");
            return corrections;
        }
        given.get().forEachEntry((pointer, value) -> {
            if (!pointer.startsWith("/")) {
                fields.wrong(
                        "corrections/" + pointer, "WRONG_VALUE", "must be named by a JSON pointer such as /Amount");
            } else if (value.isContainer()) {
                fields.wrong("corrections" + pointer, "WRONG_TYPE", "must be text, a number, true, false or null");
            } else {
                corrections.put(pointer, plain(value));
            }
        });
        return corrections;
    }

    /** A JSON null stays one: the value is then cleared. */
    @SuppressWarnings("NullAway")
    private static Object plain(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNull() ? null : value.stringValue();
    }

    private static Filter filter(
            Optional<String> domain,
            Optional<String> owner,
            Optional<String> code,
            Optional<String> state,
            Optional<String> search) {
        state.filter(s -> !java.util.Set.of("open", "resolved", "skipped").contains(s))
                .ifPresent(_ -> {
                    throw ApiProblem.field("state", "WRONG_VALUE", "must be open, resolved or skipped");
                });
        return new Filter(domain, owner, code, state, search);
    }

    private static dev.throughline.model.TenantId tenant() {
        return Callers.caller().tenant();
    }
}
