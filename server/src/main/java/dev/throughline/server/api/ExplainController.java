package dev.throughline.server.api;

import dev.throughline.hub.explain.Explainer;
import dev.throughline.hub.explain.Explainer.Answer.Told;
import dev.throughline.hub.explain.Explainer.Answer.Untold;
import dev.throughline.hub.thread.Threads;
import dev.throughline.server.Rooms;
import dev.throughline.server.web.ApiProblem;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Explains what bills, by any of its ids. */
@RestController
final class ExplainController {
    private final Explainer explainer;

    ExplainController(Rooms rooms) {
        this.explainer = rooms.explainer();
    }

    @GetMapping("/api/v1/explain/{id}")
    Explainer.Explanation explain(@PathVariable String id) {
        return switch (explainer.explain(Callers.caller().tenant(), id)) {
            case Told(var explanation) -> explanation;
            case Untold untold -> throw problem(untold);
        };
    }

    private static ApiProblem problem(Untold untold) {
        List<Threads.Hit> meant = untold.suggestions();
        var problem = switch (untold.why()) {
            case UNKNOWN ->
                ApiProblem.notFound(
                        "UNKNOWN_ID",
                        untold.says(),
                        meant.isEmpty()
                                ? "Search it by any name: GET /api/v1/threads?q=…"
                                : "Did you mean " + named(meant) + "?");
            case SEVERAL -> new ApiProblem(409, "AMBIGUOUS_ID", untold.says(), "Give one of " + named(meant));
            case NOT_BILLED ->
                ApiProblem.notFound(
                        "NOT_A_LINE",
                        untold.says(),
                        "Read its thread: GET /api/v1/threads/{id}. Hours, expenses, milestones, instalments and invoices can be explained");
        };
        return problem.with("suggestions", meant);
    }

    private static String named(List<Threads.Hit> hits) {
        return hits.stream()
                .map(h -> "%s (%s, %s)".formatted(h.canonicalId(), h.type(), h.matched()))
                .collect(Collectors.joining(", "));
    }
}
