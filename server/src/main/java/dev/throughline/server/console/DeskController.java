package dev.throughline.server.console;

import static dev.throughline.server.console.ConsoleController.caller;
import static dev.throughline.server.console.ConsoleController.to;

import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.exceptions.Exceptions.Filter;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Scope;
import dev.throughline.server.web.ApiProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The exception desk for people. When somebody else acted first, the page says so and shows the new state. */
@Controller
@RequestMapping("/console/exceptions")
final class DeskController {
    private static final int PAGE = 50;

    private final Exceptions desk;
    private final Pages pages;

    DeskController(Rooms rooms, Pages pages) {
        this.desk = rooms.exceptions();
        this.pages = pages;
    }

    @GetMapping
    ResponseEntity<String> list(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String search,
            @RequestParam Optional<Long> before,
            HttpServletRequest request) {
        var filter = new Filter(Optional.empty(), Optional.empty(), wished(code), Optional.empty(), wished(search));
        var page = desk.list(caller().tenant(), filter, before, PAGE);
        var view = new DeskView(
                desk.groups(caller().tenant(), Filter.OPEN).stream()
                        .map(DeskView::group)
                        .toList(),
                page.items().stream().map(DeskView::row).toList(),
                page.next().orElse(null),
                code,
                search,
                caller().may(Scope.EXCEPTIONS_ACT),
                Pages.csrf(request));
        return pages.page(request, "Exceptions", "exceptions.jte", Map.of("view", view));
    }

    @GetMapping("/{id}")
    ResponseEntity<String> one(@PathVariable long id, HttpServletRequest request) {
        return shown(id, 200, "", request);
    }

    @PostMapping("/retry-all")
    ResponseEntity<String> retryAll(@RequestParam String code) {
        var filter = new Filter(Optional.empty(), Optional.empty(), wished(code), Optional.empty(), Optional.empty());
        desk.retryAll(caller().tenant(), filter, caller().name());
        return to("/console/exceptions");
    }

    @PostMapping("/{id}/retry")
    ResponseEntity<String> retry(@PathVariable long id, @RequestParam long version, HttpServletRequest request) {
        return acted(id, request, () -> desk.retry(caller().tenant(), id, version, caller().name()));
    }

    @PostMapping("/{id}/skip")
    ResponseEntity<String> skip(
            @PathVariable long id,
            @RequestParam long version,
            @RequestParam String reason,
            HttpServletRequest request) {
        return acted(id, request, () -> desk.skip(caller().tenant(), id, version, caller().name(), required(reason)));
    }

    @PostMapping("/{id}/assign")
    ResponseEntity<String> assign(
            @PathVariable long id, @RequestParam long version, @RequestParam String to, HttpServletRequest request) {
        return acted(id, request, () -> desk.assign(caller().tenant(), id, version, required(to), caller().name()));
    }

    @PostMapping("/{id}/correct")
    ResponseEntity<String> correct(
            @PathVariable long id,
            @RequestParam long version,
            @RequestParam String pointer,
            @RequestParam(defaultValue = "") String value,
            @RequestParam String reason,
            HttpServletRequest request) {
        // A map that takes null: an empty value clears the attribute.
        var corrections = new HashMap<String, Object>();
        corrections.put(required(pointer), value.isEmpty() ? null : value);
        return acted(
                id,
                request,
                () -> desk.correct(caller().tenant(), id, version, corrections, caller().name(), required(reason)));
    }

    private ResponseEntity<String> acted(long id, HttpServletRequest request, Runnable action) {
        try {
            action.run();
            return to("/console/exceptions/" + id);
        } catch (Exceptions.Stale stale) {
            return shown(id, 409, "Somebody else acted first. This is how it stands now; decide anew.", request);
        } catch (IllegalArgumentException refused) {
            return shown(id, 422, String.valueOf(refused.getMessage()), request);
        }
    }

    private ResponseEntity<String> shown(long id, int status, String notice, HttpServletRequest request) {
        var item = desk.get(caller().tenant(), id)
                .orElseThrow(() -> ApiProblem.notFound(
                        "UNKNOWN_EXCEPTION", "There is no exception %d".formatted(id), "Look on the page Exceptions"));
        var view = ExceptionView.of(item, notice, caller().may(Scope.EXCEPTIONS_ACT), Pages.csrf(request));
        return pages.page(request, status, "Exception " + id, "exception.jte", Map.of("view", view));
    }

    private static Optional<String> wished(String text) {
        return Optional.of(text.strip()).filter(t -> !t.isEmpty() && t.length() <= 200);
    }

    private static String required(String text) {
        if (text.isBlank() || text.length() > 1000) {
            throw new IllegalArgumentException("Give 1 to 1000 characters");
        }
        return text.strip();
    }
}
