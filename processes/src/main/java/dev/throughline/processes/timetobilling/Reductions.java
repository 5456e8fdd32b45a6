package dev.throughline.processes.timetobilling;

import dev.throughline.model.CreditMemo;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.BilledSource;
import dev.throughline.model.command.Command.InvoiceLine;
import dev.throughline.model.command.Command.IssueCreditMemo;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.InvoiceLines.Row;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.joda.money.Money;

/** Corrections that give back, where no invoice is to carry them: a credit memo of their own. */
record Reductions(Desk desk, Intake intake) {
    /** Whether reductions do not wait for an invoice that outweighs them. */
    boolean byMemo() {
        return desk.facts().policy(CorrectionPolicy.class).reductions() == CorrectionPolicy.Reductions.CREDIT_MEMO
                || desk.judge().terms().over();
    }

    static boolean is(Placed placed) {
        return placed.line().kind() == LineKind.CORRECTION && placed.amount().isNegative();
    }

    /** @param work of one payer, all of it less than zero */
    void send(int run, int part, List<Placed> work, LocalDate day, LocalDate through) {
        var payer = work.getFirst();
        Ref<CreditMemo> ref =
                DerivedRef.of(CreditMemo.class, desk.project().id(), Integer.toString(run), Integer.toString(part));
        var rows = InvoiceLines.of(desk).invoices(work).stream()
                .flatMap(sheet -> sheet.rows().stream())
                .toList();
        desk.send(
                "credit-%d-%d".formatted(run, part),
                ref,
                through,
                new IssueCreditMemo(
                        ref,
                        Optional.empty(),
                        payer.line().customer().orElseThrow(),
                        payer.line().legalEntity().orElseThrow(),
                        desk.project(),
                        payer.line().contract(),
                        payer.amount().getCurrencyUnit(),
                        day,
                        "Corrections of work billed before",
                        rows.stream().map(Reductions::positive).toList()));
        for (var placed : work) {
            desk.post(
                    placed.line(),
                    Place.UNBILLED,
                    Place.POSTING,
                    new Balance(placed.quantity(), placed.amount()),
                    "billing run %d, credit memo %d".formatted(run, part),
                    Optional.empty());
        }
    }

    private static InvoiceLine positive(Row row) {
        var line = row.line();
        return new InvoiceLine(
                line.itemCode(),
                line.description(),
                line.quantity(),
                line.rate().negated(),
                line.amount().negated(),
                line.serviceLine(),
                line.department(),
                line.taxRegime(),
                line.servedFrom(),
                line.servedTo(),
                line.sources().stream()
                        .map(source -> new BilledSource(
                                source.ref(), source.quantity(), source.amount().negated()))
                        .toList());
    }

    void answered(IssueCreditMemo memo, Outcome outcome, LocalDate through) {
        switch (outcome) {
            case Outcome.Done(var _, var _, var number) -> {
                var moved = move(
                        memo,
                        Place.BILLED,
                        "given back" + number.map(" by "::concat).orElse(""));
                intake.late().follow(moved);
            }
            case Outcome.Refused said -> {
                move(memo, Place.HELD, said.code());
                var problem = BillingProblems.refused(
                        said.code(), desk.project(), said.system().value(), said.says(), total(memo));
                desk.refuse(problem, sources(memo), through);
            }
            case Outcome.Abandoned(var by, var _) -> {
                var moved = move(memo, Place.UNBILLED, "credit memo given up by " + by);
                intake.late().follow(moved);
            }
        }
        intake.share();
    }

    private List<OpenLine> move(IssueCreditMemo memo, Place to, String cause) {
        var moved = new ArrayList<OpenLine>();
        for (var id : sources(memo)) {
            desk.line(new Ref<>(id)).ifPresent(line -> {
                var balance = line.balances().get(Place.POSTING);
                if (balance != null) {
                    desk.post(line.line(), Place.POSTING, to, balance, cause, Optional.empty());
                    moved.add(line);
                }
            });
        }
        return moved;
    }

    static Set<String> sources(IssueCreditMemo memo) {
        return memo.lines().stream()
                .flatMap(row -> row.sources().stream())
                .map(source -> source.ref().id())
                .collect(Collectors.toSet());
    }

    static Money total(IssueCreditMemo memo) {
        return Money.total(memo.lines().stream().map(InvoiceLine::amount).toList());
    }
}
