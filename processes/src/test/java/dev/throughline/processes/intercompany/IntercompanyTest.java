package dev.throughline.processes.intercompany;

import static dev.throughline.processes.intercompany.Companies.*;
import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.Approval;
import dev.throughline.model.CostRate;
import dev.throughline.model.IntercompanyCharge;
import dev.throughline.model.IntercompanyPosting;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.Flow;
import dev.throughline.model.command.Command.PostIntercompany;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.intercompany.IntercompanyPolicy.Transfer;
import dev.throughline.processes.intercompany.IntercompanyState.Collecting;
import dev.throughline.processes.intercompany.IntercompanyState.Posting;
import dev.throughline.processes.intercompany.IntercompanyState.Refused;
import dev.throughline.processes.testing.Scenario;
import dev.throughline.processes.testing.World;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntercompanyTest {
    private static final Request MARCH_IS_ASKED = new Request.PostIntercompany(DE, UK, MARCH);
    private static final Request APRIL_IS_ASKED = new Request.PostIntercompany(DE, UK, APRIL);

    private static Scenario<IntercompanyState> delivering(World world) {
        return given(new Intercompany(), KEY, world);
    }

    private static void charged(Scenario<?> run, String... amounts) {
        assertThat(charges(run.world()).stream().map(charge -> charge.amount().toString()))
                .containsExactly(amounts);
    }

    @Test
    void an_approved_hour_of_another_companys_person_is_charged_at_cost_plus() {
        var run = delivering(world(costPlus("10"))).whenStored(ENTRY, eva("2026-03-02", "7.5"));
        charged(run, "EUR 495.00");
        assertThat(charges(run.world()).getFirst().basis()).isEqualTo("cost plus 10 %");
        assertThat(run.world().postings()).as("the customer's ledger").isEmpty();
    }

    @Test
    void hours_within_one_company_concern_nobody() {
        var run = delivering(world(costPlus("10"))).whenStored(ENTRY, hours(ANN, "2026-03-02", "8"));
        charged(run);
        run.thenIgnored("does not concern");
    }

    @Test
    void hours_are_charged_once_they_are_approved_and_taken_back_when_they_no_longer_are() {
        var run = delivering(world(costPlus("10"))).whenStored(ENTRY, eva("2026-03-02", "8", Approval.SUBMITTED, true));
        charged(run);
        run.whenStored(ENTRY, eva("2026-03-02", "8"));
        charged(run, "EUR 528.00");
        run.whenStored(ENTRY, eva("2026-03-02", "8", Approval.REJECTED, true));
        charged(run, "EUR 528.00", "EUR -528.00");
        run.whenAsked(MARCH_IS_ASKED).thenSends().then(Collecting.class);
        assertThat(run.world().all(IntercompanyPosting.class).getFirst().status())
                .isEqualTo(IntercompanyPosting.Status.NOTHING_DUE);
    }

    @Test
    void the_cost_in_force_on_the_day_counts() {
        var world = world(costPlus("0")).with(new Ref<CostRate>("crt_eva2"), cost("2026-03-15", "80.00"));
        var run = delivering(world)
                .whenStored(entry("tim_1"), eva("2026-03-14", "1"))
                .whenStored(entry("tim_2"), eva("2026-03-15", "1"));
        charged(run, "EUR 60.00", "EUR 80.00");
    }

    @Test
    void a_share_of_the_customers_price_is_charged_in_the_contracts_currency() {
        var run = delivering(world(new Transfer.ShareOfPrice(new BigDecimal(60))))
                .whenStored(ENTRY, eva("2026-03-02", "2"));
        charged(run, "GBP 180.00");
        run.whenStored(ENTRY, eva("2026-03-02", "2", Approval.APPROVED, false));
        charged(run, "GBP 180.00", "GBP -180.00");
    }

    @Test
    void a_rate_card_between_two_companies_has_its_own_prices() {
        var run = delivering(world(new Transfer.Card("STD"))).whenStored(ENTRY, eva("2026-03-02", "2"));
        charged(run, "GBP 300.00");
    }

    @Test
    void a_month_is_one_posting_with_a_line_for_each_project() {
        var run = delivering(world(costPlus("10")))
                .whenStored(entry("tim_1"), eva("2026-03-02", "8"))
                .whenStored(entry("tim_2"), eva("2026-03-03", "4"))
                .whenStored(entry("tim_3"), eva("2026-04-01", "1"))
                .whenAsked(MARCH_IS_ASKED)
                .thenSends("post-2026-03-EUR-1")
                .then(Posting.class);
        var command = run.sent("post-2026-03-EUR-1", PostIntercompany.class);
        assertThat(command.total()).isEqualTo(eur("792.00"));
        assertThat(command.postedOn()).isEqualTo("2026-03-31");
        assertThat(command.lines()).singleElement().satisfies(line -> {
            assertThat(line.project()).isEqualTo(PROJECT);
            assertThat(line.hours()).isEqualByComparingTo("12");
            assertThat(line.flow()).isEqualTo(Flow.CHARGE);
        });
        run.done("post-2026-03-EUR-1", Optional.of("ICJ-1")).then(Collecting.class);
        assertThat(run.world().all(IntercompanyPosting.class))
                .singleElement()
                .satisfies(posting -> assertThat(posting.number()).contains("ICJ-1"));
        run.whenAsked(MARCH_IS_ASKED).thenSends();
    }

    @Test
    void a_month_that_is_not_over_is_not_posted() {
        delivering(world(costPlus("10")))
                .whenStored(ENTRY, eva("2026-03-02", "8"))
                .on("2026-03-31T20:00:00Z")
                .whenAsked(MARCH_IS_ASKED)
                .thenIgnored("2026-03 is not over");
    }

    @Test
    void policy_posts_a_month_on_its_day() {
        var world = world(costPlus("10")).with(policy(costPlus("10"), 5));
        delivering(world)
                .on("2026-03-03T08:00:00Z")
                .whenStored(ENTRY, eva("2026-03-02", "8"))
                .thenWakes("post 2026-03-01 2026-04-05T06:00:00Z")
                .on("2026-04-05T06:00:00Z")
                .whenTimer("post 2026-03-01")
                .thenSends("post-2026-03-EUR-1");
    }

    @Test
    void what_changes_after_posting_is_the_next_months_difference() {
        var run = delivering(world(costPlus("10")))
                .whenStored(ENTRY, eva("2026-03-02", "8"))
                .whenAsked(MARCH_IS_ASKED)
                .done("post-2026-03-EUR-1")
                .whenStored(ENTRY, eva("2026-03-02", "6.5"));
        charged(run, "EUR 528.00", "EUR -99.00");
        assertThat(charges(run.world()).getLast().month()).isEqualTo(APRIL);
        run.on("2026-05-02T08:00:00Z").whenAsked(APRIL_IS_ASKED).thenSends("post-2026-04-EUR-1");
        var command = run.sent("post-2026-04-EUR-1", PostIntercompany.class);
        assertThat(command.total()).isEqualTo(eur("-99.00"));
        assertThat(command.lines()).singleElement().satisfies(line -> {
            assertThat(line.flow()).isEqualTo(Flow.REDUCTION);
            assertThat(line.amount()).isEqualTo(eur("99.00"));
        });
    }

    @Test
    void a_deleted_hour_is_given_back() {
        var run = delivering(world(costPlus("10")))
                .whenStored(ENTRY, eva("2026-03-02", "8"))
                .whenDeleted(ENTRY);
        charged(run, "EUR 528.00", "EUR -528.00");
    }

    @Test
    void an_hour_moved_to_another_month_or_person_is_charged_there() {
        var run = delivering(world(costPlus("10")))
                .whenStored(ENTRY, eva("2026-03-31", "1"))
                .whenStored(ENTRY, eva("2026-04-01", "1"));
        assertThat(charges(run.world()).stream().map(IntercompanyCharge::month)).containsExactly(MARCH, MARCH, APRIL);
        run.whenStored(ENTRY, hours(ANN, "2026-04-01", "1"));
        charged(run, "EUR 66.00", "EUR -66.00", "EUR 66.00", "EUR -66.00");
    }

    @Test
    void who_changes_companies_leaves_behind_what_was_charged() {
        var run = delivering(world(costPlus("10")))
                .whenStored(ENTRY, eva("2026-03-02", "1"))
                .whenStored(EVA, Companies.person(Optional.of(UK)))
                .whenStored(ENTRY, eva("2026-03-02", "2"));
        charged(run, "EUR 66.00", "EUR 66.00");
    }

    @Test
    void without_a_cost_rate_hours_wait_and_go_on_by_themselves() {
        var run = delivering(world(costPlus("10")).without(new Ref<CostRate>("crt_eva1")))
                .whenStored(entry("tim_1"), eva("2026-03-02", "1"))
                .thenRaises("COST_RATE_MISSING")
                .whenStored(entry("tim_2"), eva("2026-03-03", "2"))
                .thenRaises();
        charged(run);
        run.whenStored(new Ref<CostRate>("crt_eva1"), cost("2026-03-01", "50.00"))
                .thenOpenProblems();
        charged(run, "EUR 55.00", "EUR 110.00");
    }

    @Test
    void a_cost_that_is_corrected_later_changes_what_was_charged_from_its_day_on() {
        var run = delivering(world(costPlus("0")))
                .whenStored(entry("tim_1"), eva("2026-03-02", "1"))
                .whenStored(entry("tim_2"), eva("2026-03-20", "1"))
                .whenStored(new Ref<CostRate>("crt_eva2"), cost("2026-03-10", "70.00"));
        charged(run, "EUR 60.00", "EUR 60.00", "EUR 10.00");
    }

    @Test
    void companies_without_an_agreement_are_told_and_work_before_it_is_not_charged() {
        var none = world(costPlus("10"))
                .with(new IntercompanyPolicy(
                        List.of(new IntercompanyPolicy.Agreement("UK", "DE", MARCH, costPlus("10"))), true, 0));
        delivering(none).whenStored(ENTRY, eva("2026-03-02", "1")).thenRaises("TRANSFER_PRICE_MISSING");
        var early = delivering(world(costPlus("10")))
                .whenStored(ENTRY, eva("2026-01-31", "1"))
                .thenRaises();
        charged(early);
    }

    @Test
    void a_refused_month_is_sent_again_unchanged_and_on_the_day_where_its_period_is_closed() {
        var run = delivering(world(costPlus("10")))
                .whenStored(entry("tim_1"), eva("2026-03-02", "1"))
                .whenAsked(MARCH_IS_ASKED)
                .refused("post-2026-03-EUR-1", "PERIOD_CLOSED")
                .thenRaises("PERIOD_CLOSED")
                .then(Refused.class)
                .whenStored(entry("tim_2"), eva("2026-03-03", "1"))
                .on("2026-04-09T08:00:00Z")
                .whenRetried()
                .thenSends("post-2026-03-EUR-2")
                .thenOpenProblems();
        var command = run.sent("post-2026-03-EUR-2", PostIntercompany.class);
        assertThat(command.total()).isEqualTo(eur("66.00"));
        assertThat(command.postedOn()).isEqualTo("2026-04-09");
        run.done("post-2026-03-EUR-1").thenIgnored("late answer");
        run.done("post-2026-03-EUR-2").then(Collecting.class);
    }

    @Test
    void a_refused_month_can_be_given_up_and_says_so() {
        var run = delivering(world(costPlus("10")))
                .whenStored(ENTRY, eva("2026-03-02", "1"))
                .whenAsked(MARCH_IS_ASKED)
                .refused("post-2026-03-EUR-1", "NO_ACCOUNT")
                .whenSkipped()
                .thenOpenProblems()
                .then(Collecting.class);
        assertThat(run.world().all(IntercompanyPosting.class).getFirst().status())
                .isEqualTo(IntercompanyPosting.Status.ABANDONED);
    }

    @Test
    void hours_of_a_person_of_no_known_company_wait_with_their_project_and_then_reach_the_pair() {
        var world = world(costPlus("10")).with(EVA, Companies.person(Optional.empty()));
        var room = given(new Intercompany(), PROJECT.id(), world)
                .whenStored(ENTRY, eva("2026-03-02", "1"))
                .thenRaises("PERSON_WITHOUT_COMPANY")
                .whenStored(EVA, Companies.person(Optional.of(DE)))
                .thenOpenProblems();
        var opened = (IntercompanyCharge) room.last().stores().getFirst().object();
        var pair = delivering(world).whenStored(new Ref<IntercompanyCharge>("icc_opened"), opened);
        assertThat(pair.last().stores()).hasSize(1);
        assertThat(((IntercompanyCharge) pair.last().stores().getFirst().object()).amount())
                .isEqualTo(eur("66.00"));
    }

    @Test
    void without_agreements_the_workflow_is_off() {
        var off = world(costPlus("10")).with(IntercompanyPolicy.defaults());
        assertThat(new Intercompany()
                        .concernedBy(
                                dev.throughline.processes.testing.Events.changed(
                                        new Ref<TimeEntry>("tim_1"), eva("2026-03-02", "1")),
                                off))
                .isEmpty();
    }
}
