package dev.throughline.server.api;

import dev.throughline.hub.thread.Threads;
import dev.throughline.server.Rooms;
import dev.throughline.server.web.ApiProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Threads: found by any name, told whole. */
@RestController
@RequestMapping("/api/v1/threads")
final class ThreadController {
    private final Threads threads;

    ThreadController(Rooms rooms) {
        this.threads = rooms.threads();
    }

    @GetMapping
    Map<String, List<Threads.Hit>> search(@RequestParam String q, @RequestParam Optional<Integer> limit) {
        String text = q.strip();
        if (text.isEmpty() || text.length() > 200) {
            throw ApiProblem.field("q", "WRONG_LENGTH", "must have 1 to 200 characters");
        }
        return Map.of("hits", threads.search(Callers.caller().tenant(), text, Callers.limit(limit)));
    }

    @GetMapping("/{id}")
    Threads.Story story(@PathVariable String id) {
        return threads.story(Callers.caller().tenant(), id)
                .orElseThrow(() -> ApiProblem.notFound(
                        "UNKNOWN_OBJECT",
                        "No object has this canonical id",
                        "Search it by any name: GET /api/v1/threads?q=…"));
    }
}
