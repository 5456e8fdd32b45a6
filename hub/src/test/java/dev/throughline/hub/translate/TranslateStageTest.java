package dev.throughline.hub.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.capture.CaptureWriter;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.mapping.Mapped;
import dev.throughline.mapping.MappedCommand;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A change that breaks the stage is put aside, and it alone. */
class TranslateStageTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final TenantId FIRM = new TenantId("firm");
    private static final SystemId CRM = new SystemId("crm");
    private static final int PARTITIONS = 8;
    private final Transactions transactions = new Transactions(DATABASE.source());

    @Test
    void a_change_in_good_health_is_never_put_aside_for_one_that_failed_before_it_came() {
        transactions.run(c -> Logs.prepare(c, PARTITIONS));
        say(List.of("poison"));

        assertThat(stage().batch()).isTrue();

        assertThat(
                        DATABASE.value(
                                "SELECT string_agg(DISTINCT external_id, ',') FROM change JOIN change_fate USING (partition, seq) WHERE reason LIKE 'dead:%'"))
                .isEqualTo("poison");
        assertThat(DATABASE.value("SELECT count(*) FROM change_fate WHERE fate = 'ignored'"))
                .as("the others went on")
                .isEqualTo("40");
    }

    /** Others come in while the bad one fails, more of them in each partition than wait in its own. */
    private TranslateStage stage() {
        var workspace = new Workspace(
                FIRM,
                List.of(new Workspace.SystemConfig(
                        CRM,
                        "paper",
                        Role.CRM,
                        Map.of("book", "aside"),
                        Set.of(),
                        Optional.empty(),
                        Duration.ofHours(1))),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "test");
        var clock = InstantSource.fixed(Instant.parse("2026-03-02T09:00:00Z"));
        return new TranslateStage(
                transactions,
                new ConnectedSystems(List.of(workspace), clock),
                new Breaking(),
                List.of(workspace),
                new EventLog(PARTITIONS),
                clock,
                100);
    }

    private void say(List<String> ids) {
        List<CaptureWriter.Incoming> changes = ids.stream()
                .map(id -> PaperRecords.change("Deal", id, 1, Map.of("name", id)))
                .map((Change change) -> CaptureWriter.Incoming.of(
                        FIRM, CRM, Capture.Via.API, change, Instant.parse("2026-03-02T09:00:00Z")))
                .toList();
        transactions.run(c -> new CaptureWriter(PARTITIONS).append(c, changes));
    }

    /** Reads nothing, and breaks at the one. */
    private final class Breaking implements RecordMapper {
        private boolean told;

        @Override
        public List<Mapped> inbound(
                TenantId tenant,
                SystemId system,
                String objectType,
                String externalId,
                LocalDate asOf,
                Map<String, Object> payload) {
            if (!externalId.equals("poison")) {
                return List.of();
            }
            if (!told) {
                told = true;
            } else if (DATABASE.value("SELECT count(*) FROM change").equals("1")) {
                say(IntStream.range(0, 40).mapToObj(i -> "healthy" + i).toList());
            }
            throw new IllegalStateException("cannot be read by anybody");
        }

        @Override
        public MappedCommand outbound(
                TenantId tenant,
                SystemId system,
                Command command,
                IdempotencyKey key,
                Map<Ref<?>, String> externalIds) {
            throw new IllegalStateException("nothing is sent here");
        }

        @Override
        public int version(TenantId tenant) {
            return 1;
        }

        @Override
        public RecordMapper at(TenantId tenant, int version) {
            return this;
        }

        @Override
        public String digest(TenantId tenant) {
            return "none";
        }
    }
}
