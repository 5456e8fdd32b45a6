package dev.throughline.hub.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.connector.spi.Connector;
import dev.throughline.hub.Systems;
import dev.throughline.hub.audit.PostgresAudit;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresObserverTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final TenantId FIRM = new TenantId("firm");

    private final Transactions transactions = new Transactions(DATABASE.source());
    private final PostgresObserver observer =
            new PostgresObserver(transactions, new OneErp(), InstantSource.fixed(NOW));

    @Test
    void the_overview_counts_fates_backlogs_commands_instances_and_exceptions_of_the_tenant_only() {
        DATABASE.execute("""
                INSERT INTO fate_count VALUES ('firm', 0, 'applied', 7), ('firm', 3, 'applied', 3), ('firm', 1, 'held', 2), ('firm', 2, 'held', -2), ('other', 0, 'applied', 9);
                INSERT INTO log_partition VALUES ('change', 0, 20), ('change', 1, 5), ('event', 0, 4)
                    ON CONFLICT (log, partition) DO UPDATE SET last_seq = excluded.last_seq;
                INSERT INTO stage_progress VALUES ('translate', 0, 18), ('translate', 1, 5), ('decide', 0, 4)
                    ON CONFLICT (stage, partition) DO UPDATE SET done_seq = excluded.done_seq;
                INSERT INTO process_instance VALUES ('firm', 'quote-to-project', 'opp_1', 'Active', '{}', 1, now(), now(), 'c');
                INSERT INTO exception (tenant, origin, origin_key, trace_key, code, domain, owner, severity, subject, says, remedy, opened_at, last_seen_at, correlation_id)
                VALUES ('firm', 'process', 'k', 'k', 'A', 'd', 'FINANCE_OPS', 'HIGH', 's', 's', 'r', now(), now(), 'c');
                """);

        Observer.Overview overview = observer.overview(FIRM);

        assertThat(overview.fates()).isEqualTo(Map.of("applied", 10L));
        assertThat(overview.waitingToTranslate()).isEqualTo(2);
        assertThat(overview.captured()).isEqualTo(12);
        assertThat(overview.waitingToDecide()).isZero();
        assertThat(overview.instances()).isEqualTo(Map.of("quote-to-project", Map.of("Active", 1L)));
        assertThat(overview.openExceptions()).isEqualTo(Map.of("FINANCE_OPS", 1L));
    }

    @Test
    void a_system_shows_its_backlog_and_last_read_and_pausing_it_is_audited_once() {
        DATABASE.execute("""
                INSERT INTO source_cursor VALUES ('firm', 'netsuite', 'invoice', 'cur', now(), '2026-03-02T08:59:00Z', NULL);
                INSERT INTO command (tenant, key, process_type, process_key, step, name, target, system, stream, subject, body, correlation_id, created_at, state, due_at)
                VALUES ('firm', 'tl-1', 't', 'k', 's', 'PostInvoice', 'ERP', 'netsuite', 's', 's', '{}', 'c', '2026-03-02T08:58:00Z', 'ready', now());
                """);
        observer.pause(FIRM, "netsuite", "ann", "month end");
        observer.pause(FIRM, "netsuite", "ann", "month end");

        assertThat(observer.systems(FIRM)).singleElement().satisfies(s -> {
            assertThat(s.paused()).isTrue();
            assertThat(s.openCommands()).isEqualTo(1);
            assertThat(s.oldestOpenSeconds()).isEqualTo(120);
            assertThat(s.lastRead()).contains(Instant.parse("2026-03-02T08:59:00Z"));
            assertThat(s.cursors()).containsEntry("invoice", "cur");
        });
        observer.resume(FIRM, "netsuite", "ann");
        assertThat(observer.systems(FIRM).getFirst().paused()).isFalse();
        var audit = new PostgresAudit(transactions, InstantSource.fixed(NOW));
        assertThat(audit.search(FIRM, Optional.of("system/netsuite"), Optional.empty(), Optional.empty(), 10))
                .hasSize(2);
        assertThatThrownBy(() -> observer.pause(FIRM, "nets", "ann", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is no system 'nets'; there are [netsuite]");
    }

    private static final class OneErp implements Systems {
        @Override
        public Optional<Connector> connector(TenantId tenant, SystemId system) {
            return Optional.empty();
        }

        @Override
        public List<SystemConfig> of(TenantId tenant) {
            return List.of(new SystemConfig(
                    new SystemId("netsuite"),
                    "netsuite",
                    Role.ERP,
                    Map.of(),
                    Set.of(),
                    Optional.empty(),
                    Duration.ofMinutes(1)));
        }
    }
}
