package dev.throughline.processes.timetobilling;

import dev.throughline.model.Application;
import dev.throughline.model.CreditMemo;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.IssueCreditMemo;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.processes.DerivedRef;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.InvoiceLines.Row;
import dev.throughline.processes.timetobilling.Verdict.Detail;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.math.RoundingMode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;

/** Credit memos: those that finance issued, and those that the hub asks it for. What a memo takes off an invoice is credited, by whole lines. */
record Credits(Desk desk, Intake intake) {
    private static final List<Place> OWED = List.of(Place.BILLED, Place.PAID);

    /** A memo came, changed or went in finance. */
    void seen(Ref<CreditMemo> ref, Optional<CreditMemo> before, Optional<CreditMemo> now) {
        var standing = now.filter(memo -> !memo.voided());
        var invoices = new LinkedHashSet<Ref<Invoice>>();
        before.stream().flatMap(memo -> memo.applied().stream()).forEach(part -> invoices.add(part.invoice()));
        standing.stream().flatMap(memo -> memo.applied().stream()).forEach(part -> invoices.add(part.invoice()));
        for (var invoice : invoices) {
            var applied = standing.stream()
                    .flatMap(memo -> memo.applied().stream())
                    .filter(part -> part.invoice().equals(invoice))
                    .map(Application::amount)
                    .reduce(Money::plus);
            var known = known(ref, invoice);
            if (applied.isEmpty()) {
                known.ifPresent(this::takeBack);
                desk.resolve(BillingProblems.creditUnclearKey(ref));
            } else if (known.isEmpty()) {
                credit(ref, standing.orElseThrow(), invoice, applied.get());
            }
        }
    }

    private Optional<Book.Credit> known(Ref<CreditMemo> memo, Ref<Invoice> invoice) {
        return desk.credits().stream()
                .filter(credit ->
                        credit.memo().equals(memo.id()) && credit.invoice().equals(invoice.id()))
                .findFirst();
    }

    private void credit(Ref<CreditMemo> ref, CreditMemo memo, Ref<Invoice> invoice, Money applied) {
        var lines = owed(invoice);
        if (lines.isEmpty()) {
            return;
        }
        var net = net(memo, invoice, applied);
        var billed = sum(lines, net);
        var alike = lines.stream()
                .filter(line -> sum(List.of(line), net).equals(net))
                .toList();
        var number = memo.number().orElse(ref.id());
        var cause = "credited by " + number;
        desk.resolve(BillingProblems.creditUnclearKey(ref));
        if (billed.equals(net)) {
            take(new Book.Credit(ref.id(), invoice.id(), Set.of(), false), lines, invoice, cause);
        } else if (alike.size() == 1) {
            var one = alike.getFirst().line().source().id();
            take(new Book.Credit(ref.id(), invoice.id(), Set.of(one), false), alike, invoice, cause);
        } else {
            desk.raise(BillingProblems.creditUnclear(ref, number, invoice, net, billed));
            return;
        }
        if (desk.facts().policy(CorrectionPolicy.class).rebill()) {
            billAgain(invoice, "credited in finance, and billed again by policy");
        }
    }

    /** What is applied, without tax: by the share of it in the memo, else in the invoice. */
    private Money net(CreditMemo memo, Ref<Invoice> invoice, Money applied) {
        var billed = desk.facts().get(invoice);
        var tax = memo.tax().or(() -> billed.flatMap(Invoice::tax));
        var total = memo.tax().isPresent() ? Optional.of(memo.total()) : billed.map(Invoice::total);
        boolean taxed = tax.filter(one -> !one.isZero()).isPresent()
                && total.filter(Money::isPositive).isPresent();
        return taxed
                ? Money.of(
                        applied.getCurrencyUnit(),
                        applied.getAmount()
                                .multiply(total.get().minus(tax.get()).getAmount())
                                .divide(
                                        total.get().getAmount(),
                                        applied.getCurrencyUnit().getDecimalPlaces(),
                                        RoundingMode.HALF_UP))
                : applied;
    }

    private List<OpenLine> owed(Ref<Invoice> invoice) {
        return desk.facts().linesOn(invoice).stream()
                .filter(line -> line.line().project().equals(desk.project()))
                .filter(line -> OWED.stream().anyMatch(line.balances()::containsKey))
                .toList();
    }

    private static Money sum(List<OpenLine> lines, Money like) {
        return lines.stream()
                .flatMap(line -> line.balances().entrySet().stream())
                .filter(entry -> OWED.contains(entry.getKey()))
                .map(entry -> entry.getValue().amount())
                .filter(amount -> amount.getCurrencyUnit().equals(like.getCurrencyUnit()))
                .reduce(Money.zero(like.getCurrencyUnit()), Money::plus);
    }

    private void take(Book.Credit credit, List<OpenLine> lines, Ref<Invoice> invoice, String cause) {
        desk.credit(credit);
        for (var line : lines) {
            for (var place : OWED) {
                var balance = line.balances().get(place);
                if (balance != null) {
                    desk.post(line.line(), place, Place.CREDITED, balance, cause, Optional.of(invoice));
                }
            }
        }
        // What is no longer owed is no longer corrected.
        intake.late().follow(lines);
        intake.share();
    }

