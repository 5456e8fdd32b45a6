package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm.OneLine;
import dev.throughline.model.Opportunity;
import dev.throughline.model.ServiceItem;
import dev.throughline.model.command.Command.BilledSource;
import dev.throughline.model.command.Command.InvoiceLine;
import dev.throughline.processes.Facts;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.joda.money.Money;

/** Sums work up to the lines that a customer reads. Amounts are the sums of their sources, never computed anew, so that every total is exact. */
final class InvoiceLines {
    private static final Comparator<Placed> BY_DAY = Comparator.<Placed, LocalDate>comparing(
                    placed -> placed.line().workedOn())
            .thenComparing(placed -> placed.line().source().id());

    private final Facts facts;
    private final BillingPolicy policy;
    private final Terms terms;
    private final Layout layout;
    private final Optional<String> sold;

    InvoiceLines(Facts facts, BillingPolicy policy, Terms terms, Layout layout) {
        this.facts = facts;
        this.policy = policy;
        this.terms = terms;
        this.layout = layout;
        this.sold = soldItem();
    }

    /** Those of a project by what its contract agrees today. */
    static InvoiceLines of(Desk desk) {
        var terms = desk.judge().terms();
        var layout = Layout.of(desk.policy(), terms.invoicing(desk.today()));
        return new InvoiceLines(desk.facts(), desk.policy(), terms, layout);
    }

    /** A line with the work behind it. */
    record Row(InvoiceLine line, List<Placed> sources) {}

    /** @param purchaseOrders the customer's numbers for what is on it */
    record Sheet(List<Row> rows, List<String> purchaseOrders) {}

    /** The invoices for work that one customer pays. */
    List<Sheet> invoices(List<Placed> work) {
        var invoices = new TreeMap<String, List<Placed>>();
        for (var placed : work) {
            invoices.computeIfAbsent(layout.invoice(placed.line()), _ -> new ArrayList<>())
                    .add(placed);
        }
        return invoices.values().stream().flatMap(this::sheets).toList();
    }

    private Stream<Sheet> sheets(List<Placed> work) {
        var groups = new TreeMap<String, List<Placed>>();
        for (var placed : work) {
            groups.computeIfAbsent(group(placed), _ -> new ArrayList<>()).add(placed);
        }
        var rows = groups.values().stream().map(this::row).toList();
        int most = policy.linesPerInvoice();
        boolean reduced = rows.stream().anyMatch(row -> row.line().amount().isNegative());
        if (reduced && rows.size() > most) {
            return outweighed(rows).stream().map(this::sheet);
        }
        return IntStream.iterate(0, from -> from < rows.size(), from -> from + most)
                .mapToObj(from -> sheet(rows.subList(from, Math.min(from + most, rows.size()))));
    }

    private Sheet sheet(List<Row> rows) {
        return new Sheet(
                rows,
                rows.stream()
                        .flatMap(row -> row.sources().stream())
                        .flatMap(placed -> layout.purchaseOrder(placed.line()).stream())
                        .distinct()
                        .sorted()
                        .toList());
    }

    /** Of more lines than an invoice takes, reductions go beside lines that outweigh them. */
    private List<List<Row>> outweighed(List<Row> rows) {
        var bySize = Comparator.<Row, Money>comparing(row -> row.line().amount());
        var most = new ArrayDeque<>(rows.stream()
                .filter(row -> !row.line().amount().isNegative())
                .sorted(bySize.reversed())
                .toList());
        var least = new ArrayDeque<>(rows.stream()
                .filter(row -> row.line().amount().isNegative())
                .sorted(bySize)
                .toList());
        var invoices = new ArrayList<List<Row>>();
        while (!most.isEmpty()) {
            var invoice = new ArrayList<>(List.of(most.remove()));
            var total = invoice.getFirst().line().amount();
            while (invoice.size() < policy.linesPerInvoice() && !(most.isEmpty() && least.isEmpty())) {
                boolean fits = !least.isEmpty()
                        && total.plus(least.element().line().amount()).isPositive();
                if (!fits && most.isEmpty()) {
                    break;
                }
                invoice.add(fits ? least.remove() : most.remove());
                total = total.plus(invoice.getLast().line().amount());
            }
            invoice.sort(Comparator.comparingInt(rows::indexOf));
            invoices.add(invoice);
        }
        if (!least.isEmpty()) {
            invoices.add(List.copyOf(least));
        }
        return invoices;
    }

    /** Work with one text is one line. The price is part of it, so that quantity and price explain the amount. */
    private String group(Placed placed) {
        var detail = placed.detail();
        var line = layout.line(placed.line());
        return switch (placed.line().kind()) {
            case TIME -> "1 " + timeGroup(line, placed, detail) + " " + detail.rate();
            case EXPENSE -> line == OneLine.ENTRY ? "2 " + entry(placed) : "2 " + detail.category();
            case MILESTONE, INSTALMENT, CHARGE, USAGE -> "3 " + entry(placed);
            case CORRECTION -> "4 " + correctionGroup(line, placed);
        };
    }

