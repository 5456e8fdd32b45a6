package dev.throughline.server.testing;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.hub.Asks;
import dev.throughline.hub.audit.Audit;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.deals.Deals;
import dev.throughline.hub.explain.Explainer;
import dev.throughline.hub.observe.Observer;
import dev.throughline.hub.reconcile.Reconciliation;
import dev.throughline.hub.thread.Threads;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.server.Rooms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Rooms in memory, as small as they can be and still behave. */
public final class FakeRooms implements Capture, Threads, Explainer, Reconciliation, Audit, Observer, Asks, Deals {
    public static final String SIGNATURE = "the-right-one";
    private static final Instant THEN = Instant.parse("2026-03-02T08:00:00Z");

    public final FakeDesk desk = new FakeDesk();
    public final List<String> asked = new ArrayList<>();
    public final List<String> audited = new ArrayList<>();
    /** What the next changes are refused with, for as long as it is set. */
    public volatile Optional<RuntimeException> refusal = Optional.empty();

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    private final FakeBilling billing = new FakeBilling();

    public Rooms rooms() {
        return new Rooms(
                this,
                desk,
                this,
                this,
                this,
                this,
                this,
                this,
                billing,
                new FakeShadows(),
                new FakeWhatIf(),
                new FakeOutlook(),
                this);
    }

    @Override
    public List<Receipt> accept(TenantId tenant, SystemId system, Via via, List<Change> changes) {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        return changes.stream().map(change -> receipt(system, change)).toList();
    }

    private Receipt receipt(SystemId system, Change change) {
        if (change.operation() == Change.Operation.TOUCHED) {
            return new Receipt.Noted();
        }
        boolean fresh = seen.add(
                system + "/" + change.externalId() + "/" + change.version().token());
        return fresh ? new Receipt.Stored("3:" + seen.size()) : new Receipt.Repeated();
    }

    @Override
    public Webhooks.Outcome webhook(TenantId tenant, SystemId system, Webhooks.Request request) {
        return request.header("x-signature").filter(SIGNATURE::equals).isPresent()
                ? new Webhooks.Outcome.Accepted(List.of(), Webhooks.Answer.OK)
                : new Webhooks.Outcome.Refused(401, "signature is wrong");
    }

    /** A deal of this id is in order, any other is not known. */
    @Override
    public Optional<Judged> validate(TenantId tenant, Ref<Opportunity> deal) {
        return Optional.of(new Judged(
                        deal.id(),
                        "open",
                        false,
                        List.of(new Fault("DEAL_WITHOUT_START", "SALES_OPS", deal.id(), "no start", "State it"))))
                .filter(_ -> deal.id().equals("opp_1"));
    }

    /** Settled at once for this deal, never for any other. */
    @Override
    public Outcome await(TenantId tenant, Ref<Opportunity> deal, Duration atMost) {
        boolean done = deal.id().equals("opp_1");
        return new Outcome(
                deal.id(),
                done,
                done ? "Active" : "CreatingProject",
                Optional.of("prj_1").filter(_ -> done),
                List.of());
    }

    @Override
    public List<Hit> search(TenantId tenant, String text, int limit) {
        return text.startsWith("none") ? List.of() : List.of(new Hit("opp_1", "Opportunity", "Alder rollout", "name"));
    }

    @Override
    public Answer explain(TenantId tenant, String id) {
        var hit = new Hit("inv_1", "Invoice", "INV-42", "invoice number inv-42");
        return switch (id) {
            case "te1" -> new Answer.Told(hour());
            case "double" -> new Answer.Untold(Why.SEVERAL, "'double' is the id of 2 things", List.of(hit, hit));
            case "prj_1" -> new Answer.Untold(Why.NOT_BILLED, "'prj_1' is a Project", List.of());
            default -> new Answer.Untold(Why.UNKNOWN, "Nothing has the id '%s'".formatted(id), List.of(hit));
        };
    }

    private static Explanation hour() {
        var amount = new BigDecimal("1500.00");
        var hours = new BigDecimal("7.5");
        return new Explanation(
                "tim_1",
                "time",
                "7.5 hours of Ann on 2026-02-03, on project 'Rollout' for customer Alder LLP. It is approved.",
                "It stands in the ledger as unbilled (7.5 hours, USD 1500.00).",
                Optional.of(new Pricing(
                        Optional.of("C-7"),
                        Optional.of(2),
                        "version 2, rate card STD, role ''",
                        Optional.of(new BigDecimal("200.00")),
                        List.of("paper/time-entry@1"),
                        "Priced by version 2, rate card STD, role '': USD 200.00 an hour.")),
                Map.of("psa", "te1"),
                List.of(new Standing("unbilled", hours, amount, "USD")),
                List.of(new Move(
                        THEN,
                        "7.5 hours, USD 1500.00 came into the ledger as unbilled",
                        "Because: " + FakeDesk.HOSTILE,
                        Optional.of(new Moved(
                                "outside", "unbilled", hours, amount, "USD", "chg:0:1/TimeEntry", Optional.empty())))),
                List.of(),
                "The billing run of 2026-03-09 takes it.",
                List.of());
    }

