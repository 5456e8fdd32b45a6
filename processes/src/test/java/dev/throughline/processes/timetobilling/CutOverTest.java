package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ShadowNumber;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** People billed by hand while the hub computed in shadow; from the cut-over on the hub bills. ENTRY is work of before, LATER of after. */
class CutOverTest {
    private static final LocalDate LAST = LocalDate.of(2026, 3, 15);
    private static final Ref<TimeEntry> LATER = new Ref<>("tim_later");
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));
    private static final Optional<String> SHADOW = Optional.of(ShadowNumber.of("abcdefghijklmnop"));

    private final World world = delivering(BillingModel.TIME_AND_MATERIALS);

    private Scenario<BillingState> billedInShadow() {
        return worked().whenAsked(RUN).done("invoice-1-1", SHADOW);
    }

    private Scenario<BillingState> worked() {
        return given(new TimeToBilling(), PROJECT.id(), world)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .whenStored(LATER, hours(ANN, "2026-03-20", "4"));
    }

    private void cutOver() {
        world.with(new CutOverPolicy(Optional.of(LAST)));
    }

    @Test
    void what_was_billed_in_shadow_after_the_day_is_billed_anew_and_the_rest_never_again() {
        var scenario = billedInShadow();
        cutOver();
        scenario.whenAsked(RUN)
                .thenSends("invoice-2-1")
                .thenStands(ENTRY, Place.BILLED, "GBP 1200.00")
                .thenStands(LATER, Place.POSTING, "GBP 600.00")
                .done("invoice-2-1", Optional.of("INV-9"))
                .whenAsked(RUN)
                .thenIgnored("nothing is ready to bill");
        var invoice = scenario.sent("invoice-2-1", PostInvoice.class);
        assertThat(invoice.lines())
                .flatExtracting(line -> line.sources())
                .extracting(source -> source.ref().id())
                .containsExactly(LATER.id());
    }

    @Test
    void open_work_of_before_the_day_stands_billed_and_is_on_no_invoice() {
        var scenario = worked();
        cutOver();
        scenario.whenStored(PROJECT, project().saying(Project.Status.COMPLETED))
                .thenStands(ENTRY, Place.BILLED, "GBP 1200.00")
                .thenStands(LATER, Place.UNBILLED, "GBP 600.00");
        assertThat(world.postings().getLast().cause())
                .isEqualTo("billed elsewhere: work through 2026-03-15 was billed before the cut-over");
    }

    @Test
    void work_of_before_the_day_that_comes_late_stands_billed_and_a_change_of_it_is_told() {
        cutOver();
        given(new TimeToBilling(), PROJECT.id(), world)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenStands(ENTRY, Place.BILLED, "GBP 1200.00")
                .thenOpenProblems()
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "9"))
                .thenStands(ENTRY, Place.BILLED, "GBP 1200.00")
                .thenOpenProblems(BillingProblems.CHANGED_AFTER_BILLING);
    }

    @Test
    void without_a_day_a_shadow_stays_what_it_is() {
        billedInShadow()
                .whenAsked(RUN)
                .thenIgnored("nothing is ready to bill")
                .thenStands(LATER, Place.BILLED, "GBP 600.00");
    }
}
