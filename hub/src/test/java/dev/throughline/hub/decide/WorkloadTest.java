package dev.throughline.hub.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of a month asks for every project's run at once: what a batch takes into memory stays bounded, and nothing is passed over. */
class WorkloadTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId FIRM = new TenantId("firm");
    private static final Instant NOW = Instant.parse("2026-03-31T18:00:00Z");
    private static final int ONE_PARTITION = 1;

    private final Transactions transactions = new Transactions(DATABASE.source());
    private final EventLog log = new EventLog(ONE_PARTITION);

    @BeforeEach
    void begin() {
        DATABASE.execute("TRUNCATE event, ledger_balance, log_partition, stage_progress");
        transactions.run(c -> Logs.prepare(c, ONE_PARTITION));
    }

    @Test
    void runs_are_taken_for_as_long_as_their_open_lines_fit() {
        open("prj_1", 4_000);
        open("prj_2", 4_000);
        open("prj_3", 4_000);
        append(run("prj_1"), run("prj_2"), run("prj_3"));

        assertThat(fitting()).containsExactly("prj_1", "prj_2");
    }

    @Test
    void a_run_that_fits_nowhere_goes_alone() {
        open("prj_1", 12_000);
        append(run("prj_1"), run("prj_2"));

        assertThat(fitting()).containsExactly("prj_1");
    }

    @Test
    void runs_of_projects_with_nothing_open_cost_nothing() {
        append(IntStream.range(0, 500).mapToObj(i -> run("prj_" + i)).toArray(CanonicalEvent[]::new));

        assertThat(fitting()).hasSize(500);
    }

    @Test
    void long_events_make_short_portions_and_the_rest_still_waits() {
        String hours = "tim_".repeat(200_000);
        append(run("prj_1", hours), run("prj_2", hours), run("prj_3", hours), run("prj_4", hours));

        Portion first = read(0);
        assertThat(first.events()).hasSize(3);
        assertThat(first.all()).isFalse();

        Portion rest = read(first.events().getLast().position().seq());
        assertThat(rest.events()).hasSize(1);
        assertThat(rest.all()).isTrue();
    }

    private Portion read(long after) {
        return transactions.run(c -> EventLog.read(c, (short) 0, after, 100, 100));
    }

    private List<String> fitting() {
        return transactions.run(c -> {
            Map<Logs.Claim, Portion> taken = new LinkedHashMap<>();
            for (Logs.Claim claim : Logs.claim(c, Logs.EVENT, "decide", 1000)) {
                taken.put(claim, EventLog.read(c, claim.partition(), claim.doneSeq(), claim.lastSeq(), 1000));
            }
            Workload.fit(c, taken);
            return taken.values().stream()
                    .flatMap(p -> p.events().stream())
                    .map(e -> ((CanonicalEvent.TimerFired) e.event()).processKey())
                    .toList();
        });
    }

    private void append(CanonicalEvent... events) {
        transactions.run(c -> appended(c, List.of(events)));
    }

    private boolean appended(Connection connection, List<CanonicalEvent> events) throws SQLException {
        log.append(connection, FIRM, events);
        return true;
    }

    private static CanonicalEvent run(String project) {
        return run(project, "month-end");
    }

    private static CanonicalEvent run(String project, String correlationId) {
        var header = new CanonicalEvent.Header("timer/" + project, NOW, correlationId);
        return new CanonicalEvent.TimerFired(header, "time-to-billing", project, "billing-run");
    }

    private void open(String project, int lines) {
        Stream.of("UNBILLED", "PAID").forEach(place -> DATABASE.execute("""
                INSERT INTO ledger_balance (tenant, source, place, currency, project, worked_on, quantity, amount)
                SELECT 'firm', '%1$s/' || n, '%2$s', 'USD', '%1$s', '2026-03-02', 8, 1200 FROM generate_series(1, %3$d) n
                """.formatted(project, place, lines)));
    }
}
