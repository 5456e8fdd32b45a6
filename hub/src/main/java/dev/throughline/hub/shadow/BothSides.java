package dev.throughline.hub.shadow;

import dev.throughline.hub.dispatch.CommandStore;
import dev.throughline.hub.storage.Columns;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command.InvoiceLine;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.processes.comparison.BilledLine;
import dev.throughline.processes.comparison.BilledLine.Party;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;

/** Reads the lines of both sides, of a stretch of days, in one snapshot. */
final class BothSides {
    /** Work is billed after it was done, however long after. Of a shadow invoice that was taken back at the cut-over, nothing counts: its work is billed for real. */
    private static final String OURS = """
            SELECT c.body, c.external_id AS number
            FROM command c
            LEFT JOIN canonical_object i ON i.tenant = c.tenant AND i.id = c.subject
            WHERE c.tenant = ?
              AND c.name = 'PostInvoice'
              AND c.state = 'shadowed'
              AND coalesce(i.body ->> 'status', '') <> 'voided'
              AND (c.body::jsonb -> 'command' ->> 'invoicedOn')::date >= ?
            ORDER BY c.id
            """;

    /** Invoices that the hub had no hand in. */
    private static final String THEIRS = """
            SELECT o.id, o.body::text AS body
            FROM canonical_object o
            WHERE o.tenant = ?
              AND o.type = 'Invoice'
              AND o.complete
              AND NOT o.deleted
              AND o.body ->> 'status' IN ('open', 'paid', 'pending_approval')
              AND business_date(o.type, o.body) BETWEEN ? AND ?
              AND NOT EXISTS (SELECT 1 FROM command c WHERE c.tenant = o.tenant AND c.subject = o.id AND c.name = 'PostInvoice')
            ORDER BY o.id
            """;

    private static final String NAMES =
            "SELECT id, coalesce(body ->> 'name', '') AS name FROM canonical_object WHERE tenant = ? AND id = ANY(?::text[])";

    private static final String CUSTOMERS = """
            SELECT DISTINCT p.body ->> 'customer' AS id, coalesce(c.body ->> 'name', '') AS name
            FROM canonical_object p
            LEFT JOIN canonical_object c ON c.tenant = p.tenant AND c.id = p.body ->> 'customer'
            WHERE p.tenant = ?
              AND p.type = 'Project'
              AND p.body ->> 'customer' IS NOT NULL
            """;

    private static final String MEANT =
            "SELECT external_id, canonical_id FROM cross_reference WHERE tenant = ? AND external_id = ANY(?::text[])";

    private final Connection connection;
    private final TenantId tenant;
    private final LocalDate from;
    private final LocalDate to;

    BothSides(Connection connection, TenantId tenant, LocalDate from, LocalDate to) {
        this.connection = connection;
        this.tenant = tenant;
        this.from = from;
        this.to = to;
    }

    private record Ours(PostInvoice invoice, String number) {}

    private record Theirs(String id, Invoice invoice) {}

    /** @param elsewhere invoices of theirs that are left out */
    record Read(List<BilledLine> ours, List<BilledLine> theirs, int elsewhere) {}

    Read read() throws SQLException {
        List<Ours> ours;
        try (var read = Columns.of(connection, OURS)) {
            ours = read.text(tenant.value())
                    .date(from)
                    .query(r ->
                            new Ours((PostInvoice) CommandStore.command(r.getString("body")), r.getString("number")));
        }
        List<Theirs> theirs;
        try (var read = Columns.of(connection, THEIRS)) {
            theirs = read.text(tenant.value())
                    .date(from)
                    .date(to)
                    .query(r -> new Theirs(r.getString("id"), CanonicalJson.read(r.getString("body"), Invoice.class)));
        }
        Map<String, String> names = names(ours, theirs);
        List<Party> known = customers();
        List<Theirs> concerned = theirs.stream()
                .filter(t -> known.stream().anyMatch(party(t.invoice().customer(), names)::same))
                .toList();
        Map<String, Set<String>> meant = meant(concerned);
        return new Read(
                ours.stream()
                        .flatMap(o -> lines(o, names))
                        .filter(line -> !line.period().isBefore(YearMonth.from(from))
                                && !line.period().isAfter(YearMonth.from(to)))
                        .toList(),
                concerned.stream().flatMap(t -> lines(t, names, meant)).toList(),
                theirs.size() - concerned.size());
    }

