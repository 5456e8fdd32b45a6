package dev.throughline.server.api;

import dev.throughline.hub.audit.Audit;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit chain, to be read, proved and taken away. Taking it away is itself written into it. */
@RestController
@RequestMapping("/api/v1/audit")
final class AuditController {
    private final Audit audit;

    AuditController(Rooms rooms) {
        this.audit = rooms.audit();
    }

    /** @param next to be given back as {@code before}; absent on the last page */
    record Page(List<Audit.Entry> items, Optional<Long> next) {}

    @GetMapping
    Page search(
            @RequestParam Optional<String> subject,
            @RequestParam Optional<String> actor,
            @RequestParam Optional<Long> before,
            @RequestParam Optional<Integer> limit) {
        int most = Callers.limit(limit);
        List<Audit.Entry> entries = audit.search(Callers.caller().tenant(), subject, actor, before, most);
        Optional<Long> next = entries.size() < most
                ? Optional.empty()
                : Optional.of(entries.getLast().seq());
        return new Page(entries, next);
    }

    @GetMapping("/verification")
    Audit.Verdict verify() {
        return audit.verify(Callers.caller().tenant());
    }

    @GetMapping("/export")
    void export(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Caller caller = Callers.caller();
        audit.record(
                caller.tenant(),
                caller.name(),
                "audit.exported",
                "audit",
                "asked over the API",
                "{}",
                Callers.correlation(request));
        response.setContentType("application/x-ndjson");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Content-Disposition", "attachment; filename=\"audit.ndjson\"");
        audit.export(caller.tenant(), response.getWriter());
        response.getWriter().flush();
    }
}
