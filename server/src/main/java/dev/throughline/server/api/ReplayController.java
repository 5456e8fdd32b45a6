package dev.throughline.server.api;

import dev.throughline.hub.Asks;
import dev.throughline.hub.Asks.ReplayMapping;
import dev.throughline.hub.Asks.ReplayScope;
import dev.throughline.hub.decide.Redecision;
import dev.throughline.hub.storage.Position;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.server.Rooms;
import dev.throughline.server.Tenants;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Again from any stage: changes are translated, events decided, commands sent once more. */
@RestController
@RequestMapping("/api/v1")
final class ReplayController {
    private static final List<String> EVENTS = Arrays.stream(CanonicalEvent.class.getPermittedSubclasses())
            .filter(Class::isRecord)
            .map(Class::getSimpleName)
            .toList();

    private final Asks asks;
    private final Tenants tenants;
    private final Body body;

    ReplayController(Rooms rooms, Tenants tenants, Body body) {
        this.asks = rooms.asks();
        this.tenants = tenants;
        this.body = body;
    }

    /** The stage from which a replay goes on. */
    private enum From {
        TRANSLATE,
        DECIDE
    }

    @PostMapping("/replays")
    ResponseEntity<Map<String, Integer>> replay(HttpServletRequest request) throws IOException {
        Caller caller = Callers.caller();
        Fields fields = body.fields(request);
        boolean dryRun = fields.optionalFlag("dryRun").orElse(false);
        Optional<String> reason = fields.optionalText("reason", 1000);
        if (reason.isEmpty() && !dryRun) {
            fields.wrong("reason", "MISSING", "is required");
        }
        ReplayMapping mapping = fields.optionalText("mapping", 160)
                .map(ReplayController::mapping)
                .orElseGet(ReplayMapping.InForce::new);
        ReplayScope scope = switch (fields.optionalChoice("from", From.class).orElse(From.TRANSLATE)) {
            case TRANSLATE -> changes(fields, caller);
            case DECIDE -> events(fields);
        };
        return dryRun
                ? ResponseEntity.ok(Map.of("count", asks.preview(caller.tenant(), scope)))
                : ResponseEntity.status(HttpStatus.ACCEPTED)
                        .body(Map.of(
                                "count",
                                asks.replay(caller.tenant(), scope, mapping, caller.name(), reason.orElseThrow())));
    }

    @GetMapping("/replays")
    Asks.Waiting replaying() {
        return asks.replaying(Callers.caller().tenant());
    }

    @PostMapping("/commands/{key}/resend")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> resend(@PathVariable String key, HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        String reason = fields.text("reason", 1000);
        fields.done();
        Caller caller = Callers.caller();
        asks.resend(caller.tenant(), key, caller.name(), reason);
        return Map.of("done", "It is sent again under its own key, so it cannot take effect twice");
    }

    private static ReplayMapping mapping(String name) {
        return name.equals("as-then") ? new ReplayMapping.AsThen() : new ReplayMapping.Named(name);
    }

    private ReplayScope changes(Fields fields, Caller caller) {
        Optional<Position> position = position(fields);
        if (position.isPresent()) {
            fields.done();
            return new ReplayScope.One(position.get().toString());
        }
        String system = fields.text("system", 64);
        String objectType = fields.text("objectType", 128);
        var fate = fields.optionalText("fate", 20);
        fields.done();
        return new ReplayScope.All(tenants.system(caller.tenant(), system).value(), objectType, fate);
    }

    private static ReplayScope events(Fields fields) {
        Optional<Position> position = position(fields);
        Optional<Long> exception = fields.optionalWhole("exception");
        Optional<String> record = fields.optionalText("record", 200);
        Optional<String> event = fields.optionalText("event", 40);
        event.filter(e -> !EVENTS.contains(e))
                .ifPresent(_ -> fields.wrong("event", "WRONG_VALUE", "is one of " + EVENTS));
        Optional<CanonicalType> type = fields.optionalText("objectType", 128).flatMap(name -> type(fields, name));
        Optional<Instant> since = fields.optionalInstant("since");
        Optional<Instant> until = fields.optionalInstant("until");
        Optional<String> fate = fields.optionalText("fate", 20);
        fate.filter(f -> !f.equals("dead"))
                .ifPresent(_ ->
                        fields.wrong("fate", "WRONG_VALUE", "of an event can only be dead: it could not be decided"));
        boolean any = List.of(position, exception, record, event, type, since, until, fate).stream()
                .anyMatch(Optional::isPresent);
        if (!any) {
            fields.wrong(
                    "from",
                    "TOO_MUCH",
                    "decide needs one of position, exception, record, event, objectType, since, until, fate; all that ever was is since 1970-01-01T00:00:00Z");
        }
        fields.done();
        return new ReplayScope.Events(
                new Redecision.Choice(position, exception, record, event, type, since, until, fate.isPresent()));
    }

    private static Optional<CanonicalType> type(Fields fields, String name) {
        try {
            return Optional.of(CanonicalType.named(name));
        } catch (IllegalArgumentException unknown) {
            fields.wrong("objectType", "WRONG_VALUE", String.valueOf(unknown.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<Position> position(Fields fields) {
        Optional<String> position = fields.optionalText("position", 40);
        if (position.filter(p -> !p.matches("\\d{1,4}:\\d{1,18}")).isPresent()) {
            fields.wrong("position", "WRONG_VALUE", "must be a position that the API gave, such as 3:1042");
            return Optional.empty();
        }
        return position.map(Position::parse);
    }
}
