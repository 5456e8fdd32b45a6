package dev.throughline.hub.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.model.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresAuditTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00.123456789Z");
    private static final TenantId FIRM = new TenantId("firm");
    private static final TenantId OTHER = new TenantId("other");

    private PostgresAudit audit;

    @BeforeEach
    void begin() {
        DATABASE.execute("TRUNCATE audit, audit_head");
        audit = new PostgresAudit(new Transactions(DATABASE.source()), InstantSource.fixed(NOW));
    }

    @Test
    void a_chain_of_batches_verifies_and_is_searched_newest_first() {
        write(FIRM, 3);
        write(FIRM, 4);
        write(OTHER, 1);

        assertThat(audit.verify(FIRM)).matches(v -> v.brokenAt().isEmpty() && v.entries() == 7);
        assertThat(audit.search(FIRM, Optional.empty(), Optional.empty(), Optional.empty(), 3))
                .extracting(Audit.Entry::seq)
                .containsExactly(7L, 6L, 5L);
        assertThat(audit.search(FIRM, Optional.of("subject 1"), Optional.of("ann"), Optional.of(5L), 10))
                .extracting(Audit.Entry::seq)
                .containsExactly(2L);
    }

    @Test
    void every_kind_of_tampering_is_found_at_its_entry() {
        assertThat(brokenBy("UPDATE audit SET reason = 'another' WHERE tenant = 'firm' AND seq = 4"))
                .isEqualTo(4);
        assertThat(brokenBy("UPDATE audit SET at = at + interval '1 microsecond' WHERE tenant = 'firm' AND seq = 6"))
                .isEqualTo(6);
        assertThat(brokenBy("DELETE FROM audit WHERE tenant = 'firm' AND seq = 5"))
                .isEqualTo(5);
        assertThat(brokenBy(
                        "INSERT INTO audit SELECT tenant, 11, at, actor, action, subject, reason, detail, correlation_id,"
                                + " hash, hash FROM audit WHERE tenant = 'firm' AND seq = 10"))
                .isEqualTo(11);
        assertThat(brokenBy(
                        "UPDATE audit SET seq = CASE seq WHEN 2 THEN -3 ELSE -2 END WHERE tenant = 'firm' AND seq IN (2, 3);"
                                + " UPDATE audit SET seq = -seq WHERE seq < 0"))
                .isEqualTo(2);
        assertThat(brokenBy("DELETE FROM audit WHERE tenant = 'firm' AND seq > 8"))
                .isEqualTo(9);
        assertThat(brokenBy("DELETE FROM audit_head WHERE tenant = 'firm'")).isEqualTo(1);
    }

    @Test
    void a_tail_cut_together_with_its_head_is_found_against_a_head_noted_outside() {
        write(FIRM, 10);
        String noted = audit.verify(FIRM).headHash();
        DATABASE.execute("DELETE FROM audit WHERE seq > 7;"
                + " UPDATE audit_head SET seq = 7, hash = (SELECT hash FROM audit WHERE tenant = 'firm' AND seq = 7)");

        assertThat(audit.verify(FIRM).brokenAt()).isEmpty();
        assertThat(audit.verify(FIRM, 10, noted).brokenAt()).contains(8L);
    }

    @Test
    void a_chain_rewritten_from_some_entry_on_is_found_against_a_head_noted_outside() {
        write(FIRM, 5);
        String noted = audit.verify(FIRM).headHash();
        DATABASE.execute("DELETE FROM audit; DELETE FROM audit_head");
        for (int i = 0; i < 6; i++) {
            audit.record(FIRM, "mallory", "retry", "subject " + i, "because", "{}", "cor");
        }

        assertThat(audit.verify(FIRM).brokenAt()).isEmpty();
        assertThat(audit.verify(FIRM, 5, noted).brokenAt()).contains(5L);
    }

    @Test
    void an_export_verifies_offline_and_every_change_of_the_file_shows() throws IOException {
        write(FIRM, 10);
        List<String> lines = export();
        String head = audit.verify(FIRM).headHash();

        assertThat(verify(lines, Optional.of(head))).isEmpty();
        assertThat(verify(lines, Optional.of("0".repeat(64)))).contains(11L);
        assertThat(verify(edited(lines, l -> l.set(3, l.get(3).replace("because", "for"))), Optional.empty()))
                .contains(4L);
        assertThat(verify(edited(lines, l -> l.remove(5)), Optional.empty())).contains(6L);
        assertThat(verify(edited(lines, l -> l.add(2, l.get(1))), Optional.empty()))
                .contains(3L);
        assertThat(verify(edited(lines, l -> Collections.swap(l, 6, 7)), Optional.empty()))
                .contains(7L);
        assertThat(verify(edited(lines, l -> l.subList(8, 10).clear()), Optional.empty()))
                .contains(9L);
        assertThat(verify(edited(lines, List::removeLast), Optional.empty())).contains(11L);
        assertThat(verify(edited(lines, l -> l.set(4, "{\"tenant\":")), Optional.empty()))
                .contains(5L);
        assertThat(verify(List.of(), Optional.empty())).contains(1L);
    }

    @Test
    void text_that_no_database_stores_is_kept_in_a_form_that_still_verifies() {
        audit.record(FIRM, "a\u0000b", "act", "half \uD800 pair", "ünïcode 💶", "{\"a\":1}", "c");

        assertThat(audit.verify(FIRM).brokenAt()).isEmpty();
        assertThat(audit.search(FIRM, Optional.of("half \uFFFD pair"), Optional.empty(), Optional.empty(), 1))
                .singleElement()
                .matches(e -> e.actor().equals("a\uFFFDb") && e.reason().equals("ünïcode 💶"));
    }

    @Test
    void writers_that_append_at_the_same_time_make_one_chain() throws Exception {
        List<Callable<Boolean>> writers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(_ -> () -> {
                    for (int i = 0; i < 20; i++) {
                        write(FIRM, 5);
                        write(OTHER, 1);
                    }
                    return true;
                })
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(writers)) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(audit.verify(FIRM)).matches(v -> v.brokenAt().isEmpty() && v.entries() == 800);
        assertThat(audit.verify(OTHER)).matches(v -> v.brokenAt().isEmpty() && v.entries() == 160);
    }

    @Test
    void a_rolled_back_batch_leaves_no_gap() {
        write(FIRM, 2);
        try {
            new Transactions(DATABASE.source()).run(connection -> {
                new AuditWriter().append(connection, FIRM, rows(3));
                throw new IllegalStateException("the stage failed");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("the stage failed");
        }
        write(FIRM, 1);

        assertThat(audit.verify(FIRM)).matches(v -> v.brokenAt().isEmpty() && v.entries() == 3);
    }

    private long brokenBy(String tampering) {
        DATABASE.execute("TRUNCATE audit, audit_head");
        write(FIRM, 10);
        DATABASE.execute(tampering);
        return audit.verify(FIRM).brokenAt().orElse(0L);
    }

    private static void write(TenantId tenant, int count) {
        new Transactions(DATABASE.source()).run(connection -> {
            new AuditWriter().append(connection, tenant, rows(count));
            return true;
        });
    }

    private static List<AuditWriter.Row> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new AuditWriter.Row(NOW, "ann", "retry", "subject " + i, "because", "{}", "cor"))
                .toList();
    }

    private List<String> export() {
        var out = new StringWriter();
        audit.export(FIRM, out);
        return out.toString().lines().toList();
    }

    private static List<String> edited(List<String> lines, java.util.function.Consumer<List<String>> edit) {
        List<String> copy = new ArrayList<>(lines);
        edit.accept(copy);
        return copy;
    }

    private static Optional<Long> verify(List<String> lines, Optional<String> head) throws IOException {
        return AuditExport.verify(new BufferedReader(new StringReader(String.join("\n", lines))), head)
                .brokenAt();
    }
}
