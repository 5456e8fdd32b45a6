package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Writing to a healthy vendor: one effect per key, one result per item, business refusals as values. Faults are in {@link WritingFaultsConformance}. */
public abstract class WritingConformance extends Writes {
    @Test
    void a_record_is_made_once_and_found_by_its_key() {
        WriteItem item = item(1);
        ExternalId id = applied(write(item));
        assertThat(made()).isEqualTo(1);
        assertThat(found(item).id()).isEqualTo(id);
        assertThat(found(item).version()).isNotEmpty();
    }

    @Test
    void the_same_write_again_makes_no_second_record_even_after_a_restart() {
        WriteItem item = item(1);
        ExternalId id = applied(write(item));
        assertThat(there(write(item))).isEqualTo(id);
        assertThat(there(write(restarted(), item))).isEqualTo(id);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void two_keys_make_two_records_though_the_bodies_are_alike_in_kind() {
        Set<ExternalId> ids = new HashSet<>(List.of(applied(write(item(1))), applied(write(item(2)))));
        assertThat(ids).hasSize(2);
        assertThat(made()).isEqualTo(2);
    }

    @Test
    void a_key_that_was_never_written_is_surely_absent() {
        assertAbsent(item(77));
    }

    @Test
    void a_key_of_the_longest_allowed_length_is_kept() {
        WriteItem plain = item(1);
        WriteItem item = new WriteItem(
                new IdempotencyKey("k".repeat(31) + "-_" + "9".repeat(31)),
                plain.verb(),
                plain.id(),
                plain.expectedVersion(),
                plain.body());
        ExternalId id = applied(write(item));
        assertThat(found(item).id()).isEqualTo(id);
    }

    @Test
    void a_batch_gives_one_result_per_item_in_order() {
        int size = Math.min(capability.batchMax(), 7);
        List<WriteItem> items = items(size);
        List<WriteResult> results = writer.write(target.object(), items);
        assertThat(results).hasSize(size);
        for (int i = 0; i < size; i++) {
            assertThat(found(items.get(i)).id()).isEqualTo(applied(settled(results.get(i))));
        }
        assertThat(made()).isEqualTo(size);
    }

    @Test
    void one_refused_item_of_a_batch_does_not_keep_the_others_from_being_made() {
        skipUnless(capability.batchMax() > 1, target.object() + " is written one at a time");
        int size = Math.min(capability.batchMax(), 3);
        List<WriteItem> items = new ArrayList<>(items(size));
        items.set(size - 2, item(99, target.refusedBody(seeded)));
        List<WriteResult> results = writer.write(target.object(), items);
        for (int i = 0; i < size; i++) {
            if (i == size - 2) {
                assertThat(settled(results.get(i))).isInstanceOf(WriteResult.Rejected.class);
            } else {
                applied(settled(results.get(i)));
            }
        }
        assertThat(made()).isEqualTo(size - 1);
    }

    @Test
    void an_item_that_the_vendor_fails_alone_is_told_alone() {
        skipUnless(capability.batchMax() > 1, target.object() + " is written one at a time");
        fault(Fault.PARTIAL_FAILURE, 1, "");
        int size = Math.min(capability.batchMax(), 3);
        List<WriteItem> items = items(size);
        List<WriteResult> results =
                writer.write(target.object(), items).stream().map(this::settled).toList();
        assertThat(results)
                .hasSize(size)
                .filteredOn(r -> r instanceof WriteResult.Applied)
                .hasSize(size - 1);
        assertThat(made()).isEqualTo(size - 1);

        assertThat(writer.write(target.object(), items)).allSatisfy(r -> there(settled(r)));
        assertThat(made()).isEqualTo(size);
    }

    @Test
    void an_empty_batch_has_no_results() {
        assertThat(writer.write(target.object(), List.of())).isEmpty();
    }

    @Test
    void a_body_that_business_refuses_is_rejected_with_a_message_and_makes_nothing() {
        WriteItem item = item(1, target.refusedBody(seeded));
        WriteResult result = write(item);
        assertThat(result).isInstanceOf(WriteResult.Rejected.class);
        WriteResult.Rejected rejected = (WriteResult.Rejected) result;
        assertThat(rejected.code()).isNotBlank();
        assertThat(rejected.message()).isNotBlank();
        assertThat(made()).isZero();
        assertAbsent(item);
    }

    @Test
    void a_closed_period_is_told_as_such() {
        Optional<JsonNode> body = target.bodyInClosedPeriod(simulator.screen(), seeded);
        WriteResult result = write(item(1, role(body, "closed periods")));
        assertThat(result)
                .isInstanceOfSatisfying(
                        WriteResult.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(WriteResult.Codes.PERIOD_CLOSED));
        assertThat(made()).isZero();
    }

    @Test
    void hostile_text_is_kept_as_it_is_or_refused_cleanly() {
        int n = 300;
        for (String text : HostileTexts.upTo(10_000)) {
            n++;
            ObjectNode body = ((ObjectNode) target.body(seeded, n).deepCopy()).put(target.textField(), text);
            switch (write(item(n, body))) {
                case WriteResult.Applied applied ->
                    assertThat(held(text)).as("held exactly: " + text).isTrue();
                case WriteResult.Rejected rejected ->
                    assertThat(rejected.message()).isNotBlank();
                default ->
                    throw new AssertionError(
                            "neither kept nor refused: " + text.substring(0, Math.min(40, text.length())));
            }
        }
    }

    @Test
    void directions_for_the_connector_are_never_sent() {
        ObjectNode body = ((ObjectNode) target.body(seeded, 1).deepCopy()).put("_note", "for-the-connector-only");
        applied(write(item(1, body)));
        assertThat(simulator.screen().records(target.screenObject()).toString())
                .doesNotContain("for-the-connector-only");
    }

    @Test
    void a_record_that_changed_meanwhile_is_not_overwritten() {
        skipUnless(
                target.checksVersions() && capability.verbs().contains(WriteItem.Verb.UPDATE),
                "this vendor checks no versions");
        ExternalId id = applied(write(item(1)));
        clock.advance(java.time.Duration.ofMinutes(5));
        simulator.screen().update(target.screenObject(), id.value(), Map.of(target.screenTextField(), "theirs"));
        ObjectNode ours = ((ObjectNode) target.body(seeded, 1).deepCopy()).put(target.textField(), "ours");
        WriteItem stale = new WriteItem(
                new IdempotencyKey("conformance-update"),
                WriteItem.Verb.UPDATE,
                Optional.of(id),
                Optional.of("2001-01-01T00:00:00Z"),
                ours);
        assertThat(write(stale)).isInstanceOf(WriteResult.Conflict.class);
        assertThat(held("theirs")).isTrue();
    }

    @Test
    void more_items_than_declared_are_a_programming_error() {
        Refusals.assertRefused(() -> writer.write(target.object(), items(capability.batchMax() + 1)));
        assertThat(made()).isZero();
    }

    @Test
    void objects_and_verbs_that_are_not_declared_are_refused() {
        Refusals.assertRefused(() -> writer.write(new ObjectType("no_such_object"), List.of(item(1))));
        for (WriteItem.Verb verb : EnumSet.complementOf(verbs())) {
            WriteItem plain = item(1);
            Refusals.assertRefused(() -> writer.write(
                    target.object(),
                    List.of(new WriteItem(
                            plain.key(),
                            verb,
                            Optional.of(new ExternalId("1")),
                            plain.expectedVersion(),
                            plain.body()))));
        }
        for (Capabilities.ObjectCapability other : connector.capabilities().objects()) {
            if (other.verbs().isEmpty()) {
                Refusals.assertRefused(() -> writer.write(other.objectType(), List.of(item(1))));
            }
        }
        assertThat(made()).isZero();
    }

    @Test
    void many_writers_at_once_stay_within_the_budget() throws InterruptedException, ExecutionException {
        List<Callable<WriteResult>> writers = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            WriteItem item = item(i);
            writers.add(() -> write(item));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<WriteResult> future : threads.invokeAll(writers)) {
                applied(future.get());
            }
        }
        assertThat(made()).isEqualTo(10);
        simulator.counters().ifPresent(seen -> assertThat(seen.mostConcurrent()).isLessThanOrEqualTo(PERMITS));
    }

    private EnumSet<WriteItem.Verb> verbs() {
        EnumSet<WriteItem.Verb> verbs = EnumSet.noneOf(WriteItem.Verb.class);
        verbs.addAll(capability.verbs());
        return verbs;
    }

    private boolean held(String text) {
        return simulator.screen().records(target.screenObject()).stream()
                .anyMatch(record -> text.equals(record.get(target.screenTextField())));
    }
}
