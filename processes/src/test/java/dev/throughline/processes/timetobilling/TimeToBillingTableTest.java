package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Events.AWAITED;
import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.timetobilling.TimeToBilling.TYPE;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Contract;
import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import dev.throughline.model.command.Command;
import dev.throughline.model.command.Command.BilledSource;
import dev.throughline.model.command.Command.InvoiceLine;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Decision;
import dev.throughline.processes.ledger.LineKind;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import dev.throughline.processes.ledger.SourceLine;
import dev.throughline.processes.testing.Events;
import dev.throughline.processes.testing.TransitionTable;
import dev.throughline.processes.testing.World;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;

class TimeToBillingTableTest {
    private static final Ref<Invoice> INVOICE = new Ref<>("inv_1");
    private static final LocalDate DAY = LocalDate.of(2026, 3, 31);
    private static final Ref<?> SENT = new Ref<>("tim_sent");
    private static final Command COMMAND = new PostInvoice(
            INVOICE,
            ALDER,
            Optional.empty(),
            UK,
            PROJECT,
            Optional.of(CONTRACT),
            CurrencyUnit.GBP,
            DAY,
            Optional.empty(),
            "",
            List.of(new InvoiceLine(
                    "ADVICE",
                    "Ann Lee",
                    BigDecimal.ONE,
                    gbp("150.00"),
                    gbp("150.00"),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(new BilledSource(SENT, BigDecimal.ONE, gbp("150.00"))))));
    private static final Book AWAITING = new Book(
            1,
            Set.of(),
            List.of(),
            List.of(new Book.InFlight(AWAITED, INVOICE.id(), DAY)),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of());

    /** One line stands unbilled, one on its way to finance. */
    private static World world() {
        var world =
                delivering(BillingModel.TIME_AND_MATERIALS).with(new Ref<>(SENT.id()), hours(ANN, "2026-03-03", "1"));
        world.with(ENTRY, hours(ANN, "2026-03-02", "1"));
        var decision = Decision.<BillingState>to(new BillingState.Collecting(Book.EMPTY));
        for (Ref<?> source : List.of(ENTRY, SENT)) {
            decision = decision.post(posting(source, Place.OUTSIDE, Place.UNBILLED, Optional.empty()));
        }
        world.apply(decision.post(posting(SENT, Place.UNBILLED, Place.POSTING, Optional.of(INVOICE))));
        return world;
    }

    private static Posting posting(Ref<?> source, Place from, Place to, Optional<Ref<Invoice>> invoice) {
        var line = new SourceLine(
                source,
                LineKind.TIME,
                PROJECT,
                Optional.of(CONTRACT),
                Optional.of(ALDER),
                Optional.of(UK),
                LocalDate.of(2026, 3, source.equals(ENTRY) ? 2 : 3),
                "Ann Lee",
                "",
                "",
                "consultant");
        return new Posting(line, from, to, BigDecimal.ONE, gbp("150.00"), "sample", invoice);
    }

    @Test
    void every_state_answers_every_step() {
        new TransitionTable<>(new TimeToBilling(), PROJECT.id(), world(), BillingStep.class, BillingStep::of)
                .state(new BillingState.Collecting(Book.EMPTY))
                .state(new BillingState.Posting(AWAITING))
                .state(new BillingState.Stopped(AWAITING, "bob", "not wanted"))
                .step(Events.changed(new Ref<>("tim_new"), hours(ANN, "2026-03-04", "2")))
                .step(Events.changed(CONTRACT, contract(Contract.Status.ACTIVE)))
                .step(Events.changed(CARD, card("150.00")))
                .step(Events.timer(TYPE, PROJECT.id(), Periods.TIMER))
                .step(Events.asked(new Request.PublishApprovedTimeForBilling(PROJECT, DAY)))
                .step(Events.timer(TYPE, PROJECT.id(), BillingRun.TIMER))
                .step(Events.timer(TYPE, PROJECT.id(), Intake.INSTALMENTS))
                .step(Events.done(TYPE, PROJECT.id(), COMMAND))
                .step(Events.refused(TYPE, PROJECT.id(), COMMAND))
                .step(Events.abandoned(TYPE, PROJECT.id(), COMMAND))
                .step(Events.changed(INVOICE, invoice(Invoice.Status.OPEN, "150.00")))
                .step(Events.asked(new Request.Retry(TYPE, PROJECT.id())))
                .step(Events.asked(new Request.Skip(TYPE, PROJECT.id(), "not wanted")))
                .step(Events.asked(new Request.ActivateContract(CONTRACT)))
                .matches("transitions-time-to-billing.md");
    }
}
