package dev.throughline.hub.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.SideBySide;
import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.paper.BulkBook;
import dev.throughline.hub.paper.BulkFactory;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.RecordMapper;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.mapping.Mapped;
import dev.throughline.mapping.MappedCommand;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.ServiceItem;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.node.JsonNodeFactory;

/** Many streams at once: bulk calls, several side by side, and what must hold nevertheless. */
class DispatchStageTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SystemId ERP = new SystemId("erp");
    private static int tenants;

    private final AtomicInteger settled = new AtomicInteger();
    private final InstantSource clock = InstantSource.system();
    private TenantId tenant;
    private Transactions transactions;
    private BulkBook book;
    private SystemConfig system;
    private ConnectedSystems systems;
    private DispatchStage stage;

    @BeforeEach
    void open() {
        tenant = new TenantId("d" + ++tenants);
        open(Map.of("book", tenant.value()));
    }

    private void open(Map<String, String> settings) {
        transactions = new Transactions(DATABASE.source());
        int partitions = transactions.run(c -> Logs.prepare(c, 4));
        system = new SystemConfig(ERP, "bulk", Role.ERP, settings, Set.of(), Optional.empty(), Duration.ofHours(1));
        systems = new ConnectedSystems(
                List.of(new Workspace(
                        tenant,
                        List.of(system),
                        new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                        Map.of(),
                        Optional.empty(),
                        "test")),
                clock);
        book = BulkFactory.book(tenant.value());
        stage = new DispatchStage(
                transactions,
                systems,
                new NameMapper(),
                new SettleWriter(new EventLog(partitions), clock, new Random(7)),
                new Circuit(transactions),
                clock,
                Duration.ofSeconds(60),
                settled::incrementAndGet);
    }

    @AfterEach
    void close() {
        systems.close();
    }

    /** Every command is an item of the command's own name. */
    private static final class NameMapper implements RecordMapper {
        @Override
        public List<Mapped> inbound(
                TenantId tenant, SystemId system, String type, String id, LocalDate asOf, Map<String, Object> payload) {
            return List.of();
        }

        @Override
        public MappedCommand outbound(
                TenantId tenant,
                SystemId system,
                Command command,
                IdempotencyKey key,
                Map<Ref<?>, String> externalIds) {
            String name =
                    command instanceof Command.EnsureItem item ? item.item().name() : "";
            return new MappedCommand.Produced(
                    new ObjectType("item"),
                    "CREATE",
                    JsonNodeFactory.instance.objectNode().put("name", name));
        }

        @Override
        public String digest(TenantId tenant) {
            return "test";
        }

        @Override
        public int version(TenantId tenant) {
            return 1;
        }

        @Override
        public RecordMapper at(TenantId tenant, int version) {
            return this;
        }
    }

    /** @param stream  which item it is about: the commands of one item keep their order */
    private CommandStore.NewCommand command(int stream, int step) {
        var item = new ServiceItem(
                "I" + stream,
                "%d/%d".formatted(stream, step),
                ServiceItem.Kind.SERVICE,
                Optional.empty(),
                Optional.empty(),
                true);
        Ref<ServiceItem> subject = new Ref<>("itm_%s-%d".formatted(tenant, stream));
        return new CommandStore.NewCommand(
                key(stream, step),
                "publishing",
                subject.id(),
                "s" + step,
                new Command.EnsureItem(Role.ERP, subject, item),
                ERP.value(),
                (short) 4,
                "corr-" + stream);
    }

    private IdempotencyKey key(int stream, int step) {
        return CommandStore.key(tenant, "publishing", "item-" + stream, "s" + step);
    }

    private void write(int streams, int steps) {
        List<CommandStore.NewCommand> commands = new ArrayList<>();
        for (int step = 0; step < steps; step++) {
            for (int stream = 0; stream < streams; stream++) {
                commands.add(command(stream, step));
            }
        }
        transactions.run(c -> {
            CommandStore.insert(c, tenant, commands, clock.instant());
            return true;
        });
    }

    private long count(String state) {
        return Long.parseLong(DATABASE.value(
                "SELECT count(*) FROM command WHERE tenant = '%s' AND state = '%s'".formatted(tenant, state)));
    }

    private void carryUntilDone(int commands) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    while (stage.batch(tenant, system)) {
                        // As a worker does: batch after batch while there is some.
                    }
                    return count("done") == commands;
                });
    }

    @Test
    void the_heads_of_many_streams_go_in_bulk_calls_without_any_look_up() {
        write(50, 1);
        assertThat(stage.batch(tenant, system)).isTrue();
        assertThat(count("done")).isEqualTo(50);
        assertThat(book.calls()).isEqualTo(5);
        assertThat(book.looks()).isZero();
        assertThat(book.writes())
                .hasSize(50)
                .allSatisfy((key, times) -> assertThat(times).isOne());
        assertThat(settled).hasValue(1);
    }

    @Test
    void calls_go_side_by_side_and_never_more_of_them_than_the_system_allows() {
        book.waitForACrowd();
        write(120, 2);
        carryUntilDone(240);
        assertThat(book.mostAtOnce()).isEqualTo(BulkFactory.CONCURRENT);
    }

    @Test
    void the_commands_of_one_stream_keep_their_order_while_several_workers_carry() {
        write(30, 6);
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            SideBySide.each(List.of(1, 2, 3, 4), 4, worker -> {
                while (stage.batch(tenant, system)) {
                    // Until nothing is due.
                }
                return worker;
            });
            return count("done") == 180;
        });
        Map<String, Integer> last = new HashMap<>();
        for (String name : book.order()) {
            String[] parts = name.split("/");
            int step = Integer.parseInt(parts[1]);
            assertThat(step).as(name).isEqualTo(last.getOrDefault(parts[0], -1) + 1);
            last.put(parts[0], step);
        }
        assertThat(book.writes())
                .hasSize(180)
                .allSatisfy((key, times) -> assertThat(times).isOne());
    }

    @Test
    void a_refused_item_of_a_bulk_is_refused_alone() {
        book.refuse(key(3, 0).value());
        write(10, 1);
        stage.batch(tenant, system);
        assertThat(count("done")).isEqualTo(9);
        assertThat(count("refused")).isOne();
        assertThat(DATABASE.value("SELECT count(*) FROM event WHERE tenant = '%s' AND body LIKE '%%NOT_TODAY%%'"
                        .formatted(tenant)))
                .isEqualTo("1");
    }

    @Test
    void a_lost_answer_to_a_bulk_makes_all_of_it_uncertain_and_nothing_of_it_double() {
        book.loseAnswers(1);
        write(10, 1);
        stage.batch(tenant, system);
        assertThat(count("uncertain")).isEqualTo(10);
        carryUntilDone(10);
        assertThat(book.looks()).isEqualTo(10);
        assertThat(book.writes())
                .hasSize(10)
                .allSatisfy((key, times) -> assertThat(times).isOne());
    }

    @Test
    void a_throttled_bulk_is_sent_again_when_the_wait_is_over() {
        book.throttle(2);
        write(25, 1);
        carryUntilDone(25);
        assertThat(book.writes())
                .hasSize(25)
                .allSatisfy((key, times) -> assertThat(times).isOne());
        assertThat(DATABASE.value("SELECT max(attempts) FROM command WHERE tenant = '%s'".formatted(tenant)))
                .as("waiting is no attempt")
                .isEqualTo("1");
    }

    @Test
    void what_was_claimed_and_surely_not_sent_is_as_it_was_before() {
        write(2, 1);
        Instant now = clock.instant();
        transactions.run(c -> {
            var claimed = CommandStore.claim(c, tenant, ERP.value(), now, now.plusSeconds(60), 10);
            CommandStore.release(c, claimed);
            return true;
        });
        assertThat(count("ready")).isEqualTo(2);
        carryUntilDone(2);
        assertThat(book.looks()).isZero();
    }

    @Test
    void a_command_to_a_system_that_takes_no_writes_goes_to_a_person_who_can_send_it_again_later() {
        systems.close();
        open(Map.of("book", tenant.value(), "readOnly", "true"));
        write(1, 1);
        assertThat(stage.batch(tenant, system)).isTrue();
        assertThat(count("refused")).isOne();
        assertThat(DATABASE.value(
                        "SELECT code || '|' || owner || '|' || says || '|' || remedy FROM exception WHERE tenant = '%s' AND state = 'open'"
                                .formatted(tenant)))
                .startsWith("SYSTEM_NOT_WRITABLE|INTEGRATION|EnsureItem about itm_")
                .contains("erp is of kind 'bulk'")
                .contains("Give role ERP to a system that can be written to");
        assertThat(stage.batch(tenant, system)).isFalse();

        systems.close();
        open(Map.of("book", tenant.value()));
        DATABASE.execute(
                "UPDATE command SET state = 'ready' WHERE tenant = '%s' AND state = 'refused'".formatted(tenant));
        carryUntilDone(1);
        assertThat(DATABASE.value(
                        "SELECT count(*) FROM exception WHERE tenant = '%s' AND state = 'open'".formatted(tenant)))
                .isEqualTo("0");
    }

    @Test
    void a_slow_system_is_given_no_more_than_it_answers_within_the_lease() {
        var pace = new Pace(Duration.ofSeconds(60));
        assertThat(pace.take(tenant, ERP)).isEqualTo(50);
        pace.note(tenant, ERP, 50, Duration.ofMillis(100));
        assertThat(pace.take(tenant, ERP)).isEqualTo(100);
        pace.note(tenant, ERP, 100, Duration.ofSeconds(100));
        assertThat(pace.take(tenant, ERP)).isEqualTo(15);
        pace.note(tenant, ERP, 15, Duration.ofHours(1));
        assertThat(pace.take(tenant, ERP)).isEqualTo(1);
    }
}
