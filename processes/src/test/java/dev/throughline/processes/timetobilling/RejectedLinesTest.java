package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm.OneInvoice;
import dev.throughline.model.BillingTerm.OneLine;
import dev.throughline.model.Ref;
import dev.throughline.model.TimeEntry;
import dev.throughline.model.command.Command.PostInvoice;
import dev.throughline.model.event.CanonicalEvent.LineError;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.ledger.Conservation;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.testing.Scenario;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A run of many lines of which finance refuses one in a hundred ends with each in a known place. */
class RejectedLinesTest {
    private static final int LINES = 1_500;
    private static final Request RUN = new Request.PublishApprovedTimeForBilling(PROJECT, LocalDate.of(2026, 3, 31));

    private final Set<String> refused =
            IntStream.range(0, LINES / 100).mapToObj(n -> id(n * 100 + 37)).collect(Collectors.toSet());

    private static String id(int n) {
        return "tim_r" + n;
    }

    private static Scenario<BillingState> ready() {
        var defaults = BillingPolicy.defaults();
        var policy = new BillingPolicy(
                defaults.milestoneBills(),
                OneInvoice.PROJECT,
                OneLine.ENTRY,
                false,
                false,
                defaults.linesPerInvoice(),
                true,
                BillingPolicy.Runs.ON_REQUEST,
                Map.of(),
                "S",
                "E",
                "M");
        var world = delivering(BillingModel.TIME_AND_MATERIALS).with(policy);
        var run = given(new TimeToBilling(), PROJECT.id(), world);
        for (int n = 0; n < LINES; n++) {
            run.whenStored(new Ref<TimeEntry>(id(n)), hours(ANN, "2026-03-%02d".formatted(1 + n % 28), "1"));
        }
        return run;
    }

    /** Answers every invoice, also those that the answers bring about. */
    private void answerAll(Scenario<BillingState> run) {
        var answered = new HashSet<String>();
        var waiting = new ArrayDeque<>(run.steps());
        while (!waiting.isEmpty()) {
            String step = waiting.poll();
            answered.add(step);
            var bad = errors(run.sent(step, PostInvoice.class));
            if (bad.length == 0) {
                run.done(step, Optional.of("INV " + step));
            } else {
                run.refused(step, "ITEM_NOT_ALLOWED", bad);
            }
            run.steps().stream()
                    .filter(next -> !answered.contains(next) && !waiting.contains(next))
                    .forEach(waiting::add);
        }
    }

    private LineError[] errors(PostInvoice invoice) {
        return IntStream.range(0, invoice.lines().size())
                .filter(i -> invoice.lines().get(i).sources().stream()
                        .anyMatch(source -> refused.contains(source.ref().id())))
                .mapToObj(i -> new LineError(i, "ITEM_NOT_ALLOWED", "not on this day"))
                .toArray(LineError[]::new);
    }

    private static long standing(Scenario<BillingState> run, Place place) {
        return run.world().lines().stream()
                .filter(line -> line.balances().keySet().equals(Set.of(place)))
                .count();
    }

    @Test
    void one_line_in_a_hundred_refused_leaves_ninety_nine_billed_and_one_held_until_its_cause_is_mended() {
        var run = ready().whenAsked(RUN);
        answerAll(run);
        assertThat(standing(run, Place.BILLED)).isEqualTo(LINES - refused.size());
        assertThat(standing(run, Place.HELD)).isEqualTo(refused.size());
        assertThat(run.world().problems()).hasSize(refused.size());
        assertThat(Conservation.check(run.world().lines(), run.world().postings()))
                .isEmpty();
        refused.clear();
        run.whenRetried();
        answerAll(run);
        assertThat(standing(run, Place.BILLED)).isEqualTo(LINES);
        assertThat(run.world().problems()).isEmpty();
    }
}
