package dev.throughline.hub.billing;

import dev.throughline.hub.billing.BillingRuns.Cause;
import dev.throughline.hub.billing.BillingRuns.Invoice;
import dev.throughline.hub.billing.BillingRuns.Line;
import dev.throughline.hub.billing.BillingRuns.Planned;
import dev.throughline.hub.billing.BillingRuns.Preview;
import dev.throughline.hub.billing.BillingRuns.Scope;
import dev.throughline.hub.billing.BillingRuns.Standing;
import dev.throughline.hub.billing.BillingRuns.Sum;
import dev.throughline.hub.decide.Rehearsal;
import dev.throughline.hub.storage.Columns;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.timetobilling.BillingState;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sees what a billing run would do, project by project, on one snapshot. One project is in memory at a time. */
final class Planner {
    private static final String OPEN = """
            SELECT DISTINCT project
            FROM ledger_balance
            WHERE tenant = ?
              AND place IN ('UNBILLED', 'HELD')
              AND worked_on <= ?
            ORDER BY project
            """;
    private static final String CAUSES = """
            SELECT origin_key, code, owner, says, remedy
            FROM exception
            WHERE tenant = ?
              AND state = 'open'
              AND origin = 'process'
              AND origin_key = ANY(?::text[])
            ORDER BY id
            """;

    private final Rehearsal rehearsal;

    Planner(Rehearsal rehearsal) {
        this.rehearsal = rehearsal;
    }

    Preview preview(Connection connection, TenantId tenant, Scope scope, Instant now) throws SQLException {
        List<Ref<Project>> open = projects(connection, tenant, scope);
        Map<String, List<Cause>> desk = desk(connection, tenant, open);
        List<Planned> projects = new ArrayList<>();
        for (Ref<Project> project : open) {
            projects.add(
                    planned(connection, tenant, project, scope, desk.getOrDefault(instance(project), List.of()), now));
        }
        return new Preview(scope.through(), ready(projects), stays(projects), List.copyOf(projects));
    }

    private static List<Ref<Project>> projects(Connection connection, TenantId tenant, Scope scope)
            throws SQLException {
        if (scope.project().isPresent()) {
            return List.of(scope.project().get());
        }
        try (var open = Columns.of(connection, OPEN)) {
            return open.text(tenant.value()).date(scope.through()).query(r -> new Ref<>(r.getString("project")));
        }
    }

    /** Why something is held already, by instance. */
    private static Map<String, List<Cause>> desk(Connection connection, TenantId tenant, List<Ref<Project>> projects)
            throws SQLException {
        Map<String, List<Cause>> desk = new HashMap<>();
        try (var open = Columns.of(connection, CAUSES)) {
            open.text(tenant.value())
                    .texts(projects, Planner::instance)
                    .query(r -> desk.computeIfAbsent(r.getString("origin_key"), _ -> new ArrayList<>())
                            .add(new Cause(
                                    r.getString("code"),
                                    r.getString("owner"),
                                    r.getString("says"),
                                    r.getString("remedy"))));
        }
        return desk;
    }

    private static String instance(Ref<Project> project) {
        return TimeToBilling.TYPE + "/" + project.id();
    }

    private Planned planned(
            Connection connection, TenantId tenant, Ref<Project> project, Scope scope, List<Cause> desk, Instant now)
            throws SQLException {
        var asked = new CanonicalEvent.Asked(
                new CanonicalEvent.Header("preview", now, "preview"),
                new CanonicalEvent.Request.PublishApprovedTimeForBilling(project, scope.through()),
                "preview");
        Rehearsal.Rehearsed<BillingState> would =
                rehearsal.decide(connection, tenant, new TimeToBilling(), project.id(), asked);
        List<Invoice> invoices = would.decision().commands().stream()
                .map(Decision.Send::command)
                .filter(c -> c instanceof Command.PostInvoice)
                .map(c -> invoice((Command.PostInvoice) c, would.after()))
                .toList();
        List<Standing> stays = standing(would.after().openLines(project, scope.through()));
        return new Planned(
                project.id(),
                would.after().get(project).map(Project::name).orElse(project.id()),
                invoices,
                stays,
                stays.isEmpty() ? List.of() : causes(desk, would.decision()),
                invoices.isEmpty() ? would.decision().because() : "");
    }

    private static Invoice invoice(Command.PostInvoice invoice, Facts facts) {
        List<Line> lines = invoice.lines().stream()
                .map(l -> new Line(
                        l.description(),
                        l.quantity(),
                        l.rate().getAmount(),
                        l.amount().getAmount(),
                        l.sources().size()))
                .toList();
        return new Invoice(
                facts.get(invoice.customer())
                        .map(CustomerAccount::name)
                        .orElse(invoice.customer().id()),
                facts.get(invoice.entity())
                        .map(LegalEntity::code)
                        .orElse(invoice.entity().id()),
                invoice.currency().getCode(),
                lines.stream().map(Line::amount).reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add),
                lines);
    }

    private static List<Standing> standing(List<OpenLine> lines) {
        Map<String, Standing> found = new TreeMap<>();
        for (OpenLine line : lines) {
            line.balances().forEach((place, balance) -> {
                String name = place.name().toLowerCase(Locale.ROOT);
                String currency = balance.amount().getCurrencyUnit().getCode();
                found.merge(
                        name + " " + currency,
                        new Standing(
                                name,
                                currency,
                                1,
                                balance.quantity(),
                                balance.amount().getAmount()),
                        Planner::plus);
            });
        }
        return List.copyOf(found.values());
    }

    private static Standing plus(Standing one, Standing other) {
        return new Standing(
                one.place(),
                one.currency(),
                one.lines() + other.lines(),
                one.quantity().add(other.quantity()),
                one.amount().add(other.amount()));
    }

    /** What is on the desk already, and what the run would put there. */
    private static List<Cause> causes(List<Cause> desk, Decision<?> decision) {
        Set<Cause> causes = new LinkedHashSet<>(desk);
        decision.problems()
                .forEach(p -> causes.add(new Cause(p.code(), p.owner().name(), p.says(), p.remedy())));
        return List.copyOf(causes);
    }

    private static List<Sum> ready(List<Planned> projects) {
        Map<String, Sum> sums = new TreeMap<>();
        projects.stream()
                .flatMap(p -> p.invoices().stream())
                .forEach(i -> sums.merge(
                        i.currency(),
                        new Sum(i.currency(), i.amount(), 1),
                        (one, other) -> new Sum(
                                one.currency(), one.amount().add(other.amount()), one.invoices() + other.invoices())));
        return List.copyOf(sums.values());
    }

    private static List<Standing> stays(List<Planned> projects) {
        Map<String, Standing> sums = new TreeMap<>();
        projects.stream()
                .flatMap(p -> p.stays().stream())
                .forEach(s -> sums.merge(s.place() + " " + s.currency(), s, Planner::plus));
        return List.copyOf(sums.values());
    }
}
