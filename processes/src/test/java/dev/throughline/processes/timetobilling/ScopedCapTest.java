package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm.Limit;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.Project;
import dev.throughline.model.RateCard;
import dev.throughline.model.Ref;
import dev.throughline.model.Scope;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.WbsElement;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** Caps of a phase, a role or a project beside that of the contract, and caps that projects share. */
class ScopedCapTest {
    private static final Ref<WbsElement> BUILD = new Ref<>("wbs_build");
    private static final Ref<WbsElement> TASK = new Ref<>("wbs_task");
    private static final Ref<Project> OTHER = new Ref<>("prj_other");
    private static final Ref<TimeEntry> SECOND = new Ref<>("tim_2");
    private static final Ref<TimeEntry> REST = new Ref<>("tim_2~2");
    private static final Set<Place> COUNTED = EnumSet.of(Place.UNBILLED, Place.POSTING, Place.BILLED, Place.PAID);
    private static final Limit BUILDING =
            new Limit("build", gbp("1500.00"), scope(Optional.empty(), Optional.of("Build"), Optional.empty()));
    private static final Limit ARCHITECTS =
            new Limit("architects", gbp("800.00"), scope(Optional.empty(), Optional.empty(), Optional.of("architect")));
    private static final Limit HERE =
            new Limit("here", gbp("1000.00"), scope(Optional.of("P1"), Optional.empty(), Optional.empty()));

    private static Scope scope(Optional<String> project, Optional<String> phase, Optional<String> role) {
        return new Scope(project, phase, role);
    }

    private static World world(Optional<Money> whole, Limit... limits) {
        var capped = capped(1, START, whole).with(List.of(limits));
        return delivering(BillingModel.TIME_AND_MATERIALS)
                .with(VERSION, capped)
                .with(CARD, new RateCard("STD", CurrencyUnit.GBP, List.of(rate(Optional.empty(), "100.00"))))
                .with(BUILD, element("Build", WbsElement.Kind.PHASE, Optional.empty()))
                .with(TASK, element("Wiring", WbsElement.Kind.TASK, Optional.of(BUILD)));
    }

    private static WbsElement element(String name, WbsElement.Kind kind, Optional<Ref<WbsElement>> parent) {
        return new WbsElement(PROJECT, name, kind, parent, Optional.empty(), Optional.empty(), Optional.empty(), true);
    }

    private static Scenario<BillingState> billing(World world) {
        return given(new TimeToBilling(), PROJECT.id(), world);
    }