    /** The memo was voided or deleted, or is no longer applied: the lines are owed again. */
    private void takeBack(Book.Credit credit) {
        desk.forget(credit);
        var invoice = new Ref<Invoice>(credit.invoice());
        var lines = credited(invoice).stream()
                .filter(line -> credit.takes(line.line().source().id()))
                .toList();
        for (var line : lines) {
            desk.post(
                    line.line(),
                    Place.CREDITED,
                    Place.BILLED,
                    line.balances().get(Place.CREDITED),
                    "its credit was taken back",
                    Optional.of(invoice));
        }
        if (lines.isEmpty()) {
            desk.raise(BillingProblems.creditGone(invoice, credit.memo()));
        }
        intake.late().follow(lines);
        intake.share();
    }

    private List<OpenLine> credited(Ref<Invoice> invoice) {
        return desk.facts().linesOn(invoice).stream()
                .map(line -> desk.line(line.line().source()).orElse(line))
                .filter(line -> line.balances().containsKey(Place.CREDITED))
                .toList();
    }

    void billAgain(Ref<Invoice> invoice, String cause) {
        judgeAnew(credited(invoice), Place.CREDITED, cause);
    }

    /** Lines leave the place, and their work is judged as if it came now. */
    void judgeAnew(List<OpenLine> lines, Place from, String cause) {
        var sources = new LinkedHashSet<Ref<?>>();
        for (var line : lines) {
            var balance = line.balances().get(from);
            if (balance != null) {
                desk.post(line.line(), from, Place.OUTSIDE, balance, cause, Optional.empty());
                sources.add(Corrections.source(line.line().source()));
            }
        }
        for (var source : sources) {
            desk.line(source).ifPresent(line -> {
                intake.apply(source, intake.judge(line));
                intake.follow(source, intake.judge(line));
            });
        }
        intake.share();
        intake.forgetCausesWithoutLines();
    }

    /** Asks finance for a credit memo over the whole invoice. */
    void asked(BillingStep.CreditAsked asked) {
        var invoice = asked.invoice();
        var lines = owed(invoice);
        boolean underWay = desk.credits().stream()
                .anyMatch(credit -> credit.invoice().equals(invoice.id()) && desk.awaits(credit.memo()));
        if (lines.isEmpty() || underWay) {
            return;
        }
        int run = desk.nextRunNumber();
        Ref<CreditMemo> memo =
                DerivedRef.of(CreditMemo.class, desk.project().id(), invoice.id(), Integer.toString(run));
        var first = lines.getFirst().line();
        var currency = amounts(lines).getCurrencyUnit();
        // What is paid cannot be taken off the invoice any more: it is to the customer's credit.
        boolean open = desk.facts()
                .get(invoice)
                .flatMap(Invoice::outstanding)
                .map(Money::isPositive)
                .orElse(true);
        desk.credit(new Book.Credit(memo.id(), invoice.id(), Set.of(), asked.rebill()));
        desk.resolve(BillingProblems.creditRefusedKey(invoice));
        desk.send(
                "credit-" + run,
                memo,
                desk.today(),
                new IssueCreditMemo(
                        memo,
                        Optional.of(invoice).filter(_ -> open),
                        first.customer().orElseThrow(),
                        first.legalEntity().orElseThrow(),
                        desk.project(),
                        first.contract(),
                        currency,
                        desk.today(),
                        asked.reason(),
                        rows(lines).stream().map(Row::line).toList()));
    }

    private Money amounts(List<OpenLine> lines) {
        return lines.stream()
                .flatMap(line -> line.balances().values().stream())
                .map(Balance::amount)
                .reduce(Money::plus)
                .orElseThrow();
    }

    private List<Row> rows(List<OpenLine> lines) {
        var billed = lines.stream().map(this::placed).toList();
        return InvoiceLines.of(desk).invoices(billed).stream()
                .flatMap(sheet -> sheet.rows().stream())
                .toList();
    }

    /** As it was billed, with what is known of it by now. */
    private Placed placed(OpenLine line) {
        var balance = line.balances().values().iterator().next();
        var detail = intake.judge(line) instanceof Placed judged ? judged.detail() : unknown(line, balance);
        return new Placed(
                line.line(), Place.BILLED, balance.quantity(), balance.amount(), "", detail, Optional.empty());
    }

    private static Detail unknown(OpenLine line, Balance balance) {
        boolean correction = line.line().kind() == LineKind.CORRECTION;
        var category = correction ? LineKind.TIME.name() : line.line().description();
        return new Detail(balance.amount(), "", line.line().role(), "", category, Optional.empty());
    }

    void answered(Book.InFlight sent, IssueCreditMemo memo, Outcome outcome) {
        desk.answered(sent);
        var asked = desk.credits().stream()
                .filter(credit -> credit.memo().equals(memo.subject().id()))
                .findFirst();
        asked.ifPresentOrElse(
                credit -> answered(credit, memo, outcome),
                () -> new Reductions(desk, intake).answered(memo, outcome, sent.through()));
    }

    private void answered(Book.Credit credit, IssueCreditMemo memo, Outcome outcome) {
        var invoice = new Ref<Invoice>(credit.invoice());
        switch (outcome) {
            case Outcome.Done(var _, var _, var number) -> {
                var sources = Reductions.sources(memo);
                var lines = owed(invoice).stream()
                        .filter(line -> sources.contains(line.line().source().id()))
                        .toList();
                take(
                        credit,
                        lines,
                        invoice,
                        "credited" + number.map(" by "::concat).orElse(""));
                if (credit.rebill()) {
                    billAgain(invoice, "credited, to be billed again");
                }
            }
            case Outcome.Refused said -> {
                desk.forget(credit);
                desk.tellAnew(BillingProblems.creditRefused(
                        invoice, said.code(), said.system().value(), said.says(), Reductions.total(memo)));
            }
            case Outcome.Abandoned _ -> desk.forget(credit);
        }
    }
}
