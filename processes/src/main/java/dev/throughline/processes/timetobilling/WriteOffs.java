package dev.throughline.processes.timetobilling;

import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Place;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/** Gives up open work, with a second person's word where policy asks for it. */
record WriteOffs(Desk desk, Intake intake) {
    void asked(BillingStep.WriteOffAsked asked) {
        var source = asked.source().map(Ref::id);
        var lines = open(source);
        if (lines.isEmpty() || desk.writeOff().isPresent()) {
            return;
        }
        var proposal = new Book.WriteOff(desk.nextRunNumber(), source, asked.by(), asked.reason(), worth(lines));
        if (desk.facts().policy(WriteOffPolicy.class).needsApproval(proposal.amount())) {
            desk.propose(Optional.of(proposal));
            desk.raise(BillingProblems.writeOffWaits(desk.project(), proposal));
        } else {
            writeOff(lines, proposal, asked.by());
        }
    }

    void decided(BillingStep.WriteOffDecided decided) {
        var waiting = desk.writeOff().filter(proposal -> proposal.number() == decided.number());
        if (waiting.isEmpty() || (decided.approve() && waiting.get().by().equals(decided.by()))) {
            return;
        }
        var proposal = waiting.get();
        var lines = open(proposal.source());
        if (decided.approve() && worth(lines).isGreaterThan(proposal.amount())) {
            // More has come than was approved of: the new sum is what has to be looked at.
            var more = new Book.WriteOff(
                    desk.nextRunNumber(), proposal.source(), proposal.by(), proposal.reason(), worth(lines));
            desk.propose(Optional.of(more));
            desk.tellAnew(BillingProblems.writeOffWaits(desk.project(), more));
            return;
        }
        desk.propose(Optional.empty());
        desk.resolve(BillingProblems.writeOffKey(desk.project()));
        if (decided.approve()) {
            writeOff(lines, proposal, decided.by());
        }
    }

    private void writeOff(List<OpenLine> lines, Book.WriteOff proposal, String by) {
        var cause = "written off by %s, approved by %s: %s".formatted(proposal.by(), by, proposal.reason());
        for (var line : lines) {
            desk.noLongerRefused(line.line().source());
            move(line, Place.UNBILLED, cause);
            move(line, Place.HELD, cause);
            desk.resolve(
                    BillingProblems.changedKey(Corrections.source(line.line().source())));
        }
        intake.share();
        intake.forgetCausesWithoutLines();
    }

    private void move(OpenLine line, Place from, String cause) {
        Optional.ofNullable(line.balances().get(from))
                .ifPresent(
                        balance -> desk.post(line.line(), from, Place.WRITTEN_OFF, balance, cause, Optional.empty()));
    }

    /** What was written off is judged anew. */
    void takenBack(Optional<Ref<?>> source, String by, String reason) {
        var lines = desk.facts().writtenOff(desk.project()).stream()
                .filter(line -> isOf(line, source.map(Ref::id)))
                .toList();
        new Credits(desk, intake)
                .judgeAnew(lines, Place.WRITTEN_OFF, "write-off taken back by %s: %s".formatted(by, reason));
    }

    private List<OpenLine> open(Optional<String> source) {
        return intake.open().stream().filter(line -> isOf(line, source)).toList();
    }

    private static boolean isOf(OpenLine line, Optional<String> source) {
        return source.filter(id -> !id.equals(line.line().source().id())
                        && !id.equals(Corrections.source(line.line().source()).id()))
                .isEmpty();
    }

    private Money worth(List<OpenLine> lines) {
        var currency = lines.stream()
                .flatMap(line -> line.balances().values().stream())
                .map(balance -> balance.amount().getCurrencyUnit())
                .findFirst()
                .orElse(desk.judge().terms().currency());
        return lines.stream()
                .flatMap(line -> line.balances().values().stream())
                .map(Balance::amount)
                .filter(amount -> amount.getCurrencyUnit().equals(currency))
                .reduce(Money.zero(currency), Money::plus);
    }
}
