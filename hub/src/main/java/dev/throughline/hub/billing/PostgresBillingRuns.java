package dev.throughline.hub.billing;

import dev.throughline.hub.EventAppender;
import dev.throughline.hub.audit.AuditWriter;
import dev.throughline.hub.decide.Policies;
import dev.throughline.hub.decide.Rehearsal;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.timetobilling.BillingApproval;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Billing runs on PostgreSQL. */
public final class PostgresBillingRuns implements BillingRuns {
    private final Transactions transactions;
    private final Planner planner;
    private final Policies policies;
    private final EventAppender events;
    private final InstantSource clock;
    private final Runnable wake;
    private final AuditWriter audit = new AuditWriter();

    /** @param wake called after runs were begun */
    public PostgresBillingRuns(
            Transactions transactions,
            Rehearsal rehearsal,
            Policies policies,
            EventAppender events,
            InstantSource clock,
            Runnable wake) {
        this.transactions = transactions;
        this.planner = new Planner(rehearsal);
        this.policies = policies;
        this.events = events;
        this.clock = clock;
        this.wake = wake;
    }

    @Override
    public Preview preview(TenantId tenant, Scope scope) {
        return transactions.snapshot(c -> planner.preview(c, tenant, scope, clock.instant()));
    }

    @Override
    public void requireNoApproval(TenantId tenant, Scope scope) {
        if (!policies.states(tenant, BillingApproval.class)) {
            return;
        }
        Preview preview = preview(tenant, scope);
        if (approvalNeeded(tenant, preview)) {
            throw new Refused(
                    "APPROVAL_NEEDED",
                    "This would bill %s, which policy BillingApproval lets nobody do alone"
                            .formatted(said(preview.ready())));
        }
    }

    @Override
    public Run ask(TenantId tenant, Scope scope, String by, String correlationId) {
        Preview preview = preview(tenant, scope);
        if (preview.ready().isEmpty()) {
            throw new NothingToBill(nothing(preview));
        }
        boolean waits = approvalNeeded(tenant, preview);
        Run run = transactions.run(c -> {
            long id = RunStore.insert(c, tenant, scope, by, clock.instant(), preview.ready(), correlationId);
            note(c, tenant, by, "ask billing run", id, "", preview.ready(), correlationId);
            if (!waits) {
                begin(c, tenant, id, scope, preview, by, correlationId);
            }
            return RunStore.told(c, tenant, RunStore.read(c, tenant, id).orElseThrow());
        });
        wake.run();
        return run;
    }

    private static String nothing(Preview preview) {
        if (preview.projects().isEmpty()) {
            return "No work up to %s waits to be billed".formatted(preview.through());
        }
        String stays = preview.stays().stream()
                .map(s -> "%s %s %s".formatted(s.currency(), s.amount().toPlainString(), s.place()))
                .collect(Collectors.joining(", "));
        return "Nothing up to %s is ready: %s; the preview says why"
                .formatted(preview.through(), stays.isEmpty() ? "nothing is open" : stays);
    }

    /** @param entity that has limits of its own; empty for all others, which share the firm's */
    private record Limited(String entity, BillingApproval policy, String currency) {}

    private boolean approvalNeeded(TenantId tenant, Preview preview) {
        BillingApproval firm = policies.of(tenant, BillingApproval.class);
        Map<Limited, Money> totals = new HashMap<>();
        for (Planned project : preview.projects()) {
            for (Invoice invoice : project.invoices()) {
                Money amount = Money.of(CurrencyUnit.of(invoice.currency()), invoice.amount());
                BillingApproval own = policies.of(tenant, BillingApproval.class, Optional.of(invoice.entity()));
                String whose = own == firm ? "" : invoice.entity();
                totals.merge(new Limited(whose, own, invoice.currency()), amount, Money::plus);
            }
        }
        return totals.entrySet().stream().anyMatch(e -> e.getKey().policy().needed(e.getValue()));
    }

