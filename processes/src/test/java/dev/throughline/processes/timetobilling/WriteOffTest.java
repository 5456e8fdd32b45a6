package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Open work that is given up. Alice asks; Ann's hour is 150, Ben's has no price. */
class WriteOffTest {
    private static final Ref<TimeEntry> OTHER = new Ref<>("tim_2");
    private static final Ref<TimeEntry> UNPRICED = new Ref<>("tim_3");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));

    private final Scenario<BillingState> run =
            given(new TimeToBilling(), PROJECT.id(), delivering(BillingModel.TIME_AND_MATERIALS));

    @AfterEach
    void what_is_moved_is_conserved() {
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
    }

    private Scenario<BillingState> open() {
        return run.whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .whenStored(OTHER, hours(ANN, "2026-03-03", "2"))
                .whenStored(UNPRICED, hours(BEN, "2026-03-03", "4"))
                .thenOpenProblems("RATE_MISSING");
    }

    private static Request all() {
        return new Request.WriteOff(PROJECT, Optional.empty(), "cancelled");
    }

    private static Request decide(int number, boolean approve) {
        return new Request.DecideWriteOff(PROJECT, number, approve);
    }

    private void bob(Request request) {
        run.when(new CanonicalEvent.Asked(
                new CanonicalEvent.Header("b", Instant.parse("2026-04-02T08:00:00Z"), "thread"), request, "bob"));
    }

    @Test
    void open_work_is_written_off_when_a_second_person_agrees() {
        open().whenAsked(all())
                .thenOpenProblems("RATE_MISSING", "WRITE_OFF_AWAITS_APPROVAL")
                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00")
                .whenAsked(decide(1, true))
                .thenIgnored("may not approve");
        bob(decide(2, true));
        run.thenIgnored("no such write-off");
        bob(decide(1, true));
        run.thenStands(ENTRY, Place.WRITTEN_OFF, "GBP 150.00")
                .thenStands(OTHER, Place.WRITTEN_OFF, "GBP 300.00")
                .thenStands(UNPRICED, Place.WRITTEN_OFF, "GBP 0.00")
                .thenOpenProblems()
                .whenAsked(RUN)
                .thenIgnored("nothing is ready")
                .whenStored(CARD, card("160.00"))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "1"))
                .thenStands(ENTRY, Place.WRITTEN_OFF, "GBP 150.00")
                .thenOpenProblems();
    }

    @Test
    void a_rejected_write_off_moves_nothing() {
        open().whenAsked(all()).whenAsked(all()).thenIgnored("waits for a decision");
        bob(decide(1, false));
        run.thenStands(ENTRY, Place.UNBILLED, "GBP 150.00").thenOpenProblems("RATE_MISSING");
    }

    @Test
    void more_than_was_asked_for_is_asked_anew() {
        open().whenAsked(all()).whenStored(ENTRY, hours(ANN, "2026-03-02", "8"));
        bob(decide(1, true));
        run.thenStands(ENTRY, Place.UNBILLED, "GBP 1200.00")
                .thenOpenProblems("RATE_MISSING", "WRITE_OFF_AWAITS_APPROVAL");
        bob(decide(2, true));
        run.thenStands(ENTRY, Place.WRITTEN_OFF, "GBP 1200.00").thenOpenProblems();
    }

    @Test
    void up_to_the_limit_of_its_currency_one_person_does() {
        run.world().with(new WriteOffPolicy(List.of(gbp("200.00"))));
        open().whenAsked(new Request.WriteOff(PROJECT, Optional.of(ENTRY), "goodwill"))
                .thenStands(ENTRY, Place.WRITTEN_OFF, "GBP 150.00")
                .thenStands(OTHER, Place.UNBILLED, "GBP 300.00")
                .whenAsked(new Request.WriteOff(PROJECT, Optional.of(OTHER), "goodwill"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 300.00")
                .thenOpenProblems("RATE_MISSING", "WRITE_OFF_AWAITS_APPROVAL");
        assertThatThrownBy(() -> new WriteOffPolicy(List.of(gbp("1.00"), gbp("2.00"))))
                .hasMessageContaining("twice");
    }

    @Test
    void what_was_written_off_can_be_taken_back() {
        run.world().with(new WriteOffPolicy(List.of(gbp("1000.00"))));
        open().whenAsked(all())
                .whenAsked(new Request.TakeBackWriteOff(PROJECT, Optional.of(ENTRY), "they pay after all"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 150.00")
                .thenStands(OTHER, Place.WRITTEN_OFF, "GBP 300.00")
                .whenAsked(new Request.TakeBackWriteOff(PROJECT, Optional.empty(), "they pay after all"))
                .thenStands(OTHER, Place.UNBILLED, "GBP 300.00")
                .thenStands(UNPRICED, Place.HELD, "GBP 0.00")
                .thenOpenProblems("RATE_MISSING")
                .whenAsked(new Request.TakeBackWriteOff(PROJECT, Optional.empty(), "they pay after all"))
                .thenIgnored("nothing was written off");
    }
}
