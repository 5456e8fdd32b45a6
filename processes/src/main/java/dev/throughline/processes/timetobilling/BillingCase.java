package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm.Invoicing;
import dev.throughline.model.Milestone;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.SourceLine;
import dev.throughline.processes.policy.Supposed;
import dev.throughline.processes.timetobilling.InvoiceLines.Row;
import dev.throughline.processes.timetobilling.Verdict.Detail;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Work of one project that is ready to be billed, as an example of {@link BillingPolicy} states it.
 *
 * @param currency of all of it
 * @param agreed   what the contract states of its invoices
 */
public record BillingCase(
        CurrencyUnit currency, Optional<String> serviceLine, Optional<List<Invoicing>> agreed, List<Work> work) {
    private static final LocalDate DAY = LocalDate.of(2026, 1, 5);

    /**
     * One piece of work.
     *
     * @param kind   {@code time} with hours and rate; anything else with an amount
     * @param status of a milestone, completed when absent
     */
    public record Work(
            LineKind kind,
            Optional<LocalDate> day,
            Optional<String> person,
            Optional<String> role,
            Optional<String> task,
            Optional<String> phase,
            Optional<String> text,
            Optional<BigDecimal> hours,
            Optional<BigDecimal> rate,
            Optional<BigDecimal> amount,
            Optional<Milestone.Status> status) {}

    /** @param invoices the lines of each, such as {@code SERVICES Ada, architect: 8 x 150.00 = 1200.00} */
    public record Invoiced(List<List<String>> invoices) {}

    Invoiced invoiced(BillingPolicy policy) {
        var ready = new ArrayList<Placed>();
        for (var one : work) {
            if (one.kind() != LineKind.MILESTONE || policy.bills(one.status().orElse(Milestone.Status.COMPLETED))) {
                ready.add(placed(ready.size(), one));
            }
        }
        var project = new Ref<Project>("prj_example");
        var terms = new Terms(project, Optional.of(project()), Optional.empty(), List.of(), Optional.empty());
        var layout = Layout.of(policy, agreed.orElse(List.of()));
        return new Invoiced(new InvoiceLines(new Supposed(policy), policy, terms, layout)
                .invoices(ready).stream()
                        .map(sheet ->
                                sheet.rows().stream().map(BillingCase::says).toList())
                        .toList());
    }

    private Project project() {
        return new Project(
                "Example",
                Project.Status.ACTIVE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(currency),
                Optional.empty(),
                Optional.empty(),
                serviceLine,
                Optional.empty(),
                Optional.empty());
    }

    private Placed placed(int number, Work one) {
        boolean time = one.kind() == LineKind.TIME;
        var quantity = time ? stated(one.hours(), "hours", one) : BigDecimal.ONE;
        var rate = Money.of(currency, time ? stated(one.rate(), "rate", one) : stated(one.amount(), "amount", one));
        var text = one.text().orElse(one.kind().name());
        var line = new SourceLine(
                new Ref<TimeEntry>("tim_example%05d".formatted(number)),
                one.kind(),
                new Ref<>("prj_example"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                one.day().orElse(DAY),
                text,
                "example",
                one.phase().orElse(""),
                one.role().orElse(""));
        var detail = new Detail(
                rate, one.person().orElse(""), one.role().orElse(""), one.task().orElse(""), text, Optional.empty());
        var amount = rate.multipliedBy(quantity, RoundingMode.HALF_UP);
        return new Placed(line, Place.UNBILLED, quantity, amount, "example", detail, Optional.empty());
    }

    private static BigDecimal stated(Optional<BigDecimal> value, String name, Work one) {
        return value.orElseThrow(() -> new IllegalArgumentException(
                "work of kind %s needs '%s'".formatted(one.kind().name().toLowerCase(java.util.Locale.ROOT), name)));
    }

    private static String says(Row row) {
        var line = row.line();
        return "%s %s: %s x %s = %s"
                .formatted(
                        line.itemCode(),
                        line.description(),
                        line.quantity().stripTrailingZeros().toPlainString(),
                        line.rate().getAmount().toPlainString(),
                        line.amount().getAmount().toPlainString());
    }
}
