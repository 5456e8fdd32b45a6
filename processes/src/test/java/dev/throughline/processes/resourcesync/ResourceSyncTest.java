package dev.throughline.processes.resourcesync;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Absence;
import dev.throughline.model.CostRate;
import dev.throughline.model.Ref;
import dev.throughline.model.Resource;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.EnsureResource;
import dev.throughline.model.command.Command.PublishAbsence;
import dev.throughline.model.command.Command.PublishCostRate;
import dev.throughline.processes.publishing.Published;
import dev.throughline.processes.testing.Firm;
import dev.throughline.processes.testing.Scenario;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResourceSyncTest {
    private static final Ref<CostRate> COST = new Ref<>("crt_1");
    private static final Ref<Absence> LEAVE = new Ref<>("abs_1");
    private static final Resource PERSON = Firm.person("Ann Lee", "consultant");

    private static Scenario<Published> ann() {
        return given(new ResourceSync(), ANN.id(), sold()).whenStored(ANN, PERSON);
    }

    private static Absence leave(Absence.Status status) {
        return new Absence(
                ANN,
                LocalDate.of(2026, 4, 6),
                LocalDate.of(2026, 4, 10),
                "holiday",
                status,
                Optional.empty(),
                List.of());
    }

    private static Resource leaving(LocalDate lastDay) {
        return person(Resource.Status.ACTIVE, Optional.of(lastDay));
    }

    private static Resource left(LocalDate lastDay) {
        return person(Resource.Status.INACTIVE, Optional.of(lastDay));
    }

    private static Resource person(Resource.Status status, Optional<LocalDate> lastDay) {
        return new Resource(
                PERSON.name(),
                PERSON.kind(),
                status,
                PERSON.number(),
                PERSON.email(),
                PERSON.role(),
                PERSON.department(),
                PERSON.practice(),
                PERSON.location(),
                PERSON.legalEntity(),
                PERSON.manager(),
                PERSON.weeklyHours(),
                PERSON.hiredOn(),
                lastDay,
                PERSON.skills());
    }

    @Test
    void a_person_is_told_once_and_again_only_when_changed() {
        ann().thenSends("tell-1")
                .done("tell-1")
                .whenStored(ANN, PERSON)
                .thenIgnored("nothing that others see")
                .whenStored(ANN, Firm.person("Ann Lee", "architect"))
                .thenSends("tell-2");
    }

    @Test
    void cost_rates_and_approved_absences_follow_the_person() {
        ann().whenStored(COST, new CostRate(ANN, START, gbp("60.00")))
                .thenSends("tell-2")
                .whenStored(LEAVE, leave(Absence.Status.REQUESTED))
                .thenSends()
                .whenStored(LEAVE, leave(Absence.Status.APPROVED))
                .thenSends("tell-3")
                .whenStored(LEAVE, leave(Absence.Status.CANCELLED))
                .thenSends("tell-4");
    }

    @Test
    void an_absence_deleted_at_its_source_is_cancelled_in_delivery() {
        var run = ann().whenStored(LEAVE, leave(Absence.Status.APPROVED))
                .whenDeleted(LEAVE)
                .thenSends("tell-3");
        assertThat(run.sent("tell-3", PublishAbsence.class).absence().status()).isEqualTo(Absence.Status.CANCELLED);
    }

    @Test
    void a_leaver_becomes_inactive_the_day_after_the_last_day() {
        var run = ann().done("tell-1")
                .whenStored(ANN, leaving(LocalDate.of(2026, 4, 30)))
                .thenSends("tell-2")
                .thenWakes("look-again 2026-05-01T00:00:00Z")
                .on("2026-05-01T00:00:00Z")
                .whenTimer("look-again")
                .thenSends("tell-3");
        assertThat(run.sent("tell-2", EnsureResource.class).resource().status()).isEqualTo(Resource.Status.ACTIVE);
        assertThat(run.sent("tell-3", EnsureResource.class).resource().status()).isEqualTo(Resource.Status.INACTIVE);
    }

    @Test
    void somebody_who_comes_back_becomes_active_again_even_in_the_midst_of_leaving() {
        var run = ann().done("tell-1")
                .whenStored(ANN, left(LocalDate.of(2026, 3, 1)))
                .thenSends("tell-2")
                .whenStored(ANN, PERSON)
                .thenSends("tell-3");
        assertThat(run.sent("tell-2", EnsureResource.class).resource().status()).isEqualTo(Resource.Status.INACTIVE);
        assertThat(run.sent("tell-3", EnsureResource.class).resource().status()).isEqualTo(Resource.Status.ACTIVE);
    }

    @Test
    void a_last_day_that_is_moved_or_taken_back_moves_the_day_of_leaving() {
        ann().done("tell-1")
                .whenStored(ANN, leaving(LocalDate.of(2026, 4, 30)))
                .thenWakes("look-again 2026-05-01T00:00:00Z")
                .whenStored(ANN, PERSON)
                .on("2026-05-01T00:00:00Z")
                .whenTimer("look-again")
                .thenIgnored("nothing that others see");
    }

    @Test
    void who_left_before_delivery_ever_heard_of_the_person_is_not_told() {
        given(new ResourceSync(), ANN.id(), sold())
                .whenStored(ANN, left(LocalDate.of(2025, 6, 30)))
                .thenSends();
    }

    @Test
    void who_left_and_still_stands_in_delivery_is_taken_off_there() {
        var run = given(new ResourceSync(), ANN.id(), sold().existing(Role.PSA, ANN))
                .whenStored(ANN, left(LocalDate.of(2025, 6, 30)))
                .thenSends("tell-1");
        assertThat(run.sent("tell-1", EnsureResource.class).resource().status()).isEqualTo(Resource.Status.INACTIVE);
    }

    @Test
    void the_rate_in_force_is_told_and_the_next_one_on_its_day() {
        var next = new Ref<CostRate>("crt_2");
        var past = new Ref<CostRate>("crt_0");
        var run = ann().done("tell-1")
                .whenStored(COST, new CostRate(ANN, START, gbp("60.00")))
                .thenSends("tell-2")
                .whenStored(next, new CostRate(ANN, LocalDate.of(2026, 5, 1), gbp("66.00")))
                .thenSends()
                .thenWakes("look-again 2026-05-01T00:00:00Z")
                .whenStored(past, new CostRate(ANN, START.minusYears(1), gbp("55.00")))
                .thenSends()
                .on("2026-05-01T00:00:00Z")
                .whenTimer("look-again")
                .thenSends("tell-3");
        assertThat(run.sent("tell-3", PublishCostRate.class).costRate().perHour())
                .isEqualTo(gbp("66.00"));
    }

    @Test
    void a_rate_taken_back_makes_the_one_before_it_count_again() {
        var slip = new Ref<CostRate>("crt_2");
        var run = ann().whenStored(COST, new CostRate(ANN, START, gbp("60.00")))
                .thenSends("tell-2")
                .whenStored(slip, new CostRate(ANN, START.plusDays(1), gbp("600.00")))
                .thenSends("tell-3")
                .whenDeleted(slip)
                .thenSends("tell-4");
        assertThat(run.sent("tell-4", PublishCostRate.class).costRate().perHour())
                .isEqualTo(gbp("60.00"));
    }

    @Test
    void who_left_gets_no_new_absences_but_old_ones_are_still_cancelled() {
        ann().whenStored(LEAVE, leave(Absence.Status.APPROVED))
                .thenSends("tell-2")
                .whenStored(ANN, left(LocalDate.of(2026, 3, 1)))
                .thenSends("tell-3")
                .whenStored(new Ref<>("abs_2"), leave(Absence.Status.APPROVED))
                .thenSends()
                .whenStored(LEAVE, leave(Absence.Status.CANCELLED))
                .thenSends("tell-4");
    }

    @Test
    void a_refusal_waits_for_a_change_or_a_retry() {
        ann().refused("tell-1", "EMAIL_INVALID")
                .thenOpenProblems("EMAIL_INVALID")
                .whenRetried()
                .thenSends("tell-2")
                .thenOpenProblems();
    }

    @Test
    void a_refusal_of_what_was_overtaken_is_history() {
        ann().whenStored(ANN, Firm.person("Ann Lee", "architect"))
                .thenSends("tell-2")
                .refused("tell-1", "EMAIL_INVALID")
                .thenOpenProblems()
                .done("tell-2")
                .then(Published.Quiet.class);
    }
}