    private Map<String, String> names(List<Ours> ours, List<Theirs> theirs) throws SQLException {
        Set<String> ids = new HashSet<>();
        ours.forEach(o -> {
            ids.add(o.invoice().customer().id());
            ids.add(o.invoice().project().id());
        });
        theirs.forEach(t -> {
            ids.add(t.invoice().customer().id());
            t.invoice().project().map(Ref::id).ifPresent(ids::add);
        });
        Map<String, String> names = new HashMap<>();
        try (var read = Columns.of(connection, NAMES)) {
            read.text(tenant.value())
                    .texts(List.copyOf(ids))
                    .query(r -> names.put(r.getString("id"), r.getString("name")));
        }
        return names;
    }

    private List<Party> customers() throws SQLException {
        try (var read = Columns.of(connection, CUSTOMERS)) {
            return read.text(tenant.value()).query(r -> new Party(r.getString("id"), r.getString("name")));
        }
    }

    /** What people wrote beside a line may be any system's id of the work; here it is the canonical one too. */
    private Map<String, Set<String>> meant(List<Theirs> theirs) throws SQLException {
        List<String> written = theirs.stream()
                .flatMap(t -> t.invoice().lines().stream())
                .flatMap(line -> line.reference().stream())
                .map(String::strip)
                .distinct()
                .toList();
        Map<String, Set<String>> meant = new LinkedHashMap<>();
        written.forEach(w -> meant.put(w, new HashSet<>(Set.of(w))));
        if (!written.isEmpty()) {
            try (var read = Columns.of(connection, MEANT)) {
                read.text(tenant.value())
                        .texts(written)
                        .query(r -> meant.get(r.getString("external_id")).add(r.getString("canonical_id")));
            }
        }
        return meant;
    }

    private static Party party(Ref<?> ref, Map<String, String> names) {
        return new Party(ref.id(), names.getOrDefault(ref.id(), ""));
    }

    private static Stream<BilledLine> lines(Ours ours, Map<String, String> names) {
        var invoice = ours.invoice();
        Ref<CustomerAccount> customer = invoice.customer();
        Ref<Project> project = invoice.project();
        var lines = new ArrayList<BilledLine>();
        for (InvoiceLine line : invoice.lines()) {
            lines.add(new BilledLine(
                    "%s:%05d".formatted(invoice.subject().id(), lines.size() + 1),
                    ours.number(),
                    party(customer, names),
                    Optional.of(party(project, names)),
                    invoice.invoicedOn(),
                    line.servedFrom(),
                    line.servedTo(),
                    line.description(),
                    Optional.of(line.quantity()),
                    Optional.of(line.rate().getAmount()),
                    line.amount(),
                    line.taxRegime(),
                    Optional.empty(),
                    line.sources().stream().map(s -> s.ref().id()).collect(Collectors.toSet())));
        }
        return lines.stream();
    }

    private static Stream<BilledLine> lines(Theirs theirs, Map<String, String> names, Map<String, Set<String>> meant) {
        var invoice = theirs.invoice();
        var lines = new ArrayList<BilledLine>();
        for (Invoice.Line line : invoice.lines().isEmpty() ? List.of(whole(invoice)) : invoice.lines()) {
            lines.add(new BilledLine(
                    "%s:%05d".formatted(theirs.id(), lines.size() + 1),
                    invoice.number().orElse(theirs.id()),
                    party(invoice.customer(), names),
                    invoice.project().map(p -> party(p, names)),
                    invoice.invoicedOn(),
                    line.servedFrom(),
                    line.servedTo(),
                    line.description().or(line::item).orElse(""),
                    line.quantity(),
                    line.rate().map(Money::getAmount),
                    line.amount(),
                    line.taxRegime(),
                    line.tax(),
                    line.reference().map(String::strip).map(meant::get).orElse(Set.of())));
        }
        return lines.stream();
    }

    /** Where the ERP's record does not tell its lines, its sum without tax is the one line. */
    private static Invoice.Line whole(Invoice invoice) {
        return new Invoice.Line(
                Optional.empty(),
                Optional.of("the whole invoice"),
                Optional.empty(),
                Optional.empty(),
                invoice.tax().map(invoice.total()::minus).orElse(invoice.total()),
                invoice.tax(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
