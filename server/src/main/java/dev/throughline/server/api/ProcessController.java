package dev.throughline.server.api;

import dev.throughline.hub.Asks;
import dev.throughline.hub.billing.BillingRuns;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Contract;
import dev.throughline.model.Invoice;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.ProjectMove;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.server.Rooms;
import dev.throughline.server.security.Caller;
import dev.throughline.server.web.Body;
import dev.throughline.server.web.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The process calls. Each is durable when it is answered, and decided right after; the thread shows what came of it. */
@RestController
@RequestMapping("/api/v1/processes")
@ResponseStatus(HttpStatus.ACCEPTED)
final class ProcessController {
    private final Asks asks;
    private final BillingRuns billing;
    private final Body body;

    ProcessController(Rooms rooms, Body body) {
        this.asks = rooms.asks();
        this.billing = rooms.billing();
        this.body = body;
    }

    @PostMapping("/publish-approved-time-for-billing")
    Map<String, String> publishTime(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Project> project = ref(fields, "project", CanonicalType.PROJECT);
        var through = fields.date("through");
        fields.done();
        BillingController.told(() -> {
            billing.requireNoApproval(Callers.caller().tenant(), new BillingRuns.Scope(through, Optional.of(project)));
            return true;
        });
        return ask(request, new Request.PublishApprovedTimeForBilling(project, through));
    }

    @PostMapping("/activate-contract")
    Map<String, String> activateContract(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Contract> contract = ref(fields, "contract", CanonicalType.CONTRACT);
        fields.done();
        return ask(request, new Request.ActivateContract(contract));
    }

    @PostMapping("/hold-project")
    Map<String, String> hold(HttpServletRequest request) throws IOException {
        return move(request, ProjectMove.HOLD);
    }

    @PostMapping("/release-project")
    Map<String, String> release(HttpServletRequest request) throws IOException {
        return move(request, ProjectMove.RELEASE);
    }

    @PostMapping("/cancel-project")
    Map<String, String> cancel(HttpServletRequest request) throws IOException {
        return move(request, ProjectMove.CANCEL);
    }

    @PostMapping("/close-project")
    Map<String, String> close(HttpServletRequest request) throws IOException {
        return move(request, ProjectMove.CLOSE);
    }

    @PostMapping("/reopen-project")
    Map<String, String> reopen(HttpServletRequest request) throws IOException {
        return move(request, ProjectMove.REOPEN);
    }

    private Map<String, String> move(HttpServletRequest request, ProjectMove move) throws IOException {
        Fields fields = body.fields(request);
        Ref<Project> project = ref(fields, "project", CanonicalType.PROJECT);
        String reason = fields.text("reason", 1000);
        fields.done();
        return ask(request, new Request.MoveProject(project, move, reason));
    }

    @PostMapping("/sync-invoice-status")
    Map<String, String> syncInvoice(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Invoice> invoice = ref(fields, "invoice", CanonicalType.INVOICE);
        fields.done();
        return ask(request, new Request.SyncInvoiceStatus(invoice));
    }

    @PostMapping("/post-intercompany")
    Map<String, String> postIntercompany(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<LegalEntity> provider = ref(fields, "provider", CanonicalType.LEGAL_ENTITY);
        Ref<LegalEntity> receiver = ref(fields, "receiver", CanonicalType.LEGAL_ENTITY);
        var month = fields.date("month");
        fields.done();
        return ask(request, new Request.PostIntercompany(provider, receiver, month.withDayOfMonth(1)));
    }

    @PostMapping("/retry")
    Map<String, String> retry(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        String type = fields.text("processType", 64);
        String key = fields.text("processKey", 128);
        fields.done();
        return ask(request, new Request.Retry(type, key));
    }

    @PostMapping("/approve")
    Map<String, String> approve(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        String type = fields.text("processType", 64);
        String key = fields.text("processKey", 128);
        String what = fields.text("what", 128);
        fields.done();
        return ask(request, new Request.Approve(type, key, what));
    }

    @PostMapping("/skip")
    Map<String, String> skip(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        String type = fields.text("processType", 64);
        String key = fields.text("processKey", 128);
        String reason = fields.text("reason", 1000);
        fields.done();
        return ask(request, new Request.Skip(type, key, reason));
    }

    private Map<String, String> ask(HttpServletRequest request, Request asked) {
        Caller caller = Callers.caller();
        String correlation = Callers.correlation(request);
        String event = asks.ask(caller.tenant(), asked, caller.name(), correlation);
        return Map.of("event", event, "correlationId", correlation);
    }

    static <T extends CanonicalObject> Ref<T> ref(Fields fields, String name, CanonicalType type) {
        String id = fields.text(name, 64);
        if (!id.equals("-") && !id.startsWith(type.idPrefix() + "_")) {
            fields.wrong(
                    name,
                    "WRONG_VALUE",
                    "must be the canonical id of a %s, which begins with %s_; GET /api/v1/threads?q= finds it"
                            .formatted(type.typeName(), type.idPrefix()));
        }
        return new Ref<>(id);
    }
}
