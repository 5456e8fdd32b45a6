package dev.throughline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.server.database.EmbeddedDatabase;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the HCM through the hub to the PSA: people, skills, what an hour costs, absences, leaving and coming back. */
class PeopleRoadTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path folder;

    /** The time of the machine, moved ahead by hand. */
    private static final class Ahead implements InstantSource {
        private volatile Duration by = Duration.ZERO;

        void days(int days) {
            by = by.plusDays(days);
        }

        @Override
        public Instant instant() {
            return InstantSource.system().instant().plus(by);
        }

        /** At the company, whose days the HCM goes by: for some hours of each day it is another in UTC. */
        LocalDate today() {
            return LocalDate.ofInstant(instant(), ZoneId.of("America/Denver"));
        }
    }

    private record Scene(Ahead clock, Town town, World world, Firm.Consultant person) {
        void settle() {
            assertThat(world.settle(PATIENCE)).isTrue();
            assertThat(open(world)).isEmpty();
        }

        String user() {
            return town.psa().person(person.email()).orElseThrow();
        }

        boolean disabled() {
            return town.psa().records("users").stream()
                    .filter(u -> user().equals(String.valueOf(u.get("id"))))
                    .anyMatch(u -> Boolean.TRUE.equals(u.get("disabled")));
        }

        /** Cost rates in use, in minor units. */
        List<String> costs() {
            return town.psa().records("cost_rates").stream()
                    .filter(r -> Boolean.TRUE.equals(r.get("in_use")))
                    .map(r -> String.valueOf(r.get("amount_in_subunits")))
                    .toList();
        }

        void faultNext(Fault fault, String operation) {
            town.vendors().of(Vendors.PSA).faults().next(fault, 1, operation);
        }
    }

    @Test
    void a_person_s_skills_cost_absences_leaving_and_return_all_arrive_in_delivery() {
        Firm firm = FirmMaker.make(3, 8);
        var clock = new Ahead();
        try (var database = EmbeddedDatabase.open(folder.resolve("data"));
                var town = Town.open(firm, clock);
                var world = World.open(
                        town.vendors().settings(),
                        firm,
                        database.source(),
                        folder.resolve("mappings"),
                        Duration.ofDays(3650),
                        clock)) {
            world.start();
            var scene = new Scene(clock, town, world, firm.consultants().getFirst());
            arrives(scene);
            goesOnLeave(scene);
            getsARaise(scene);
            leavesAndComesBack(scene);
        }
    }

    private static void arrives(Scene scene) {
        scene.town.hcm().hire(scene.person);
        scene.faultNext(Fault.LOSE_ANSWER, "POST /api/v1/account_invitations");
        scene.settle();
        assertThat(scene.town.psa().records("users")).hasSize(1);
        assertThat(scene.disabled()).isFalse();
        assertThat(scene.town.psa().records("skill_memberships"))
                .extracting(m -> m.get("cached_skill_name"))
                .containsExactly(scene.person.skill());
        assertThat(scene.costs())
                .containsExactly(scene.person
                        .cost()
                        .movePointRight(2)
                        .toBigIntegerExact()
                        .toString());
    }

    private static void goesOnLeave(Scene scene) {
        LocalDate friday = scene.clock.today().with(TemporalAdjusters.next(DayOfWeek.FRIDAY));
        LocalDate monday = friday.plusDays(3);
        scene.faultNext(Fault.LOSE_ANSWER, "POST /api/v1/time_off_entries");
        String leave = scene.town.hcm().takeOff(scene.person, "Vacation", friday, monday.plusDays(1), 24);
        scene.settle();
        assertThat(scene.town.psa().away(scene.user()))
                .as("the vendor adds up what is created twice")
                .isEqualTo(days(friday, monday, monday.plusDays(1)));

        String more = scene.town.hcm().takeOff(scene.person, "Vacation", monday.plusDays(7), monday.plusDays(7), 4);
        scene.settle();
        assertThat(scene.town.psa().away(scene.user()))
                .containsEntry(monday.plusDays(7).toString(), "4");

        scene.town.hcm().callOff(leave);
        scene.settle();
        assertThat(scene.town.psa().away(scene.user()))
                .isEqualTo(Map.of(monday.plusDays(7).toString(), "4"));
        scene.town.hcm().callOff(more);
        scene.settle();
        assertThat(scene.town.psa().away(scene.user())).isEmpty();
    }

    private static Map<String, String> days(LocalDate... days) {
        var hours = new TreeMap<String, String>();
        for (LocalDate day : days) {
            hours.put(day.toString(), "8");
        }
        return hours;
    }

    private static void getsARaise(Scene scene) {
        List<String> before = scene.costs();
        scene.town.hcm().raise(scene.person, scene.clock.today().plusDays(2), "123.45");
        scene.settle();
        assertThat(scene.costs()).as("not before its day").isEqualTo(before);
        scene.clock.days(2);
        scene.settle();
        assertThat(scene.costs()).containsExactly("12345");
    }

    private static void leavesAndComesBack(Scene scene) {
        scene.town.hcm().employ(scene.person, scene.clock.today().plusDays(3), "Terminated");
        scene.settle();
        assertThat(scene.disabled()).as("still at work").isFalse();

        scene.clock.days(3);
        scene.faultNext(Fault.LOSE_ANSWER, "PUT /api/v1/account_memberships");
        scene.settle();
        assertThat(scene.disabled()).isTrue();

        scene.clock.days(30);
        scene.town.hcm().employ(scene.person, scene.clock.today(), "Full-Time");
        scene.settle();
        assertThat(scene.disabled()).isFalse();
        assertThat(scene.town.psa().records("users")).hasSize(1);
    }

    private static List<String> open(World world) {
        return world
                .hub()
                .exceptions()
                .list(world.tenant(), Exceptions.Filter.OPEN, Optional.empty(), 50)
                .items()
                .stream()
                .map(i -> i.code() + ": " + i.says())
                .toList();
    }
}
