package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading while the vendor misbehaves: the trouble is named, the cursor stays good, and nothing is missed afterwards. */
public abstract class ReadingFaultsConformance extends ConnectorConformance {
    private static final int STUBBORN = 1_000;

    private Vendor.ReadTarget target;
    private ChangeSource source;

    @BeforeEach
    void theSource() {
        target = vendor.reading();
        source = role(connector.changes(), "change source");
    }

    @Test
    void a_token_that_ended_is_renewed_without_anybody_noticing() {
        simulator.faults().heal();
        List<String> made = insert(3);
        read();
        fault(Fault.EXPIRE_TOKENS, 1, "");
        assertThat(passAfter(Optional.empty()).ids()).containsAll(made);
        assertThat(simulator.faults().shown()).containsKey(Fault.EXPIRE_TOKENS);
    }

    @Test
    void a_token_that_is_refused_again_and_again_is_told_as_unauthorised() {
        read();
        fault(Fault.EXPIRE_TOKENS, STUBBORN, "");
        assertThat(trouble()).isInstanceOf(Trouble.Unauthorised.class);
        assertThat(connector.probe()).get().isInstanceOf(Trouble.Unauthorised.class);
        assertNothingMissedAfterwards();
    }

    @Test
    void throttling_is_told_with_the_wait_that_the_vendor_asks_for() {
        assumeFault(Fault.THROTTLE);
        simulator.faults().retryAfter(Duration.ofSeconds(37));
        fault(Fault.THROTTLE, STUBBORN, target.operation());
        Trouble trouble = trouble();
        assertThat(trouble).isInstanceOf(Trouble.Throttled.class);
        Duration wait = ((Trouble.Throttled) trouble).retryAfter();
        if (target.throttlingSaysHowLong()) {
            assertThat(wait).isBetween(Duration.ofSeconds(37), Duration.ofSeconds(40));
        } else {
            assertThat(wait).isPositive();
        }
        assertNothingMissedAfterwards();
    }

    @Test
    void maintenance_is_told_as_unavailable() {
        fault(Fault.UNAVAILABLE, STUBBORN, target.operation());
        assertThat(trouble()).isInstanceOfAny(Trouble.Unavailable.class, Trouble.Throttled.class);
        assertNothingMissedAfterwards();
    }

    @Test
    void a_server_error_is_told_as_unavailable() {
        fault(Fault.SERVER_ERROR, STUBBORN, target.operation());
        assertThat(trouble()).isInstanceOf(Trouble.Unavailable.class);
        assertNothingMissedAfterwards();
    }

    @Test
    void an_answer_that_makes_no_sense_is_told_as_malformed_and_never_as_an_empty_page() {
        fault(Fault.MALFORMED_ANSWER, STUBBORN, target.operation());
        assertThat(trouble()).isInstanceOf(Trouble.Malformed.class);
        assertThat(trouble()).as("the other form of it").isInstanceOf(Trouble.Malformed.class);
        assertNothingMissedAfterwards();
    }

    @Test
    void a_broken_connection_is_told_as_unavailable() {
        fault(Fault.LOSE_ANSWER, STUBBORN, target.operation());
        assertThat(trouble()).isInstanceOf(Trouble.Unavailable.class);
        assertNothingMissedAfterwards();
    }

    @Test
    void a_vendor_that_is_not_there_is_told_as_unavailable() {
        skipUnless(simulator.faults().supported().contains(Fault.LOSE_REQUEST), "this vendor is not behind a network");
        simulator.close();
        assertThat(trouble()).isInstanceOf(Trouble.Unavailable.class);
        assertThat(connector.probe()).get().isInstanceOf(Trouble.Unavailable.class);
    }

    @Test
    void a_fault_in_the_middle_of_a_pass_costs_no_record() {
        assumeFault(Fault.SERVER_ERROR);
        List<String> made = insert(9);
        List<String> read = new ArrayList<>();
        Optional<Cursor> cursor = Optional.empty();
        boolean more = true;
        for (int i = 0; more && i < STUBBORN; i++) {
            simulator.faults().heal();
            if (i % 2 == 1) {
                simulator.faults().next(Fault.SERVER_ERROR, 1, target.operation());
            }
            if (source.read(target.object(), cursor, 2) instanceof ReadResult.Page page) {
                page.changes().forEach(change -> read.add(change.externalId().value()));
                cursor = Optional.of(page.next());
                more = page.more();
            }
        }
        assertThat(more).as("the pass came to its end").isFalse();
        assertThat(read).containsAll(made);
    }

    @Test
    void many_readers_at_once_stay_within_the_budget() throws InterruptedException, ExecutionException {
        List<String> made = insert(4);
        List<Callable<Reads>> readers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            readers.add(() -> passAfter(Optional.empty()));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reads> future : threads.invokeAll(readers)) {
                assertThat(future.get().ids()).containsAll(made);
            }
        }
        simulator.counters().ifPresent(seen -> {
            assertThat(seen.mostConcurrent()).isLessThanOrEqualTo(PERMITS);
            int requests = seen.requests().values().stream()
                    .mapToInt(Integer::intValue)
                    .sum();
            assertThat(budget.taken()).as("a permit for each request").isEqualTo(requests);
        });
    }

    @Test
    void a_healthy_system_answers_the_probe() {
        assertThat(connector.probe()).isEmpty();
    }

    private Trouble trouble() {
        ReadResult result = read();
        assertThat(result).isInstanceOf(ReadResult.Failed.class);
        return ((ReadResult.Failed) result).trouble();
    }

    private ReadResult read() {
        return source.read(target.object(), Optional.empty(), 100);
    }

    private void assertNothingMissedAfterwards() {
        simulator.faults().heal();
        List<String> made = insert(2);
        assertThat(passAfter(Optional.empty()).ids()).containsAll(made);
    }

    private Reads passAfter(Optional<Cursor> cursor) {
        return Reads.pass(position -> source.read(target.object(), position, 100), cursor);
    }

    private List<String> insert(int records) {
        List<String> ids = new ArrayList<>();
        for (int n = 1; n <= records; n++) {
            ids.add(simulator.screen().insert(target.screenObject(), target.fields(seeded, 200 + n)));
        }
        return ids;
    }
}