    private static TimeEntry building(String day, String hours) {
        var entry = hours(ANN, day, hours);
        return new TimeEntry(
                entry.project(),
                entry.resource(),
                entry.workedOn(),
                entry.hours(),
                true,
                Approval.APPROVED,
                Optional.of(TASK),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static TimeEntry on(Ref<Project> project, TimeEntry entry) {
        return new TimeEntry(
                project,
                entry.resource(),
                entry.workedOn(),
                entry.hours(),
                true,
                Approval.APPROVED,
                entry.task(),
                entry.role(),
                entry.rate(),
                entry.note());
    }

    @Test
    void a_cap_of_a_phase_holds_the_work_of_its_tasks_and_no_other() {
        var run = billing(world(Optional.empty(), BUILDING))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "20"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 2000.00")
                .whenStored(SECOND, building("2026-03-03", "16"))
                .thenStands(SECOND, Place.UNBILLED, "GBP 1500.00")
                .thenStands(REST, Place.HELD, "GBP 100.00")
                .thenOpenProblems("CONTRACT_CAP_REACHED");
        assertThat(run.world().problems().values().iterator().next().says()).contains("GBP 1500.00 for phase 'Build'");
    }

    @Test
    void work_counts_against_every_cap_that_it_lies_within() {
        billing(world(Optional.of(gbp("1200.00")), BUILDING, ARCHITECTS))
                .whenStored(ENTRY, hours(BEN, "2026-03-02", "10"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 800.00")
                .whenStored(SECOND, building("2026-03-03", "5"))
                .thenStands(SECOND, Place.UNBILLED, "GBP 400.00")
                .thenStands(REST, Place.HELD, "GBP 100.00");
    }

    @Test
    void work_that_moves_to_another_role_leaves_the_room_of_the_one_and_takes_that_of_the_other() {
        billing(world(Optional.empty(), ARCHITECTS))
                .whenStored(ENTRY, hours(BEN, "2026-03-02", "8"))
                .whenStored(SECOND, hours(BEN, "2026-03-03", "8"))
                .thenStands(SECOND, Place.HELD, "GBP 800.00")
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 800.00")
                .thenStands(SECOND, Place.UNBILLED, "GBP 800.00")
                .thenOpenProblems();
    }

    @Test
    void a_cap_of_a_project_leaves_the_others_alone() {
        var world = world(Optional.empty(), HERE).with(OTHER, named("P2"));
        billing(world)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "16"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 1000.00");
        given(new TimeToBilling(), OTHER.id(), world)
                .whenStored(SECOND, on(OTHER, hours(ANN, "2026-03-02", "16")))
                .thenStands(SECOND, Place.UNBILLED, "GBP 1600.00");
    }

    private static Project named(String code) {
        var like = project();
        return new Project(
                "Other",
                like.status(),
                Optional.of(code),
                like.contract(),
                like.opportunity(),
                like.customer(),
                like.legalEntity(),
                like.billingModel(),
                like.currency(),
                like.budget(),
                like.template(),
                like.serviceLine(),
                like.startsOn(),
                like.endsOn());
    }

    @Test
    void projects_of_one_contract_share_its_cap_and_who_waits_goes_on_when_the_other_makes_room() {
        var world = world(Optional.of(gbp("1000.00"))).with(OTHER, named("P2"));
        var here = billing(world);
        var there = given(new TimeToBilling(), OTHER.id(), world);
        here.whenStored(ENTRY, hours(ANN, "2026-03-02", "8"));
        there.whenStored(SECOND, on(OTHER, hours(ANN, "2026-03-01", "8")))
                .thenStands(SECOND, Place.UNBILLED, "GBP 200.00")
                .thenStands(REST, Place.HELD, "GBP 600.00");
        here.whenStored(ENTRY, hours(ANN, "2026-03-02", "5"));
        there.whenStored(SECOND, on(OTHER, hours(ANN, "2026-03-01", "8")))
                .thenStands(SECOND, Place.UNBILLED, "GBP 500.00")
                .thenStands(REST, Place.HELD, "GBP 300.00");
    }

    @Test
    void whatever_happens_on_two_projects_no_cap_is_exceeded() {
        boolean reached = false;
        for (int seed = 0; seed < 40; seed++) {
            var random = new Random(seed);
            var world = world(Optional.of(gbp("4000.00")), BUILDING, ARCHITECTS, HERE)
                    .with(OTHER, named("P2"));
            var runs = List.of(billing(world), given(new TimeToBilling(), OTHER.id(), world));
            var awaited = List.of(new ArrayList<String>(), new ArrayList<String>());
            for (int i = 0; i < 80; i++) {
                int which = random.nextInt(2);
                var run = runs.get(which);
                var project = which == 0 ? PROJECT : OTHER;
                switch (random.nextInt(8)) {
                    case 0, 1, 2, 3 -> run.whenStored(entry(which, random), on(project, work(random)));
                    case 4 -> run.whenDeleted(entry(which, random));
                    case 5 ->
                        run.whenAsked(new Request.PublishApprovedTimeForBilling(project, LocalDate.of(2026, 6, 30)));
                    default -> {
                        if (!awaited.get(which).isEmpty()) {
                            run.done(awaited.get(which).removeFirst());
                        }
                    }
                }
                run.last().commands().forEach(send -> awaited.get(which).add(send.step()));
                var said = "seed %d, step %d".formatted(seed, i);
                assertThat(counted(world, null, Scope.ALL)).as(said).isLessThanOrEqualTo(gbp("4000.00"));
                assertThat(counted(world, null, BUILDING.within())).as(said).isLessThanOrEqualTo(BUILDING.amount());
                assertThat(counted(world, null, ARCHITECTS.within())).as(said).isLessThanOrEqualTo(ARCHITECTS.amount());
                assertThat(counted(world, PROJECT, Scope.ALL)).as(said).isLessThanOrEqualTo(HERE.amount());
                reached |= counted(world, PROJECT, Scope.ALL).equals(HERE.amount());
            }
        }
        assertThat(reached).as("some history reached a cap").isTrue();
    }

    private static Ref<TimeEntry> entry(int which, Random random) {
        return new Ref<>("tim_" + (which * 10 + random.nextInt(8)));
    }

    private static TimeEntry work(Random random) {
        var day = START.plusDays(random.nextInt(20)).toString();
        var hours = BigDecimal.valueOf(1 + random.nextInt(900), 2).toPlainString();
        return random.nextBoolean() ? building(day, hours) : hours(random.nextBoolean() ? ANN : BEN, day, hours);
    }

    private static Money counted(World world, @org.jspecify.annotations.Nullable Ref<Project> project, Scope within) {
        return world.lines().stream()
                .filter(line -> project == null || line.line().project().equals(project))
                .filter(line -> within.holdsFor(line.line().phase(), line.line().role()))
                .flatMap(line -> line.balances().entrySet().stream())
                .filter(balance -> COUNTED.contains(balance.getKey()))
                .map(balance -> balance.getValue().amount())
                .reduce(gbp("0.00"), Money::plus);
    }

    @Test
    void a_cap_in_another_currency_than_the_contract_holds_the_work() {
        billing(world(Optional.empty(), new Limit("odd", Money.parse("EUR 5.00"), Scope.ALL)))
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "8"))
                .thenOpenProblems("CAP_CURRENCY_DIFFERS");
    }

    @Test
    void versions_with_two_terms_of_one_name_are_refused() {
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> capped(1, START, Optional.empty()).with(List.of(BUILDING, BUILDING)))
                .hasMessageContaining("one name");
    }

    @Test
    void a_cap_that_comes_into_force_holds_what_was_ready_above_it() {
        ContractVersion later =
                capped(2, LocalDate.of(2026, 5, 1), Optional.empty()).with(List.of(HERE));
        billing(world(Optional.empty()))
                .whenStored(new Ref<>("cvr_rollout2"), later)
                .whenStored(ENTRY, hours(ANN, "2026-03-02", "16"))
                .thenStands(ENTRY, Place.UNBILLED, "GBP 1600.00")
                .on("2026-05-01T00:00:00Z")
                .whenTimer("instalments")
                .thenStands(ENTRY, Place.UNBILLED, "GBP 1000.00")
                .thenStands(new Ref<TimeEntry>("tim_1~2"), Place.HELD, "GBP 600.00");
    }
}
