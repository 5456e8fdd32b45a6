package dev.throughline.server.console;

import dev.throughline.hub.observe.Observer;
import dev.throughline.hub.thread.Threads;
import dev.throughline.server.Rooms;
import dev.throughline.server.Tenants;
import dev.throughline.server.security.Caller;
import dev.throughline.server.security.Scope;
import dev.throughline.server.web.ApiProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Overview, threads and systems. */
@Controller
final class ConsoleController {
    private final Observer observer;
    private final Threads threads;
    private final Tenants tenants;
    private final Pages pages;

    ConsoleController(Rooms rooms, Tenants tenants, Pages pages) {
        this.observer = rooms.observer();
        this.threads = rooms.threads();
        this.tenants = tenants;
        this.pages = pages;
    }

    @GetMapping("/")
    ResponseEntity<String> root() {
        return to("/console");
    }

    @GetMapping("/sign-in")
    ResponseEntity<String> signIn(HttpServletRequest request) {
        String says = switch (request.getQueryString() == null ? "" : request.getQueryString()) {
            case "wrong" -> "Name or password is wrong.";
            case "wait" -> "Too many tries. Wait a while, then try again.";
            case "bye" -> "You have signed out.";
            default -> "";
        };
        return pages.page(request, "Sign in", "signin.jte", Map.of("says", says, "csrf", Pages.csrf(request)));
    }

    @GetMapping("/console")
    ResponseEntity<String> overview(HttpServletRequest request) {
        var view = OverviewView.of(observer.overview(caller().tenant()));
        return pages.page(request, "Overview", "overview.jte", Map.of("view", view));
    }

    @GetMapping("/console/systems")
    ResponseEntity<String> systems(HttpServletRequest request) {
        var view = SystemsView.of(
                observer.systems(caller().tenant()), caller().may(Scope.SYSTEMS_ACT), Pages.csrf(request));
        return pages.page(request, "Systems", "systems.jte", Map.of("view", view));
    }

    @PostMapping("/console/systems/{system}/pause")
    ResponseEntity<String> pause(@PathVariable String system, @RequestParam String reason) {
        var known = tenants.system(caller().tenant(), system);
        observer.pause(caller().tenant(), known.value(), caller().name(), reason);
        return to("/console/systems");
    }

    @PostMapping("/console/systems/{system}/resume")
    ResponseEntity<String> resume(@PathVariable String system) {
        var known = tenants.system(caller().tenant(), system);
        observer.resume(caller().tenant(), known.value(), caller().name());
        return to("/console/systems");
    }

    @GetMapping("/console/threads")
    ResponseEntity<String> search(@RequestParam(defaultValue = "") String q, HttpServletRequest request) {
        String text = q.strip();
        List<ThreadView.Hit> hits = text.isEmpty() || text.length() > 200
                ? List.of()
                : threads.search(caller().tenant(), text, 50).stream()
                        .map(h -> new ThreadView.Hit(h.canonicalId(), h.type(), h.title(), h.matched()))
                        .toList();
        return pages.page(request, "Thread", "threads.jte", Map.of("view", new ThreadView.Search(text, hits)));
    }

    @GetMapping("/console/threads/{id}")
    ResponseEntity<String> story(@PathVariable String id, HttpServletRequest request) {
        var story = threads.story(caller().tenant(), id)
                .orElseThrow(() -> ApiProblem.notFound(
                        "UNKNOWN_OBJECT", "No object has this id", "Search it by any name on the page Thread"));
        return pages.page(request, story.title(), "thread.jte", Map.of("view", ThreadView.of(story)));
    }

    static Caller caller() {
        return Caller.of(SecurityContextHolder.getContext().getAuthentication());
    }

    static ResponseEntity<String> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .header("Location", address)
                .build();
    }
}
