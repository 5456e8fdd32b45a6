package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeSource;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.ObjectType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reading changes: nothing missed, whatever the pages, the stamps and the restarts. Faults while reading are in {@link ReadingFaultsConformance}. */
public abstract class ReadingConformance extends ConnectorConformance {
    protected Vendor.ReadTarget target;
    protected ChangeSource source;

    @BeforeEach
    void theSource() {
        target = vendor.reading();
        source = role(connector.changes(), "change source");
    }

    @Test
    void everything_is_read_from_the_beginning_in_small_pages() {
        List<String> made = insert(7);
        Reads reads = pass(source, Optional.empty(), 3);
        assertThat(reads.ids()).containsAll(made);
        assertThat(reads.changes())
                .allSatisfy(change -> assertThat(change.objectType()).isEqualTo(target.object()));
    }

    @Test
    void the_seeded_records_are_read_too_since_there_is_no_silent_horizon() {
        assertThat(pass(source, Optional.empty(), 100).ids())
                .hasSizeGreaterThanOrEqualTo(
                        simulator.screen().records(target.screenObject()).size());
    }

    @Test
    void a_stored_cursor_is_taken_up_by_a_new_connector() {
        List<String> made = insert(7);
        ReadResult first = source.read(target.object(), Optional.empty(), 3);
        assertThat(first).isInstanceOf(ReadResult.Page.class);
        ReadResult.Page page = (ReadResult.Page) first;

        Reads rest = pass(restarted(), Optional.of(new Cursor(page.next().value())), 3);

        List<Change> all = new ArrayList<>(page.changes());
        all.addAll(rest.changes());
        assertThat(all).extracting(change -> change.externalId().value()).containsAll(made);
    }

    @Test
    void records_that_share_one_stamp_across_a_page_border_are_all_read() {
        List<String> first = insert(8);
        Reads reads = pass(source, Optional.empty(), 3);
        assertThat(reads.ids()).containsAll(first);

        String twin = insertOne(90);
        assertThat(pass(restarted(), Optional.of(reads.cursor()), 3).ids())
                .as("a record with the very stamp of the last one read")
                .contains(twin);
    }

    @Test
    void a_later_change_is_found_by_the_next_pass_with_a_newer_version() {
        String id = insertOne(1);
        Reads before = pass(source, Optional.empty(), 100);
        clock.advance(Duration.ofMinutes(10));
        simulator.screen().update(target.screenObject(), id, Map.of(target.textField(), "changed later"));

        Change after = pass(restarted(), Optional.of(before.cursor()), 100).of(id);

        assertThat(after.version().ordinal())
                .isGreaterThan(before.of(id).version().ordinal());
        assertThat(after.version().token()).isNotEqualTo(before.of(id).version().token());
        if (after.operation() == Change.Operation.UPSERTED) {
            assertThat(after.payload().at(target.textPointer()).asString("")).isEqualTo("changed later");
        }
    }

    @Test
    void the_same_state_has_the_same_version_however_often_it_is_read() {
        String id = insertOne(1);
        Change first = pass(source, Optional.empty(), 100).of(id);
        clock.advance(Duration.ofHours(5));
        Change second = pass(restarted(), Optional.empty(), 2).of(id);
        assertThat(second.version()).isEqualTo(first.version());
        assertThat(second.payload()).isEqualTo(first.payload());
    }

