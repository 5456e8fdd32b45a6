package dev.throughline.server.api;

import dev.throughline.hub.Asks;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
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

/** Corrections of billed and open work: each is durable when it is answered and decided right after; the desk and {@code explain} show what came of it. */
@RestController
@RequestMapping("/api/v1/billing")
@ResponseStatus(HttpStatus.ACCEPTED)
final class CorrectionsController {
    private static final int REASON_MAX = 1000;

    private final Asks asks;
    private final Body body;

    CorrectionsController(Rooms rooms, Body body) {
        this.asks = rooms.asks();
        this.body = body;
    }

    /** What is decided of corrections that wait. */
    enum Corrections {
        ADJUST,
        KEEP
    }

    /** What is decided of a write-off that waits. */
    enum WriteOff {
        APPROVE,
        REJECT
    }

    @PostMapping("/corrections/decide")
    Map<String, String> decideCorrections(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Project> project = ref(fields, "project", CanonicalType.PROJECT);
        Optional<Ref<?>> source = source(fields);
        Corrections decision = choice(fields, Corrections.class, Corrections.KEEP);
        String reason = fields.text("reason", REASON_MAX);
        fields.done();
        return ask(request, new Request.DecideCorrections(project, source, decision == Corrections.ADJUST, reason));
    }

    @PostMapping("/credits")
    Map<String, String> creditInvoice(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Invoice> invoice = ref(fields, "invoice", CanonicalType.INVOICE);
        boolean rebill = fields.optionalFlag("rebill").orElse(false);
        String reason = fields.text("reason", REASON_MAX);
        fields.done();
        return ask(request, new Request.CreditInvoice(invoice, rebill, reason));
    }

    @PostMapping("/credits/bill-again")
    Map<String, String> billAgain(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Invoice> invoice = ref(fields, "invoice", CanonicalType.INVOICE);
        String reason = fields.text("reason", REASON_MAX);
        fields.done();
        return ask(request, new Request.BillAgain(invoice, reason));
    }

    @PostMapping("/write-offs")
    Map<String, String> writeOff(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Project> project = ref(fields, "project", CanonicalType.PROJECT);
        Optional<Ref<?>> source = source(fields);
        String reason = fields.text("reason", REASON_MAX);
        fields.done();
        return ask(request, new Request.WriteOff(project, source, reason));
    }

    @PostMapping("/write-offs/decide")
    Map<String, String> decideWriteOff(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Project> project = ref(fields, "project", CanonicalType.PROJECT);
        long number = fields.whole("number");
        if (number < 0 || number > Integer.MAX_VALUE) {
            fields.wrong("number", "WRONG_VALUE", "must be the number of the write-off, which its exception tells");
        }
        WriteOff decision = choice(fields, WriteOff.class, WriteOff.REJECT);
        fields.done();
        return ask(request, new Request.DecideWriteOff(project, (int) number, decision == WriteOff.APPROVE));
    }

    @PostMapping("/write-offs/take-back")
    Map<String, String> takeBackWriteOff(HttpServletRequest request) throws IOException {
        Fields fields = body.fields(request);
        Ref<Project> project = ref(fields, "project", CanonicalType.PROJECT);
        Optional<Ref<?>> source = source(fields);
        String reason = fields.text("reason", REASON_MAX);
        fields.done();
        return ask(request, new Request.TakeBackWriteOff(project, source, reason));
    }

    private Map<String, String> ask(HttpServletRequest request, Request asked) {
        Caller caller = Callers.caller();
        String correlation = Callers.correlation(request);
        String event = asks.ask(caller.tenant(), asked, caller.name(), correlation);
        return Map.of("event", event, "correlationId", correlation);
    }

    private static Optional<Ref<?>> source(Fields fields) {
        return fields.optionalText("source", 64).map(Ref<CanonicalObject>::new);
    }

    private static <E extends Enum<E>> E choice(Fields fields, Class<E> type, E otherwise) {
        if (!fields.has("decision")) {
            fields.text("decision", 40);
        }
        return fields.optionalChoice("decision", type).orElse(otherwise);
    }

    private static <T extends CanonicalObject> Ref<T> ref(Fields fields, String name, CanonicalType type) {
        return ProcessController.ref(fields, name, type);
    }
}