    @Override
    public Optional<Story> story(TenantId tenant, String canonicalId) {
        if (!canonicalId.equals("opp_1")) {
            return Optional.empty();
        }
        var steps = List.of(
                new Step(
                        THEN,
                        "captured",
                        "salesforce",
                        "Opportunity 006A",
                        "won",
                        Optional.of("{\"Name\": \"" + FakeDesk.HOSTILE + "\"}")),
                new Step(
                        THEN.plusSeconds(1),
                        "applied",
                        "throughline",
                        "Alder rollout",
                        "stage is now won",
                        Optional.empty()),
                new Step(
                        THEN.plusSeconds(1),
                        "decided",
                        "throughline",
                        "quote to project",
                        "creates the customer, then the project",
                        Optional.empty()),
                new Step(
                        THEN.plusSeconds(2),
                        "sent",
                        "netsuite-us",
                        "EnsureCustomer",
                        "customer Alder LLP",
                        Optional.empty()),
                new Step(
                        THEN.plusSeconds(4),
                        "answered",
                        "netsuite-us",
                        "EnsureCustomer",
                        "created as 1042",
                        Optional.empty()),
                new Step(THEN.plusSeconds(5), "sent", "kantata", "CreateProject", "Alder rollout", Optional.empty()),
                new Step(
                        THEN.plusSeconds(9),
                        "exception",
                        "throughline",
                        FakeDesk.HOSTILE,
                        "the template is unknown",
                        Optional.empty()));
        return Optional.of(new Story(
                canonicalId,
                "Alder rollout",
                "Waits for the project in kantata: the template is unknown. It is the turn of DELIVERY_OPS.",
                List.of(
                        new Thing("opp_1", "Opportunity", "Alder rollout", "won", Map.of("salesforce", "006A")),
                        new Thing("cus_1", "CustomerAccount", "Alder LLP", "active", Map.of("netsuite-us", "1042"))),
                steps,
                List.of(1L)));
    }

    @Override
    public Report run(TenantId tenant, Optional<LocalDate> from, Optional<LocalDate> to) {
        return new Report(
                7,
                THEN,
                List.of(new Compared("invoices", "hub", "throughline", "EUR", 3, new BigDecimal("1000.10"))),
                List.of(),
                new Duplicates(0, 0, 0));
    }

    @Override
    public Optional<Report> latest(TenantId tenant) {
        return Optional.of(run(tenant, Optional.empty(), Optional.empty()));
    }

    @Override
    public Conservation conservation(TenantId tenant) {
        return new Conservation(
                12,
                0,
                List.of(new PlaceTotal("BILLED", "EUR", 12, new BigDecimal("96.0"), new BigDecimal("14400.00"))));
    }

    @Override
    public String repair(TenantId tenant, long runId, String differenceId, String by) {
        return "read again";
    }

    @Override
    public void record(
            TenantId tenant,
            String actor,
            String action,
            String subject,
            String reason,
            String detailJson,
            String correlationId) {
        audited.add(actor + " " + action);
    }

    @Override
    public List<Entry> search(
            TenantId tenant, Optional<String> subject, Optional<String> actor, Optional<Long> before, int limit) {
        return List.of(new Entry(1, THEN, "user:admin", "exception.skipped", "1", "test", "{}", "corr-1", "ab"));
    }

    @Override
    public Verdict verify(TenantId tenant) {
        return new Verdict(1, Optional.empty(), "ab");
    }

    @Override
    public void export(TenantId tenant, Writer out) {
        try {
            out.write("{\"seq\":1}\n");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public Overview overview(TenantId tenant) {
        return new Overview(
                Map.of("applied", 1204L, "held", 9L, "superseded", 31L),
                1250,
                6,
                2,
                Map.of("done", 320L, "ready", 4L, "uncertain", 1L),
                Map.of("quotetoproject", Map.of("Active", 40L, "Held", 3L)),
                Map.of("SALES_OPS", 6L, "FINANCE_OPS", 3L));
    }

    @Override
    public List<SystemHealth> systems(TenantId tenant) {
        return List.of(
                new SystemHealth(
                        "salesforce",
                        "salesforce",
                        "CRM",
                        "healthy",
                        "answers",
                        false,
                        Optional.of(THEN),
                        Optional.empty(),
                        0,
                        0,
                        Map.of("Opportunity", "2026-03-02T08:00:00Z")),
                new SystemHealth(
                        "netsuite-us",
                        "netsuite",
                        "ERP",
                        "unavailable",
                        FakeDesk.HOSTILE,
                        false,
                        Optional.of(THEN),
                        Optional.of(THEN),
                        4,
                        61,
                        Map.of()));
    }

    @Override
    public void pause(TenantId tenant, String system, String by, String reason) {
        asked.add("pause " + system);
    }

    @Override
    public void resume(TenantId tenant, String system, String by) {
        asked.add("resume " + system);
    }

    @Override
    public String ask(TenantId tenant, CanonicalEvent.Request request, String by, String correlationId) {
        asked.add(by + " " + request);
        return "ev-" + asked.size();
    }

    @Override
    public int replay(TenantId tenant, ReplayScope scope, ReplayMapping mapping, String by, String reason) {
        asked.add("replay " + scope);
        return 3;
    }

    @Override
    public int preview(TenantId tenant, ReplayScope scope) {
        asked.add("preview " + scope);
        return 3;
    }

    @Override
    public Waiting replaying(TenantId tenant) {
        return new Waiting(2, 1);
    }

    @Override
    public void putLookup(TenantId tenant, String lookup, String key, String value, String by, String reason) {
        asked.add("lookup " + lookup + " " + key + "=" + value);
    }

    @Override
    public void resend(TenantId tenant, String commandKey, String by, String reason) {
        asked.add("resend " + commandKey);
    }
}
