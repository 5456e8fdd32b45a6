package dev.throughline.server.api;

import dev.throughline.hub.shadow.Shadows;
import dev.throughline.server.Rooms;
import dev.throughline.server.web.ApiProblem;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Workflows in shadow, and their bills beside those that people wrote. */
@RestController
@RequestMapping("/api/v1/shadow")
final class ShadowController {
    private final Shadows shadows;

    ShadowController(Rooms rooms) {
        this.shadows = rooms.shadows();
    }

    record Modes(List<Shadows.Workflow> workflows) {}

    @GetMapping
    Modes workflows() {
        return new Modes(shadows.workflows(Callers.caller().tenant()));
    }

    @GetMapping("/comparison")
    Shadows.Report compare(@RequestParam String period) {
        return shadows.compare(Callers.caller().tenant(), month(period));
    }

    private static YearMonth month(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException wrong) {
            throw ApiProblem.field("period", "WRONG_VALUE", "must be a month such as 2026-10");
        }
    }
}
