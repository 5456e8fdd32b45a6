package dev.throughline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.server.demo.Firm.Oddity;
import dev.throughline.server.demo.Wire.Played;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A seed is the whole firm and the whole play. */
class FirmMakerTest {
    private static final int WEEKS = 4;

    @Test
    void the_same_seed_makes_the_same_firm() {
        assertThat(FirmMaker.make(42, 8)).isEqualTo(FirmMaker.make(42, 8));
    }

    @Test
    void other_seeds_make_other_firms() {
        assertThat(LongStream.range(0, 50).mapToObj(seed -> FirmMaker.make(seed, 8)))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_firm_has_three_entities_and_every_oddity_whatever_its_seed() {
        for (long seed = 0; seed < 50; seed++) {
            Firm firm = FirmMaker.make(seed, 8);
            assertThat(firm.entities()).hasSize(3);
            assertThat(firm.consultants()).hasSize(40).doesNotHaveDuplicates();
            assertThat(firm.customers()).hasSize(25);
            assertThat(firm.deals()).extracting(Firm.Deal::title).doesNotHaveDuplicates();
            assertThat(firm.deals()).extracting(Firm.Deal::oddity).contains(Oddity.values());
        }
    }

    @Test
    void the_same_seed_is_played_the_same_and_another_otherwise() {
        List<Object> first = played(5);
        assertThat(played(5)).isEqualTo(first);
        assertThat(played(6)).isNotEqualTo(first);
    }

    @Test
    void a_step_that_is_asked_for_again_is_not_played_again() {
        Firm firm = FirmMaker.make(1, WEEKS);
        try (var town = Town.open(firm, InstantSource.system());
                var notices = new Notices(town.vendors().of(Vendors.HCM).access(), town.clock())) {
            var play = new Play(town, notices, 1, WEEKS);
            List<Played> once = List.of(play.step(0), play.step(1));
            assertThat(play.step(0)).isEqualTo(once.getFirst());
            assertThat(play.step(1)).isEqualTo(once.getLast());
            assertThat(play.done()).isEqualTo(2);
            assertThat(town.hcm().hired()).isEqualTo(firm.consultants().size());
        }
    }

    /** All that people do while no hub carries anything: what the vendors hold afterwards, without their stamps. */
    private static List<Object> played(long seed) {
        Firm firm = FirmMaker.make(seed, WEEKS);
        try (var town = Town.open(firm, InstantSource.system());
                var notices = new Notices(town.vendors().of(Vendors.HCM).access(), town.clock())) {
            // Delivery finds projects where a hub would have made them.
            projects(town, firm);
            var play = new Play(town, notices, seed, WEEKS);
            List<Object> all = new ArrayList<>();
            Step.script(WEEKS).forEach(step -> all.add(play.step(step.index())));
            all.add(work(town, "time_entries", "time_in_minutes"));
            all.add(work(town, "expenses", "amount_in_cents"));
            return all;
        }
    }

    private static void projects(Town town, Firm firm) {
        var psa = town.vendors().of(Vendors.PSA).screen();
        firm.consultants()
                .forEach(c -> psa.insert("users", Map.of("full_name", c.name().full(), "email_address", c.email())));
        firm.deals()
                .forEach(d -> psa.insert(
                        "workspaces",
                        Map.of(
                                "title",
                                d.title(),
                                "currency",
                                d.customer().entity().currency())));
    }

    private static List<String> work(Town town, String collection, String amount) {
        return town.psa().records(collection).stream()
                .map(r -> "%s %s %s"
                        .formatted(
                                r.get("workspace_id"), r.get("user_id"), new BigDecimal(String.valueOf(r.get(amount)))))
                .toList();
    }
}
