package dev.throughline.server.api;

import dev.throughline.hub.Asks;
import dev.throughline.hub.deals.Deals;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is answered at once: whether a deal can become a project, and, for who waits, that it has. */
@RestController
@RequestMapping("/api/v1/processes")
final class DealsController {
    static final int WAIT_SECONDS_MAX = 30;

    /** RFC 7240: one preference among others. */
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,6})\"?\\s*(?=$|[,;])");

    private final Asks asks;
    private final Deals deals;
    private final Body body;

    DealsController(Rooms rooms, Body body) {
        this.asks = rooms.asks();
        this.deals = rooms.deals();
        this.body = body;
    }

    /** @param outcome there when the caller wished to wait */
    record DealAsked(String event, String correlationId, Optional<Deals.Outcome> outcome) {}

    @PostMapping("/validate-deal")
    Deals.Judged validate(HttpServletRequest request) throws IOException {
        Ref<Opportunity> deal = deal(request);
        return deals.validate(Callers.caller().tenant(), deal)
                .orElseThrow(() -> ApiProblem.notFound(
                        "UNKNOWN_DEAL",
                        "There is no deal %s".formatted(deal),
                        "GET /api/v1/threads?q= finds it by its name or its id in sales"));
    }

    @PostMapping("/create-project-from-won-opportunity")
    ResponseEntity<DealAsked> create(HttpServletRequest request) throws IOException {
        Ref<Opportunity> deal = deal(request);
        Caller caller = Callers.caller();
        String correlation = Callers.correlation(request);
        String event = asks.ask(
                caller.tenant(), new Request.CreateProjectFromWonOpportunity(deal), caller.name(), correlation);
        Optional<Duration> wait = wait(request.getHeader("Prefer"));
        Optional<Deals.Outcome> outcome = wait.map(most -> deals.await(caller.tenant(), deal, most));
        boolean known = outcome.filter(Deals.Outcome::settled).isPresent();
        var answer = ResponseEntity.status(known ? HttpStatus.OK : HttpStatus.ACCEPTED);
        wait.ifPresent(most -> answer.header("Preference-Applied", "wait=" + most.toSeconds()));
        return answer.body(new DealAsked(event, correlation, outcome));
    }

    private Ref<Opportunity> deal(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Opportunity> deal = ProcessController.ref(fields, "opportunity", CanonicalType.OPPORTUNITY);
        fields.done();
        return deal;
    }

    /** What cannot be read as a preference is none, as the RFC wants. */
    static Optional<Duration> wait(@org.jspecify.annotations.Nullable String prefer) {
        var found = WAIT.matcher(prefer == null ? "" : prefer);
        return found.find()
                ? Optional.of(Duration.ofSeconds(Math.min(WAIT_SECONDS_MAX, Integer.parseInt(found.group(1)))))
                : Optional.empty();
    }
}