    @Test
    void passes_without_news_end_and_keep_their_place() {
        insert(3);
        Cursor cursor = pass(source, Optional.empty(), 2).cursor();
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofMinutes(30));
            cursor = pass(source, Optional.of(cursor), 2).cursor();
        }
        String id = insertOne(50);
        assertThat(pass(restarted(), Optional.of(cursor), 2).ids()).contains(id);
    }

    @Test
    void a_record_that_is_stamped_late_is_found_by_the_next_pass() {
        assumeFault(Fault.LATE_STAMP);
        insert(2);
        clock.advance(Duration.ofMinutes(1));
        insertOne(60);
        Cursor cursor = pass(source, Optional.empty(), 100).cursor();
        simulator.faults().next(Fault.LATE_STAMP, 1, "");
        String late = insertOne(61);
        assertThat(simulator.faults().shown()).containsKey(Fault.LATE_STAMP);
        assertThat(pass(source, Optional.of(cursor), 100).ids()).contains(late);
    }

    @Test
    void reading_from_a_moment_brings_what_changed_since_and_not_what_is_long_past() {
        String old = insertOne(1);
        clock.advance(Duration.ofDays(2));
        Instant moment = clock.instant();
        String recent = insertOne(2);
        Reads reads = pass(source, Optional.of(source.startingAt(target.object(), moment)), 100);
        assertThat(reads.ids()).contains(recent).doesNotContain(old);
    }

    @Test
    void a_deleted_record_is_told_where_that_is_declared() {
        skipUnless(
                capability(target.object()).seesDeletes(), "this vendor does not tell deletes of " + target.object());
        String id = insertOne(1);
        Reads before = pass(source, Optional.empty(), 100);
        clock.advance(Duration.ofMinutes(10));
        simulator.screen().delete(target.screenObject(), id);

        Reads after = pass(restarted(), Optional.of(before.cursor()), 100);

        assertThat(after.of(id).operation()).isEqualTo(Change.Operation.DELETED);
        assertThat(after.of(id).version().ordinal())
                .isGreaterThan(before.of(id).version().ordinal());
        assertThat(after.of(id).payload().isNull()).isTrue();
    }

    @Test
    void a_child_is_given_though_its_parent_was_not_read() {
        Vendor.ChildTarget child = role(target.child(), "object with children");
        String parent = insertOne(1);
        String id = simulator.screen().insert(child.screenObject(), child.fields(seeded, parent, 1));
        Reads reads = Reads.pass(cursor -> source.read(child.object(), cursor, 3), Optional.empty());
        assertThat(reads.of(id).payload().at(child.parentPointer()).asString(""))
                .isEqualTo(parent);
    }

    @Test
    void hostile_text_arrives_as_it_was_entered() {
        Map<String, String> texts = new HashMap<>();
        for (String text : HostileTexts.upTo(target.textMax())) {
            texts.put(insertWith(100 + texts.size(), target.textField(), text), text);
        }
        Reads reads = pass(source, Optional.empty(), 2);
        texts.forEach((id, text) -> {
            Change change = reads.of(id);
            if (change.operation() == Change.Operation.UPSERTED) {
                assertThat(change.payload().at(target.textPointer()).asString(""))
                        .isEqualTo(text);
            }
        });
    }

    @Test
    void an_amount_is_exact_to_its_last_digit() {
        String field = role(target.amountField(), "amount");
        String id = insertWith(1, field, new BigDecimal("9007199254740.93"));
        var amount = pass(source, Optional.empty(), 100).of(id).payload().at(target.amountPointer());
        assertThat(new BigDecimal(amount.asString())).isEqualByComparingTo("9007199254740.93");
    }

    @Test
    void an_object_that_is_not_declared_is_refused() {
        Refusals.assertRefused(() -> source.read(new ObjectType("no_such_object"), Optional.empty(), 10));
    }

    protected final Reads pass(ChangeSource from, Optional<Cursor> cursor, int limit) {
        return Reads.pass(position -> from.read(target.object(), position, limit), cursor);
    }

    protected final ChangeSource restarted() {
        Connector fresh = open();
        return fresh.changes().orElseThrow();
    }

    /** @return ids */
    protected final List<String> insert(int records) {
        List<String> ids = new ArrayList<>();
        for (int n = 1; n <= records; n++) {
            ids.add(insertOne(n));
        }
        return ids;
    }

    protected final String insertOne(int n) {
        return simulator.screen().insert(target.screenObject(), target.fields(seeded, n));
    }

    private String insertWith(int n, String field, Object value) {
        Map<String, Object> fields = new HashMap<>(target.fields(seeded, n));
        fields.put(field, value);
        return simulator.screen().insert(target.screenObject(), fields);
    }
}