    @Override
    public Run approve(TenantId tenant, long id, String by, String reason) {
        Run waiting = run(tenant, id).orElseThrow(() -> unknown(id));
        Scope scope = new Scope(waiting.through(), waiting.project().map(Ref<Project>::new));
        Preview now = preview(tenant, scope);
        Run run = transactions.run(c -> {
            RunStore.Row row = RunStore.lock(c, tenant, id).orElseThrow(() -> unknown(id));
            requireWaiting(row.run());
            requireAnother(row.run(), by);
            requireNoMore(row.run(), now);
            RunStore.decide(c, tenant, id, State.BEGUN, by, clock.instant(), reason);
            note(c, tenant, by, "approve billing run", id, reason, now.ready(), row.correlationId());
            begin(c, tenant, id, scope, now, row.run().askedBy(), row.correlationId());
            return RunStore.told(c, tenant, RunStore.read(c, tenant, id).orElseThrow());
        });
        wake.run();
        return run;
    }

    @Override
    public Run reject(TenantId tenant, long id, String by, String reason) {
        return transactions.run(c -> {
            RunStore.Row row = RunStore.lock(c, tenant, id).orElseThrow(() -> unknown(id));
            requireWaiting(row.run());
            RunStore.decide(c, tenant, id, State.REJECTED, by, clock.instant(), reason);
            note(c, tenant, by, "reject billing run", id, reason, row.run().asked(), row.correlationId());
            return RunStore.read(c, tenant, id).orElseThrow().run();
        });
    }

    private static Refused unknown(long id) {
        return new Refused("UNKNOWN_RUN", "There is no billing run %d".formatted(id));
    }

    private static void requireWaiting(Run run) {
        if (run.state() != State.AWAITING_APPROVAL) {
            throw new Refused(
                    "NOT_WAITING",
                    "Billing run %d does not wait for approval: it is %s"
                            .formatted(run.id(), run.state() == State.BEGUN ? "begun" : "rejected"));
        }
    }

    private static void requireAnother(Run run, String by) {
        if (run.askedBy().equals(by)) {
            throw new Refused(
                    "SAME_PERSON",
                    "%s asked for billing run %d, so somebody else has to approve it".formatted(by, run.id()));
        }
    }

    /** What was looked at is what is approved; work that came in since is seen before it is billed. */
    private static void requireNoMore(Run run, Preview now) {
        Map<String, BigDecimal> asked = run.asked().stream().collect(Collectors.toMap(Sum::currency, Sum::amount));
        now.ready().stream()
                .filter(s -> s.amount().compareTo(asked.getOrDefault(s.currency(), BigDecimal.ZERO)) > 0)
                .findFirst()
                .ifPresent(s -> {
                    throw new Refused(
                            "MORE_THAN_ASKED",
                            "Billing run %d was asked for with %s and would bill %s by now: reject it and ask anew"
                                    .formatted(run.id(), said(run.asked()), said(now.ready())));
                });
    }

    private static String said(List<Sum> sums) {
        return sums.stream()
                .map(s -> s.currency() + " " + s.amount().toPlainString())
                .collect(Collectors.joining(", "));
    }

    private void begin(
            Connection connection,
            TenantId tenant,
            long id,
            Scope scope,
            Preview preview,
            String by,
            String correlationId)
            throws SQLException {
        List<String> projects = preview.projects().stream()
                .filter(p -> !p.invoices().isEmpty())
                .map(Planned::project)
                .toList();
        RunStore.begin(connection, tenant, id, projects);
        events.append(
                connection,
                tenant,
                projects.stream()
                        .map(p -> new CanonicalEvent.Asked(
                                new CanonicalEvent.Header(RunStore.event(id, p), clock.instant(), correlationId),
                                new CanonicalEvent.Request.PublishApprovedTimeForBilling(new Ref<>(p), scope.through()),
                                by))
                        .toList());
    }

    private void note(
            Connection connection,
            TenantId tenant,
            String by,
            String action,
            long id,
            String reason,
            List<Sum> sums,
            String correlationId)
            throws SQLException {
        audit.append(
                connection,
                tenant,
                List.of(new AuditWriter.Row(
                        clock.instant(),
                        by,
                        action,
                        "billing run " + id,
                        reason,
                        Json.text(Map.of("sums", said(sums))),
                        correlationId)));
    }

    @Override
    public Optional<Run> run(TenantId tenant, long id) {
        return transactions.snapshot(c -> {
            Optional<RunStore.Row> row = RunStore.read(c, tenant, id);
            return row.isEmpty() ? Optional.empty() : Optional.of(RunStore.told(c, tenant, row.get()));
        });
    }

    @Override
    public List<Run> runs(TenantId tenant, int most) {
        return transactions.run(c -> RunStore.newest(c, tenant, most));
    }
}