    /** A thousand corrected hours read as one line a role, what is given back apart from what is billed. */
    private static String correctionGroup(OneLine line, Placed placed) {
        var sign = placed.amount().isNegative() ? "less " : "more ";
        return line == OneLine.ENTRY
                ? entry(placed)
                : sign + placed.detail().category() + " " + placed.detail().role();
    }

    private static String timeGroup(OneLine line, Placed placed, Verdict.Detail detail) {
        return switch (line) {
            case ENTRY -> entry(placed);
            case PERSON -> detail.person() + " " + detail.role();
            case ROLE -> detail.role();
            case TASK -> detail.task();
            case ITEM -> "";
        };
    }

    private static String entry(Placed placed) {
        return placed.line().workedOn() + " " + placed.line().source().id();
    }

    private Row row(List<Placed> unsorted) {
        var work = unsorted.stream().sorted(BY_DAY).toList();
        var first = work.getFirst();
        var quantity = work.stream().map(Placed::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        var amount = Money.total(work.stream().map(Placed::amount).toList());
        boolean asOne = first.line().kind() == LineKind.EXPENSE || first.line().kind() == LineKind.CORRECTION;
        return new Row(
                new InvoiceLine(
                        item(first),
                        description(first, work.size()),
                        asOne ? BigDecimal.ONE : quantity,
                        asOne ? amount : first.detail().rate(),
                        amount,
                        terms.serviceLine(),
                        department(work),
                        Optional.empty(),
                        Optional.of(first.line().workedOn()),
                        Optional.of(work.getLast().line().workedOn()),
                        work.stream().map(InvoiceLines::source).toList()),
                work);
    }

    private static BilledSource source(Placed placed) {
        return new BilledSource(placed.line().source(), placed.quantity(), placed.amount());
    }

    private static Optional<String> department(List<Placed> work) {
        var departments = work.stream()
                .map(placed -> placed.detail().department())
                .distinct()
                .toList();
        return departments.size() == 1 ? departments.getFirst() : Optional.empty();
    }

    private String description(Placed first, int count) {
        var detail = first.detail();
        var line = layout.line(first.line());
        if (count == 1 && line == OneLine.ENTRY) {
            return first.line().description();
        }
        return switch (first.line().kind()) {
            case TIME ->
                switch (line) {
                    case ENTRY -> first.line().description();
                    case PERSON -> detail.role().isEmpty() ? detail.person() : detail.person() + ", " + detail.role();
                    case ROLE -> detail.role().isEmpty() ? "Consulting" : detail.role();
                    case TASK -> detail.task().isEmpty() ? "Consulting" : detail.task();
                    case ITEM -> itemName(workItem());
                };
            case EXPENSE -> "Expenses: " + detail.category();
            case MILESTONE, INSTALMENT, CHARGE, USAGE -> first.line().description();
            case CORRECTION -> count == 1 ? first.line().description() : corrections(detail, count);
        };
    }

    private static String corrections(Verdict.Detail detail, int count) {
        return detail.role().isEmpty()
                ? "%d corrections".formatted(count)
                : "%d corrections, %s".formatted(count, detail.role());
    }

    private String itemName(String code) {
        return facts.find(ServiceItem.class, "ServiceItem.code", code).stream()
                .map(item -> item.body().name())
                .findFirst()
                .orElse(code);
    }

    private String item(Placed first) {
        return first.line().kind() == LineKind.CORRECTION
                ? item(LineKind.valueOf(first.detail().category()))
                : item(first.line().kind());
    }

    private String item(LineKind kind) {
        return switch (kind) {
            case TIME -> workItem();
            case EXPENSE -> policy.expenseItem();
            case MILESTONE, INSTALMENT, CHARGE, USAGE, CORRECTION -> sold.orElse(policy.milestoneItem());
        };
    }

    private String workItem() {
        return sold.or(() -> terms.serviceLine().map(policy.itemByServiceLine()::get))
                .orElse(policy.workItem());
    }

    /** What was sold is what is invoiced, where the deal says it. */
    private Optional<String> soldItem() {
        return terms.contract()
                .flatMap(contract -> contract.body().opportunity())
                .or(() -> terms.project().flatMap(project -> project.opportunity()))
                .flatMap(facts::get)
                .flatMap(this::firstService);
    }

    private Optional<String> firstService(Opportunity deal) {
        return deal.lines().stream()
                .flatMap(line -> line.item().flatMap(facts::get).stream())
                .filter(item -> item.kind() == ServiceItem.Kind.SERVICE)
                .map(ServiceItem::code)
                .findFirst();
    }
}
