package dev.throughline.server.api;

import dev.throughline.hub.Asks;
import dev.throughline.hub.observe.Observer;
import dev.throughline.server.Rooms;
import dev.throughline.server.Tenants;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What operators see and do: overview, systems, lookups. */
@RestController
@RequestMapping("/api/v1")
final class OperationsController {
    private final Observer observer;
    private final Asks asks;
    private final Tenants tenants;
    private final Body body;

    OperationsController(Rooms rooms, Tenants tenants, Body body) {
        this.observer = rooms.observer();
        this.asks = rooms.asks();
        this.tenants = tenants;
        this.body = body;
    }

    @GetMapping("/overview")
    Observer.Overview overview() {
        return observer.overview(Callers.caller().tenant());
    }

    @GetMapping("/systems")
    Map<String, List<Observer.SystemHealth>> systems() {
        return Map.of("systems", observer.systems(Callers.caller().tenant()));
    }

    @PostMapping("/systems/{system}/pause")
    Map<String, String> pause(@PathVariable String system, HttpServletRequest request) throws IOException {
        Caller caller = Callers.caller();
        String known = tenants.system(caller.tenant(), system).value();
        Fields fields = body.fields(request);
        String reason = fields.text("reason", 1000);
        fields.done();
        observer.pause(caller.tenant(), known, caller.name(), reason);
        return Map.of("done", "Nothing more is sent to %s until it is resumed".formatted(known));
    }

    @PostMapping("/systems/{system}/resume")
    Map<String, String> resume(@PathVariable String system, HttpServletRequest request) throws IOException {
        Caller caller = Callers.caller();
        String known = tenants.system(caller.tenant(), system).value();
        body.fieldsOrNone(request).done();
        observer.resume(caller.tenant(), known, caller.name());
        return Map.of("done", "%s is served again".formatted(known));
    }

    @PutMapping("/lookups/{lookup}/rows/{key}")
    Map<String, String> putLookup(@PathVariable String lookup, @PathVariable String key, HttpServletRequest request)
            throws IOException {
        Fields fields = body.fields(request);
        String value = fields.text("value", 1000);
        String reason = fields.text("reason", 1000);
        fields.done();
        Caller caller = Callers.caller();
        asks.putLookup(caller.tenant(), lookup, key, value, caller.name(), reason);
        return Map.of("done", "In force at once; replay the records that were held by its absence");
    }
}
