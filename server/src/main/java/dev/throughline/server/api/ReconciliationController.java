package dev.throughline.server.api;

import dev.throughline.hub.reconcile.Reconciliation;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.ApiProblem;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reconciliation and conservation. Reading never repairs: a repair is asked for by itself, with who asked. */
@RestController
@RequestMapping("/api/v1")
final class ReconciliationController {
    private final Reconciliation reconciliation;
    private final Body body;

    ReconciliationController(Rooms rooms, Body body) {
        this.reconciliation = rooms.reconciliation();
        this.body = body;
    }

    /** A report with the count of what nobody can explain. */
    record Report(
            long id,
            Instant at,
            List<Reconciliation.Compared> compared,
            List<Reconciliation.Difference> differences,
            Reconciliation.Duplicates duplicates,
            long unexplained) {
        static Report of(Reconciliation.Report report) {
            return new Report(
                    report.id(),
                    report.at(),
                    report.compared(),
                    report.differences(),
                    report.duplicates(),
                    report.unexplained());
        }
    }

    /** @param balanced whether every line's places sum to what was approved */
    record Conservation(long lines, long unbalanced, boolean balanced, List<Place> places) {
        record Place(String place, String currency, long lines, BigDecimal hours, BigDecimal amount) {}
    }

    @PostMapping("/reconciliation/runs")
    Report run(HttpServletRequest request) throws IOException {
        Fields fields = body.fieldsOrNone(request);
        Optional<LocalDate> from = fields.optionalDate("from");
        Optional<LocalDate> to = fields.optionalDate("to");
        if (from.isPresent() && to.isPresent() && to.get().isBefore(from.get())) {
            fields.wrong("to", "WRONG_VALUE", "must not lie before 'from'");
        }
        fields.done();
        return Report.of(reconciliation.run(Callers.caller().tenant(), from, to));
    }

    @GetMapping("/reconciliation/runs/latest")
    Report latest() {
        return reconciliation
                .latest(Callers.caller().tenant())
                .map(Report::of)
                .orElseThrow(() -> ApiProblem.notFound(
                        "NEVER_RUN", "No reconciliation was run yet", "POST /api/v1/reconciliation/runs"));
    }

    @PostMapping("/reconciliation/runs/{id}/repairs")
    Map<String, String> repair(@PathVariable long id, HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        String difference = fields.text("difference", 200);
        fields.done();
        Caller caller = Callers.caller();
        return Map.of("done", reconciliation.repair(caller.tenant(), id, difference, caller.name()));
    }

    @GetMapping("/conservation")
    Conservation conservation() {
        var found = reconciliation.conservation(Callers.caller().tenant());
        return new Conservation(
                found.lines(),
                found.unbalanced(),
                found.unbalanced() == 0,
                found.places().stream()
                        .map(p -> new Conservation.Place(p.place(), p.currency(), p.lines(), p.hours(), p.amount()))
                        .toList());
    }
}
