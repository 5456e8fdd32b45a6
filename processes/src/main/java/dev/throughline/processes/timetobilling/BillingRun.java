package dev.throughline.processes.timetobilling;

import dev.throughline.model.CustomerAccount;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.InvoiceLines.Row;
import dev.throughline.processes.timetobilling.InvoiceLines.Sheet;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.joda.money.Money;

/** Writes the invoices of what is ready. Every line is judged once more before it is sent, so that nothing goes out on old terms. */
record BillingRun(Desk desk, Intake intake) {
    static final String TIMER = "billing-run";

    void run(LocalDate through) {
        intake.cover();
        intake.instalments();
        intake.cutOver();
        intake.share();
        var lines = new LinkedHashMap<String, OpenLine>();
        desk.facts()
                .openLines(desk.project(), through)
                .forEach(line -> lines.put(line.line().source().id(), line));
        desk.touched().stream()
                .filter(line -> !line.line().workedOn().isAfter(through))
                .forEach(line -> lines.put(line.line().source().id(), line));
        bill(lines.values(), through);
        intake.review();
    }

    /** Bills those of the lines that are still ready. */
    void bill(Collection<OpenLine> lines, LocalDate through) {
        desk.billThrough(through);
        var judged = new LinkedHashMap<String, Placed>();
        for (var line : lines) {
            var source = Parts.source(line.line().source());
            if (!desk.refused(line.line().source()) && !judged.containsKey(source.id())) {
                var verdict = intake.judge(line);
                intake.apply(source, verdict);
                if (verdict instanceof Placed placed) {
                    judged.put(source.id(), placed);
                }
            }
        }
        intake.share();
        var ready = judged.values().stream().flatMap(this::ready).toList();
        if (!ready.isEmpty()) {
            switch (desk.periods().dated(through)) {
                case Periods.On(var day) -> write(ready, day, through);
                case Periods.Barred barred -> desk.periods().hold(ready, barred, through);
            }
        }
    }

    /** The lines of the work that stand ready, each with what stands there. */
    private Stream<Placed> ready(Placed placed) {
        if (placed.place() != Place.UNBILLED) {
            return Stream.empty();
        }
        return desk.parts(placed.line().source()).stream()
                .flatMap(part -> desk.line(part).stream())
                .filter(line -> line.balances().containsKey(Place.UNBILLED))
                .map(line -> {
                    var stands = line.balances().get(Place.UNBILLED);
                    return placed.as(Place.UNBILLED, stands.quantity(), stands.amount(), placed.cause())
                            .of(line.line().source());
                });
    }

    private void write(List<Placed> ready, LocalDate day, LocalDate through) {
        int run = desk.nextRunNumber();
        int part = 0;
        var lines = InvoiceLines.of(desk);
        var reductions = new Reductions(desk, intake);
        for (var all : byPayer(ready).values()) {
            var payer = reductions.byMemo()
                    ? all.stream().filter(placed -> !Reductions.is(placed)).toList()
                    : all;
            if (payer.size() < all.size()) {
                part++;
                reductions.send(run, part, all.stream().filter(Reductions::is).toList(), day, through);
            }
            for (var sheet : lines.invoices(payer)) {
                // A total that is not above zero is no invoice; it waits for work that outweighs it.
                if (total(sheet.rows()).isPositive()) {
                    part++;
                    send(run, part, payer.getFirst(), sheet, day, through);
                }
            }
        }
    }

    /** An invoice has one contract, customer, entity and currency. */
    private static Map<String, List<Placed>> byPayer(List<Placed> ready) {
        var payers = new TreeMap<String, List<Placed>>();
        for (var placed : ready) {
            var line = placed.line();
            var payer = String.join(
                    " ",
                    line.contract().map(Ref::id).orElse("-"),
                    line.customer().map(Ref::id).orElse("-"),
                    line.legalEntity().map(Ref::id).orElse("-"),
                    placed.amount().getCurrencyUnit().getCode());
            payers.computeIfAbsent(payer, _ -> new ArrayList<>()).add(placed);
        }
        return payers;
    }

    private void send(int run, int part, Placed payer, Sheet sheet, LocalDate day, LocalDate through) {
        var rows = sheet.rows();
        Ref<Invoice> ref =
                DerivedRef.of(Invoice.class, desk.project().id(), Integer.toString(run), Integer.toString(part));
        var customer = payer.line().customer().orElseThrow();
        var account = desk.facts().get(customer);
        var lines = rows.stream().map(Row::line).toList();
        desk.store(ref, draft(customer, payer, day, total(rows)));
        desk.send(
                "invoice-%d-%d".formatted(run, part),
                ref,
                through,
                new PostInvoice(
                        ref,
                        customer,
                        account.flatMap(CustomerAccount::address),
                        payer.line().legalEntity().orElseThrow(),
                        desk.project(),
                        payer.line().contract(),
                        payer.amount().getCurrencyUnit(),
                        day,
                        terms(account),
                        memo(sheet, through),
                        lines));
        var cause = "billing run %d, invoice %d".formatted(run, part);
        for (var one : rows) {
            one.sources()
                    .forEach(placed -> desk.post(
                            placed.line(),
                            Place.UNBILLED,
                            Place.POSTING,
                            new Balance(placed.quantity(), placed.amount()),
                            cause,
                            Optional.of(ref)));
        }
    }

    /** What the hub knows of the invoice before finance has numbered it. */
    private Invoice draft(Ref<CustomerAccount> customer, Placed payer, LocalDate day, Money total) {
        return new Invoice(
                customer,
                Invoice.Status.DRAFT,
                day,
                total,
                Optional.empty(),
                payer.line().legalEntity(),
                Optional.of(desk.project()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Optional<String> terms(Optional<CustomerAccount> account) {
        return desk.judge()
                .terms()
                .contract()
                .flatMap(contract -> contract.body().paymentTerms())
                .or(() -> account.flatMap(CustomerAccount::paymentTerms));
    }

    private String memo(Sheet sheet, LocalDate through) {
        var name = desk.judge()
                .terms()
                .project()
                .map(Project::name)
                .orElse(desk.project().id());
        var work = "%s, work through %s".formatted(name, through);
        return sheet.purchaseOrders().isEmpty()
                ? work
                : "%s, your order %s".formatted(work, String.join(", ", sheet.purchaseOrders()));
    }

    private static Money total(List<Row> rows) {
        return Money.total(rows.stream().map(one -> one.line().amount()).toList());
    }

    /** After work came in: by policy, sets the timer of the next run once. */
    void plan() {
        if (desk.policy().runs() == BillingPolicy.Runs.AT_ONCE) {
            billTouched();
            return;
        }
        if (!desk.runPlanned()
                && desk.touched().stream().anyMatch(line -> line.balances().containsKey(Place.UNBILLED))) {
            desk.wakeForRun(nextRun());
        }
    }

    private void billTouched() {
        var ready = desk.touched().stream()
                .filter(line -> line.balances().containsKey(Place.UNBILLED))
                .toList();
        if (!ready.isEmpty()) {
            bill(ready, desk.today());
        }
    }

    private Optional<LocalDate> nextRun() {
        return switch (desk.policy().runs()) {
            case ON_REQUEST, AT_ONCE -> Optional.empty();
            case WEEKLY -> Optional.of(desk.today().with(TemporalAdjusters.next(DayOfWeek.MONDAY)));
            case MONTHLY -> Optional.of(desk.today().with(TemporalAdjusters.firstDayOfNextMonth()));
        };
    }
}
