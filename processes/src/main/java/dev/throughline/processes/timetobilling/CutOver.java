package dev.throughline.processes.timetobilling;

import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.ShadowNumber;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import java.util.List;
import java.util.Optional;

/**
 * Lets the hub take over billing from people on a day: open work up to it stands billed, and what was billed in shadow after it is billed anew, for nobody has billed that. What
 * was billed in shadow up to the day stays as it is.
 */
record CutOver(Desk desk, Intake intake) {
    void settle() {
        var policy = desk.facts().policy(CutOverPolicy.class);
        if (policy.billedElsewhereThrough().isEmpty()) {
            return;
        }
        takeBack(policy);
        for (var line : intake.open()) {
            if (policy.covers(line.line().workedOn())
                    && !desk.refused(line.line().source())) {
                intake.apply(line.line().source(), intake.judge(line));
            }
        }
    }

    private void takeBack(CutOverPolicy policy) {
        for (var invoice : shadows()) {
            List<OpenLine> lines = desk.facts().linesOn(invoice.ref());
            var after = lines.stream()
                    .filter(line -> line.balances().containsKey(Place.BILLED))
                    .filter(line -> !policy.covers(line.line().workedOn()))
                    .toList();
            after.forEach(line -> takeBack(line, invoice));
            if (!after.isEmpty() && after.size() == lines.size()) {
                desk.store(
                        invoice.ref(),
                        Answers.numbered(
                                invoice.body(),
                                Invoice.Status.VOIDED,
                                invoice.body().number()));
            }
        }
    }

    private List<Stored<Invoice>> shadows() {
        return desk
                .facts()
                .find(Invoice.class, "Invoice.project", desk.project().id())
                .stream()
                .filter(invoice -> invoice.body().status() == Invoice.Status.DRAFT)
                .filter(invoice ->
                        invoice.body().number().filter(ShadowNumber::is).isPresent())
                .toList();
    }

    private void takeBack(OpenLine line, Stored<Invoice> invoice) {
        Ref<Invoice> ref = new Ref<>(invoice.ref().id());
        desk.post(
                line.line(),
                Place.BILLED,
                Place.UNBILLED,
                line.balances().get(Place.BILLED),
                "it was billed in shadow only, and nobody has billed it since the cut-over",
                Optional.of(ref));
        intake.apply(line.line().source(), intake.judge(line));
    }
}
