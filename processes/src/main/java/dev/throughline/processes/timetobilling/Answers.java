package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command.BilledSource;
import dev.throughline.model.command.Command.InvoiceLine;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.LineError;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.joda.money.Money;

/** What finance says of the invoices that were sent. */
record Answers(Desk desk, Intake intake, BillingRun billing) {
    void posted(Book.InFlight sent, PostInvoice invoice, Optional<String> number) {
        desk.answered(sent);
        var cause = number.map("invoiced as "::concat).orElse("invoiced");
        moveAll(invoice, Place.BILLED, cause);
        var known = desk.facts().get(invoice.subject());
        known.filter(object -> object.status() == Invoice.Status.DRAFT
                        && object.number().isEmpty())
                .ifPresent(object -> desk.store(invoice.subject(), numbered(object, object.status(), number)));
        // The payment may have been seen before the answer to the invoice.
        known.filter(Answers::paid).ifPresent(_ -> moveAll(invoice, Place.BILLED, Place.PAID, "paid"));
        compareWithWork(invoice);
    }

    /** Work may have been changed while its invoice was on the way. */
    private void compareWithWork(PostInvoice invoice) {
        lines(invoice).forEach(line -> intake.apply(line.line().source(), intake.judge(line)));
        intake.share();
    }

    void refused(Book.InFlight sent, PostInvoice invoice, Outcome.Refused said) {
        desk.answered(sent);
        reject(invoice);
        var bad = badLines(invoice, said);
        boolean whole = bad.isEmpty() || bad.size() == invoice.lines().size();
        if (whole) {
            holdAll(invoice, said, sent.through());
        } else {
            holdLines(invoice, said, bad, sent.through());
        }
    }

    private static Map<Integer, LineError> badLines(PostInvoice invoice, Outcome.Refused said) {
        var bad = new LinkedHashMap<Integer, LineError>();
        for (var error : said.lines()) {
            if (error.line() >= 0 && error.line() < invoice.lines().size()) {
                bad.putIfAbsent(error.line(), error);
            }
        }
        return bad;
    }

    private void holdAll(PostInvoice invoice, Outcome.Refused said, LocalDate through) {
        var total =
                Money.total(invoice.lines().stream().map(InvoiceLine::amount).toList());
        var problem = problem(invoice, said, total);
        var ids = sources(invoice.lines());
        moveAll(invoice, Place.HELD, said.code());
        desk.refuse(problem, ids, through);
        release(invoice, ids);
    }

    private Problem problem(PostInvoice invoice, Outcome.Refused said, Money total) {
        if (said.code().equals(Periods.CLOSED)) {
            return desk.periods().refused(invoice, said, total);
        }
        var subject = said.code().equals("CREDIT_HOLD") ? invoice.customer() : desk.project();
        return BillingProblems.refused(said.code(), subject, said.system().value(), said.says(), total);
    }

    /** Only the lines that finance named are held; the others go out again at once. */
    private void holdLines(PostInvoice invoice, Outcome.Refused said, Map<Integer, LineError> bad, LocalDate through) {
        var good = new ArrayList<OpenLine>();
        for (int i = 0; i < invoice.lines().size(); i++) {
            var row = invoice.lines().get(i);
            var error = bad.get(i);
            move(row.sources(), invoice, Place.POSTING, error == null ? Place.UNBILLED : Place.HELD, said.code());
            if (error == null) {
                row.sources().forEach(source -> desk.line(source.ref()).ifPresent(good::add));
            } else {
                var ids = sources(List.of(row));
                desk.refuse(refusal(row, error, said), ids, through);
                release(invoice, ids);
            }
        }
        billing.bill(good, through);
    }

    private Problem refusal(InvoiceLine row, LineError error, Outcome.Refused said) {
        Ref<?> subject = row.sources().size() == 1 ? row.sources().getFirst().ref() : desk.project();
        return BillingProblems.refused(
                error.code(),
                subject,
                said.system().value(),
                "line '%s': %s".formatted(row.description(), error.says()),
                row.amount());
    }

    /** Refused work that delivery has changed meanwhile need not wait: it is judged anew. */
    private void release(PostInvoice invoice, Set<String> ids) {
        for (var line : lines(invoice)) {
            if (ids.contains(line.line().source().id()) && changed(line)) {
                intake.apply(line.line().source(), intake.judge(line));
            }
        }
        intake.share();
    }

    private boolean changed(OpenLine line) {
        var held = line.balances().get(Place.HELD);
        return held != null
                && !(intake.judge(line) instanceof Placed placed
                        && placed.quantity().compareTo(held.quantity()) == 0
                        && placed.amount().equals(held.amount()));
    }

    void abandoned(Book.InFlight sent, PostInvoice invoice, String by) {
        desk.answered(sent);
        reject(invoice);
        moveAll(invoice, Place.UNBILLED, "invoice given up by " + by);
        compareWithWork(invoice);
    }

