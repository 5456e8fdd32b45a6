package dev.throughline.hub.explain;

import dev.throughline.hub.explain.Explainer.Explanation;
import dev.throughline.hub.explain.Explainer.InvoiceLine;
import dev.throughline.hub.explain.Explainer.SourceLine;
import dev.throughline.hub.explain.Explainer.Trouble;
import dev.throughline.hub.explain.Reads.Sent;
import dev.throughline.hub.ledger.LedgerReader;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Tells of an invoice, with the work under each of its lines. */
record InvoiceStory(Reads reads, Thing invoice) {
    private static final int SOURCES_MAX = 200;
    private static final Set<String> UNDER_WAY = Set.of("ready", "uncertain", "accepted", "dead");

    /** @param only the number of one line, or empty for all */
    Explanation told(Optional<Integer> only) throws SQLException {
        Map<String, Thing> around = Dossier.around(reads, List.of(invoice.id()));
        List<Sent> commands = reads.commands(List.of(invoice.id()));
        List<Trouble> held = reads.exceptions(List.of(), List.of(invoice.id())).stream()
                .map(LineStory::trouble)
                .toList();
        List<InvoiceLine> lines = lines(commands);
        return new Explanation(
                invoice.id(),
                "Invoice",
                what(around),
                stands(lines, commands),
                Optional.empty(),
                reads.names(invoice.id()),
                List.of(),
                new MoveStory(reads)
                        .told(
                                LineKind.EXPENSE,
                                reads.movedBy(invoice.id()),
                                around,
                                commands,
                                reads.settledBy(List.of(invoice.id()))),
                held,
                next(commands, held),
                lines.stream()
                        .filter(l -> only.isEmpty() || only.get() == l.number())
                        .toList());
    }

    private String what(Map<String, Thing> around) {
        return "Invoice %s of %s to %s%s, of %s."
                .formatted(
                        invoice.name(),
                        invoice.money("total").orElse("an unknown amount"),
                        called("customer", around).orElse("an unknown customer"),
                        called("project", around)
                                .map(p -> " for project '" + p + "'")
                                .orElse(""),
                        invoice.text("invoicedOn").orElse("an unknown day"));
    }

    private Optional<String> called(String pointer, Map<String, Thing> around) {
        return invoice.text(pointer)
                .map(id -> Optional.ofNullable(around.get(id))
                        .flatMap(t -> t.text("name"))
                        .orElse(id));
    }

    private String stands(List<InvoiceLine> lines, List<Sent> commands) {
        String status = "It is %s%s."
                .formatted(
                        invoice.text("status").map(Words::of).orElse("known"),
                        invoice.money("outstanding")
                                .map(o -> ", " + o + " outstanding")
                                .orElse(""));
        return commands.isEmpty()
                ? status + " It was made in finance: which work it bills is not known here."
                : "%s It sums up %s of work in %s."
                        .formatted(
                                status,
                                Words.count(
                                        lines.stream()
                                                .mapToInt(InvoiceLine::count)
                                                .sum(),
                                        "record"),
                                Words.count(lines.size(), "line"));
    }

    private String next(List<Sent> commands, List<Trouble> held) {
        if (!held.isEmpty()) {
            return Next.turn(held);
        }
        Optional<Sent> newest = commands.isEmpty() ? Optional.empty() : Optional.of(commands.getLast());
        if (newest.filter(Sent::shadowed).isPresent()) {
            return Next.SHADOWED;
        }
        return newest.filter(c -> UNDER_WAY.contains(c.state()))
                .map(Next::answer)
                .orElseGet(() -> Next.invoice(invoice));
    }

    private List<InvoiceLine> lines(List<Sent> commands) throws SQLException {
        if (commands.isEmpty()) {
            return List.of();
        }
        List<JsonNode> rows =
                commands.getLast().body().path("lines").valueStream().toList();
        List<String> wanted = rows.stream()
                .flatMap(row -> sources(row).keySet().stream().limit(SOURCES_MAX))
                .toList();
        Map<String, OpenLine> standing = new LedgerReader().lines(reads.connection(), reads.firm(), wanted);
        List<InvoiceLine> lines = new ArrayList<>();
        for (JsonNode row : rows) {
            lines.add(line(lines.size() + 1, row, standing));
        }
        return lines;
    }

    private static InvoiceLine line(int number, JsonNode row, Map<String, OpenLine> standing) {
        Map<String, JsonNode> sources = sources(row);
        return new InvoiceLine(
                number,
                row.path("description").asString(""),
                Thing.decimal(row.path("quantity")),
                Thing.decimal(row.path("rate").path("amount")),
                Thing.decimal(row.path("amount").path("amount")),
                row.path("amount").path("currency").asString(""),
                sources.size(),
                sources.entrySet().stream()
                        .limit(SOURCES_MAX)
                        .map(e -> source(e.getKey(), e.getValue(), Optional.ofNullable(standing.get(e.getKey()))))
                        .toList());
    }

    private static SourceLine source(String id, JsonNode billed, Optional<OpenLine> line) {
        BigDecimal quantity = Thing.decimal(billed.path("quantity"));
        BigDecimal amount = Thing.decimal(billed.path("amount").path("amount"));
        return new SourceLine(
                id,
                line.map(l -> What.brief(l.line())).orElse("a line that is not in the ledger"),
                quantity,
                amount,
                line.map(InvoiceStory::places).filter(p -> !p.isEmpty()).orElse("nowhere"));
    }

    private static String places(OpenLine line) {
        return line.balances().keySet().stream()
                .sorted()
                .map(p -> Words.of(p.name()))
                .collect(Collectors.joining(", "));
    }

    /** By canonical id, in the order in which they were billed. */
    static Map<String, JsonNode> sources(JsonNode row) {
        Map<String, JsonNode> sources = new LinkedHashMap<>();
        row.path("sources").valueStream().forEach(s -> sources.put(id(s.path("ref")), s));
        return sources;
    }

    private static String id(JsonNode ref) {
        return ref.isObject() ? ref.path("id").asString("") : ref.asString("");
    }
}
