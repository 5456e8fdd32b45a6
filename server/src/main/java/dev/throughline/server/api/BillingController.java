package dev.throughline.server.api;

import dev.throughline.hub.billing.BillingRuns;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Billing runs: looked at before, asked for, approved, and told line by line after. */
@RestController
@RequestMapping("/api/v1/billing")
final class BillingController {
    private static final int RUNS_MAX = 100;

    private final BillingRuns runs;
    private final Body body;

    BillingController(Rooms rooms, Body body) {
        this.runs = rooms.billing();
        this.body = body;
    }

    record Page(List<BillingRuns.Run> runs) {}

    @GetMapping("/preview")
    BillingRuns.Preview preview(@RequestParam String through, @RequestParam Optional<String> project) {
        return runs.preview(Callers.caller().tenant(), new BillingRuns.Scope(day(through), project.map(this::project)));
    }

    @PostMapping("/runs")
    @ResponseStatus(HttpStatus.ACCEPTED)
    BillingRuns.Run ask(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        LocalDate through = fields.date("through");
        Optional<String> project = fields.optionalText("project", 64);
        fields.done();
        Caller caller = Callers.caller();
        var scope = new BillingRuns.Scope(through, project.map(this::project));
        return told(() -> runs.ask(caller.tenant(), scope, caller.name(), Callers.correlation(request)));
    }

    @GetMapping("/runs")
    Page runs() {
        return new Page(runs.runs(Callers.caller().tenant(), RUNS_MAX));
    }

    @GetMapping("/runs/{id}")
    BillingRuns.Run run(@PathVariable long id) {
        return runs.run(Callers.caller().tenant(), id)
                .orElseThrow(() -> ApiProblem.notFound(
                        "UNKNOWN_RUN",
                        "There is no billing run %d".formatted(id),
                        "GET /api/v1/billing/runs lists the newest"));
    }

    @PostMapping("/runs/{id}/approve")
    BillingRuns.Run approve(@PathVariable long id, HttpServletRequest request) throws IOException {
        String reason = reason(request);
        Caller caller = Callers.caller();
        return told(() -> runs.approve(caller.tenant(), id, caller.name(), reason));
    }

    @PostMapping("/runs/{id}/reject")
    BillingRuns.Run reject(@PathVariable long id, HttpServletRequest request) throws IOException {
        String reason = reason(request);
        Caller caller = Callers.caller();
        return told(() -> runs.reject(caller.tenant(), id, caller.name(), reason));
    }

    private String reason(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        String reason = fields.text("reason", 1000);
        fields.done();
        return reason;
    }

    private Ref<Project> project(String id) {
        if (!id.startsWith(CanonicalType.PROJECT.idPrefix() + "_")) {
            throw ApiProblem.field(
                    "project",
                    "WRONG_VALUE",
                    "must be the canonical id of a Project, which begins with %s_; GET /api/v1/threads?q= finds it"
                            .formatted(CanonicalType.PROJECT.idPrefix()));
        }
        return new Ref<>(id);
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException wrong) {
            throw ApiProblem.field("through", "WRONG_VALUE", "must be a date such as 2026-03-31");
        }
    }

    /** What the runs refuse, as a problem. */
    static <T> T told(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (BillingRuns.NothingToBill nothing) {
            throw new ApiProblem(
                    409,
                    "NOTHING_TO_BILL",
                    nothing.getMessage(),
                    "GET /api/v1/billing/preview tells what is held, and why");
        } catch (BillingRuns.Refused refused) {
            throw new ApiProblem(
                    refused.code().equals("UNKNOWN_RUN") ? 404 : 409,
                    refused.code(),
                    refused.getMessage(),
                    remedy(refused.code()));
        }
    }

    private static String remedy(String code) {
        return switch (code) {
            case "APPROVAL_NEEDED" -> "Ask for a billing run: POST /api/v1/billing/runs; somebody else approves it";
            case "SAME_PERSON" -> "Have another person with the scope billing:approve approve it";
            case "MORE_THAN_ASKED" -> "Reject it and ask for a new run";
            default -> "GET /api/v1/billing/runs shows where each run stands";
        };
    }
}