    private void reject(PostInvoice invoice) {
        desk.facts()
                .get(invoice.subject())
                .filter(object -> object.status() == Invoice.Status.DRAFT)
                .ifPresent(object ->
                        desk.store(invoice.subject(), numbered(object, Invoice.Status.REJECTED, object.number())));
    }

    private static Invoice numbered(Invoice invoice, Invoice.Status status, Optional<String> number) {
        return new Invoice(
                invoice.customer(),
                status,
                invoice.invoicedOn(),
                invoice.total(),
                number,
                invoice.legalEntity(),
                invoice.project(),
                invoice.dueOn(),
                invoice.tax(),
                invoice.outstanding());
    }

    /** An invoice changed in finance: paid, reopened or taken back. */
    void seen(Ref<Invoice> ref, Optional<Invoice> now) {
        var lines = desk.facts().linesOn(ref);
        if (now.isEmpty()) {
            takenBack(ref, lines, "INVOICE_DELETED", ref.id(), "deleted");
            return;
        }
        var number = now.get().number().orElse(ref.id());
        switch (now.get().status()) {
            case PAID -> {
                if (paid(now.get())) {
                    moveOn(ref, lines, Place.BILLED, Place.PAID, "invoice %s is paid".formatted(number));
                }
            }
            case OPEN, PENDING_APPROVAL ->
                moveOn(ref, lines, Place.PAID, Place.BILLED, "invoice %s is open again".formatted(number));
            case VOIDED -> takenBack(ref, lines, "INVOICE_VOIDED", number, "voided");
            case REJECTED -> takenBack(ref, lines, "INVOICE_REJECTED", number, "rejected");
            case DRAFT -> {}
        }
    }

    private static boolean paid(Invoice invoice) {
        return invoice.status() == Invoice.Status.PAID
                && invoice.outstanding().filter(Money::isPositive).isEmpty();
    }

    private void moveOn(Ref<Invoice> ref, List<OpenLine> lines, Place from, Place to, String cause) {
        for (var line : lines) {
            var balance = line.balances().get(from);
            if (balance != null) {
                desk.post(line.line(), from, to, balance, cause, Optional.of(ref));
            }
        }
    }

    private void takenBack(Ref<Invoice> ref, List<OpenLine> lines, String code, String number, String how) {
        var back = new HashSet<String>();
        var amounts = new ArrayList<Money>();
        for (var line : lines) {
            for (var place : List.of(Place.BILLED, Place.PAID)) {
                var balance = line.balances().get(place);
                if (balance != null) {
                    desk.post(
                            line.line(),
                            place,
                            Place.HELD,
                            balance,
                            "invoice %s was %s".formatted(number, how),
                            Optional.of(ref));
                    back.add(line.line().source().id());
                    amounts.add(balance.amount());
                }
            }
        }
        if (!back.isEmpty()) {
            desk.refuse(BillingProblems.invoiceGone(code, ref, number, how, Money.total(amounts)), back, desk.today());
        }
    }

    private void moveAll(PostInvoice invoice, Place to, String cause) {
        moveAll(invoice, Place.POSTING, to, cause);
    }

    private void moveAll(PostInvoice invoice, Place from, Place to, String cause) {
        invoice.lines().forEach(row -> move(row.sources(), invoice, from, to, cause));
    }

    private void move(List<BilledSource> sources, PostInvoice invoice, Place from, Place to, String cause) {
        for (var source : sources) {
            desk.line(source.ref()).ifPresent(line -> {
                var balance = line.balances().get(from);
                if (balance != null) {
                    desk.post(line.line(), from, to, balance, cause, Optional.of(invoice.subject()));
                }
            });
        }
    }

    private List<OpenLine> lines(PostInvoice invoice) {
        return invoice.lines().stream()
                .flatMap(row -> row.sources().stream())
                .flatMap(source -> desk.line(source.ref()).stream())
                .toList();
    }

    private static Set<String> sources(List<InvoiceLine> rows) {
        return rows.stream()
                .flatMap(row -> row.sources().stream())
                .map(source -> source.ref().id())
                .collect(Collectors.toSet());
    }

    /** The cause is believed mended: what finance refused is judged, and billed again under the next run's number. */
    void retry() {
        desk.periods().release();
        goOn(desk.refusals());
    }

    /** A period was opened or closed: what waits for it may go on. */
    void periodsChanged() {
        goOn(desk.periods().over());
    }

    private void goOn(List<Book.Refusal> refusals) {
        // What only waited for a look is billed with the next run.
        var through = refusals.stream()
                .filter(refusal -> !refusal.problem().code().equals(Periods.LATE))
                .map(Book.Refusal::through)
                .max(LocalDate::compareTo);
        for (var refusal : refusals) {
            desk.forget(refusal);
            refusal.lines().forEach(id -> unhold(new Ref<CanonicalObject>(id)));
        }
        intake.review();
        through.ifPresent(billing::run);
    }

    private void unhold(Ref<?> source) {
        desk.line(source)
                .filter(line -> line.balances().containsKey(Place.HELD))
                .ifPresent(line -> intake.apply(source, intake.judge(line)));
    }
}
