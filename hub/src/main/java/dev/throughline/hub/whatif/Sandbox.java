package dev.throughline.hub.whatif;

import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.Timers;
import dev.throughline.hub.decide.DecideStage;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.decide.Policies;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.translate.EditedLookups;
import dev.throughline.hub.translate.MappingArchive;
import dev.throughline.hub.translate.Mappings;
import dev.throughline.hub.translate.TranslateStage;
import dev.throughline.hub.workspace.WorkflowMode;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.mapping.MappingSource;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Process;
import dev.throughline.processes.Processes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * A second hub in a schema of its own, with every workflow in shadow: the very stages of the real one translate and decide a copy of what was captured, and bill the period. In
 * one thread and with a clock that stands still, so that it comes to the same each time.
 */
final class Sandbox {
    private static final int BATCH = 1000;

    private static final String LAST = "SELECT coalesce(sum(done_seq), 0) FROM stage_progress WHERE stage = ?";

    private static final String OPEN = """
            SELECT DISTINCT project
            FROM ledger_balance
            WHERE tenant = ? AND place IN ('UNBILLED', 'HELD') AND worked_on <= ?
            ORDER BY project
            """;

    private final String schema;
    private final TenantId tenant;
    private final Transactions transactions;
    private final EventLog events;
    private final TranslateStage translate;
    private final DecideStage decide;
    private final Timers timers;
    private final InstantSource clock;
    private final Mappings mappings;
    private final String home;

    private Sandbox(
            DataSource source,
            String home,
            String schema,
            Workspace workspace,
            List<MappingSource> sources,
            List<EditedLookups.Row> edited,
            ConnectedSystems systems,
            int partitions,
            InstantSource clock) {
        this.home = home;
        this.schema = schema;
        this.tenant = workspace.tenant();
        this.clock = clock;
        this.transactions = new Transactions(source);
        this.events = new EventLog(partitions);
        List<Workspace> workspaces = List.of(inShadow(workspace));
        mappings = new Mappings(workspace.tenant(), sources, systems, new MappingArchive(transactions, clock), clock);
        mappings.use(tenant, edited);
        translate = new TranslateStage(transactions, systems, mappings, workspaces, events, clock, BATCH);
        decide = new DecideStage(
                transactions, systems, Processes.all(), new Policies(workspaces), events, clock, BATCH, (_, _) -> {});
        timers = new Timers(transactions, events, clock);
    }

    /** @param live the hub's own database, of which only copies are made */
    static Sandbox open(
            DataSource live,
            String schema,
            Workspace workspace,
            List<MappingSource> sources,
            List<EditedLookups.Row> edited,
            ConnectedSystems systems,
            int partitions,
            InstantSource clock) {
        String home = new Transactions(live).run(Connection::getSchema);
        DataSource source = SandboxSchema.create(live, home, schema, workspace.tenant());
        return new Sandbox(source, home, schema, workspace, sources, edited, systems, partitions, clock);
    }

    private static Workspace inShadow(Workspace workspace) {
        Map<String, WorkflowMode> shadow =
                Processes.all().stream().collect(Collectors.toMap(Process::type, _ -> WorkflowMode.SHADOW));
        return new Workspace(
                workspace.tenant(),
                workspace.systems(),
                workspace.ownership(),
                workspace.policies(),
                shadow,
                workspace.mappings(),
                workspace.digest());
    }

    String schema() {
        return schema;
    }

    Mappings mappings() {
        return mappings;
    }

    /**
     * Translates and decides all that was captured, does again what people asked for, and bills what is ready.
     *
     * @param asked    requests of people, in their order
     * @param progress told how many changes and events are done
     */
    void run(List<CanonicalEvent> asked, LocalDate through, LongConsumer progress) {
        translateAll(SandboxSchema.Portion.GROUND, progress);
        for (CanonicalEvent one : asked) {
            append(List.of(one));
            decideAll(progress);
        }
        translateAll(SandboxSchema.Portion.ECHO, progress);
        translateAll(SandboxSchema.Portion.WORK, progress);
        while (timers.fire()) {
            decideAll(progress);
        }
        append(bills(through));
        decideAll(progress);
    }

    private void translateAll(SandboxSchema.Portion portion, LongConsumer progress) {
        transactions.run(c -> {
            SandboxSchema.copy(c, home, tenant, portion);
            return true;
        });
        while (translate.batch() || translate.wakeWaiting()) {
            progress.accept(done());
        }
        decideAll(progress);
    }

    private void decideAll(LongConsumer progress) {
        while (decide.batch()) {
            progress.accept(done());
        }
    }

    private long done() {
        return transactions.run(c -> count(c, "translate") + count(c, "decide"));
    }

    private static long count(Connection connection, String stage) throws SQLException {
        return Sql.queryOne(connection, LAST, r -> r.getLong(1), stage).orElse(0L);
    }

    private void append(List<? extends CanonicalEvent> some) {
        transactions.run(c -> {
            events.append(c, tenant, some);
            return true;
        });
    }

    private List<CanonicalEvent> bills(LocalDate through) {
        List<String> projects = transactions.run(c -> Sql.query(c, OPEN, r -> r.getString(1), tenant.value(), through));
        var bills = new ArrayList<CanonicalEvent>();
        for (String project : projects) {
            bills.add(new Asked(
                    new CanonicalEvent.Header("ask:what-if/" + project, clock.instant(), "what-if"),
                    new Request.PublishApprovedTimeForBilling(new Ref<Project>(project), through),
                    "what-if"));
        }
        return bills;
    }
}
