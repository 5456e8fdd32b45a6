package dev.throughline.server.api;

import dev.throughline.hub.outlook.Outlook;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.processes.forecast.Horizon;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What projects bring, and what is ahead. */
@RestController
@RequestMapping("/api/v1")
final class OutlookController {
    private final Outlook outlook;
    private final Body body;

    OutlookController(Rooms rooms, Body body) {
        this.outlook = rooms.outlook();
        this.body = body;
    }

    @GetMapping("/margins")
    OutlookView.Margins margins(@RequestParam Optional<String> project) {
        return OutlookView.margins(outlook.margins(Callers.caller().tenant(), project.map(OutlookController::ref)));
    }

    @PostMapping("/margins/report")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Integer> report(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Optional<String> project = fields.optionalText("project", 64);
        fields.done();
        Caller caller = Callers.caller();
        return Map.of(
                "projects",
                outlook.report(
                        caller.tenant(),
                        project.map(OutlookController::ref),
                        caller.name(),
                        Callers.correlation(request)));
    }

    @GetMapping("/revenue")
    OutlookView.Revenue revenue(@RequestParam Optional<String> project) {
        return OutlookView.revenue(outlook.revenue(Callers.caller().tenant(), project.map(OutlookController::ref)));
    }

    @GetMapping("/forecast")
    OutlookView.Ahead forecast(@RequestParam(defaultValue = "6") int months) {
        if (months < 1 || months > Horizon.MONTHS_MAX) {
            throw ApiProblem.field("months", "WRONG_VALUE", "must be from 1 to %d".formatted(Horizon.MONTHS_MAX));
        }
        return OutlookView.ahead(outlook.forecast(Callers.caller().tenant(), months));
    }

    private static Ref<Project> ref(String id) {
        if (!id.startsWith(CanonicalType.PROJECT.idPrefix() + "_")) {
            throw ApiProblem.field(
                    "project",
                    "WRONG_VALUE",
                    "must be the canonical id of a Project, which begins with %s_; GET /api/v1/threads?q= finds it"
                            .formatted(CanonicalType.PROJECT.idPrefix()));
        }
        return new Ref<>(id);
    }
}
