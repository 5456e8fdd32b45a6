package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.IdempotencyKey;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Writing while the vendor misbehaves: what is uncertain is called so, can be looked up, and is never done twice. */
public abstract class WritingFaultsConformance extends Writes {
    @Test
    void a_lost_answer_is_unknown_then_found_then_not_repeated() {
        fault(Fault.LOSE_ANSWER, 1, target.operation());
        WriteItem item = item(1);
        assertThat(write(item)).isInstanceOf(WriteResult.Unknown.class);
        assertThat(made()).as("the request took effect").isEqualTo(1);
        assertThat(there(write(restarted(), item))).isEqualTo(found(item).id());
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void a_lost_request_is_unknown_then_absent_then_made_once() {
        fault(Fault.LOSE_REQUEST, 1, target.operation());
        WriteItem item = item(1);
        assertThat(write(item)).isInstanceOf(WriteResult.Unknown.class);
        assertMadeByRepeating(item);
    }

    @Test
    void a_change_that_never_arrived_is_not_taken_for_done_because_its_record_is_there() {
        skipUnless(capability.verbs().contains(WriteItem.Verb.UPDATE), "this vendor's records are not changed by id");
        WriteItem change = new WriteItem(
                new IdempotencyKey("conformance-change"),
                WriteItem.Verb.UPDATE,
                Optional.of(applied(write(item(1)))),
                Optional.empty(),
                ((ObjectNode) target.body(seeded, 1).deepCopy()).put(target.textField(), "changed"));
        assertAbsent(change);
        assertThat(write(change)).isInstanceOf(WriteResult.Applied.class);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void a_server_error_before_the_effect_leaves_nothing_behind() {
        fault(Fault.SERVER_ERROR, 1, target.operation());
        WriteItem item = item(1);
        assertThat(write(item)).isInstanceOfAny(WriteResult.Unknown.class, WriteResult.Unavailable.class);
        assertMadeByRepeating(item);
    }

    @Test
    void a_server_error_after_the_effect_is_unknown_and_not_repeated() {
        fault(Fault.SERVER_ERROR_AFTER_COMMIT, 1, target.operation());
        WriteItem item = item(1);
        assertThat(write(item)).isInstanceOf(WriteResult.Unknown.class);
        assertThat(made()).isEqualTo(1);
        assertThat(there(write(restarted(), item))).isEqualTo(found(item).id());
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void an_answer_that_makes_no_sense_is_unknown_and_not_repeated() {
        assumeFault(Fault.MALFORMED_ANSWER);
        for (int n = 1; n <= 2; n++) {
            simulator.faults().next(Fault.MALFORMED_ANSWER, 1, target.operation());
            WriteItem item = item(n);
            // Where the vendor says all in the status and headers, the body is not needed, and the write is known to be
            // applied.
            assertThat(write(item)).isInstanceOfAny(WriteResult.Unknown.class, WriteResult.Applied.class);
            assertThat(there(write(item))).isEqualTo(found(item).id());
            assertThat(made()).isEqualTo(n);
        }
    }

    @Test
    void throttling_has_no_effect_and_says_how_long_to_wait() {
        assumeFault(Fault.THROTTLE);
        simulator.faults().retryAfter(Duration.ofSeconds(37));
        fault(Fault.THROTTLE, 1, target.operation());
        WriteItem item = item(1);
        WriteResult result = write(item);
        assertThat(result).isInstanceOf(WriteResult.Throttled.class);
        Duration wait = ((WriteResult.Throttled) result).retryAfter();
        if (target.throttlingSaysHowLong()) {
            assertThat(wait).isBetween(Duration.ofSeconds(37), Duration.ofSeconds(40));
        } else {
            assertThat(wait).isPositive();
        }
        assertMadeByRepeating(item);
    }

    @Test
    void maintenance_has_no_effect() {
        fault(Fault.UNAVAILABLE, 1, target.operation());
        WriteItem item = item(1);
        assertThat(write(item))
                .isInstanceOfAny(WriteResult.Unavailable.class, WriteResult.Throttled.class, WriteResult.Unknown.class);
        assertMadeByRepeating(item);
    }

    @Test
    void a_token_that_ended_is_renewed_and_the_record_made_once() {
        applied(write(item(1)));
        fault(Fault.EXPIRE_TOKENS, 1, "");
        applied(write(item(2)));
        assertThat(made()).isEqualTo(2);
    }

    @Test
    void a_locked_record_is_a_conflict_and_has_no_effect() {
        fault(Fault.CONFLICT, 1, target.operation());
        WriteItem item = item(1);
        assertThat(write(item)).isInstanceOf(WriteResult.Conflict.class);
        assertMadeByRepeating(item);
    }

    @Test
    void a_lost_answer_to_a_batch_leaves_no_item_in_doubt_after_looking() {
        skipUnless(capability.batchMax() > 1, target.object() + " is written one at a time");
        assumeFault(Fault.LOSE_ANSWER);
        int size = Math.min(capability.batchMax(), 5);
        simulator.faults().next(Fault.LOSE_ANSWER, size, "");
        var items = items(size);
        var results = writer.write(target.object(), items);
        assertThat(results).hasSize(size).noneMatch(r -> r instanceof WriteResult.Rejected);
        simulator.faults().heal();
        items.forEach(item -> {
            Writer.Sought sought = restarted().find(target.object(), item);
            assertThat(sought).isNotInstanceOf(Writer.Sought.Failed.class);
            there(write(item));
        });
        assertThat(made()).isEqualTo(size);
    }

    @Test
    void a_vendor_that_cannot_be_asked_is_not_taken_for_one_that_holds_nothing() {
        skipUnless(simulator.faults().supported().contains(Fault.LOSE_REQUEST), "this vendor is not behind a network");
        WriteItem item = item(1);
        applied(write(item));
        simulator.faults().next(Fault.LOSE_REQUEST, 1_000, "");
        assertThat(writer.find(target.object(), item)).isInstanceOf(Writer.Sought.Failed.class);
        simulator.faults().heal();
        assertThat(found(item)).isNotNull();
    }

    @Test
    void a_vendor_that_is_not_there_was_surely_not_written_to() {
        skipUnless(simulator.faults().supported().contains(Fault.LOSE_REQUEST), "this vendor is not behind a network");
        simulator.close();
        assertThat(write(item(1))).isInstanceOf(WriteResult.Unavailable.class);
    }

    private void assertMadeByRepeating(WriteItem item) {
        simulator.faults().heal();
        assertThat(made()).isZero();
        assertAbsent(item);
        applied(write(restarted(), item));
        assertThat(made()).isEqualTo(1);
    }
}
