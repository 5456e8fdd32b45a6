package dev.throughline.hub.translate;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.mapping.CanonicalJsonException;
import dev.throughline.mapping.Mapped;
import dev.throughline.mapping.MappingProblem;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the next changes of one partition, or such as are to be done again, and commits what they become together with its own progress. */
public final class TranslateStage {
    private static final Logger LOG = LoggerFactory.getLogger(TranslateStage.class);
    private static final String STAGE = "translate";

    private final Transactions transactions;
    private final ConnectedSystems systems;
    private final RecordMapper mapper;
    private final Map<TenantId, OwnershipRules> ownership = new HashMap<>();
    private final Map<TenantId, Workspace> workspaces = new HashMap<>();
    private final TranslateWriter writer;
    private final InstantSource clock;
    private final int batch;

    public TranslateStage(
            Transactions transactions,
            ConnectedSystems systems,
            RecordMapper mapper,
            List<Workspace> workspaces,
            EventLog events,
            InstantSource clock,
            int batch) {
        this.transactions = transactions;
        this.systems = systems;
        this.mapper = mapper;
        this.writer = new TranslateWriter(events);
        this.clock = clock;
        this.batch = batch;
        for (Workspace workspace : workspaces) {
            this.workspaces.put(workspace.tenant(), workspace);
            ownership.put(workspace.tenant(), new OwnershipRules(workspace.ownership()));
        }
    }

    /** @return false when there was nothing to do */
    public boolean batch() {
        try {
            return transactions.run(c -> step(c, batch));
        } catch (StorageException outage) {
            if (outage.outage()) {
                throw outage;
            }
            LOG.warn("a batch of changes failed, taking them one by one: {}", outage.getMessage());
        } catch (RuntimeException poison) {
            LOG.warn("a batch of changes failed, taking them one by one", poison);
        }
        return oneByOne();
    }

    /** One change that cannot be done must not stop those behind it. */
    private boolean oneByOne() {
        for (int i = 0; i < batch; i++) {
            if (!one()) {
                return i > 0;
            }
        }
        return true;
    }

    private boolean one() {
        List<Position> inHand = new ArrayList<>();
        try {
            return transactions.run(c -> {
                Optional<Taking> portion = take(c, 1);
                inHand.clear();
                portion.map(Taking::positions).ifPresent(inHand::addAll);
                return translated(c, portion);
            });
        } catch (StorageException outage) {
            if (outage.outage()) {
                throw outage;
            }
            return putAside(inHand, outage);
        } catch (RuntimeException poison) {
            return putAside(inHand, poison);
        }
    }

    /** Changes whose parent has come go on. @return whether there were any */
    public boolean wakeWaiting() {
        return transactions.run(c -> Retranslation.arrived(c, clock.instant())) > 0;
    }

    /** Changes in hand until the transaction ends. @param done notes that they are dealt with */
    private record Taking(List<ChangeRow> rows, Done done) {
        List<Position> positions() {
            return rows.stream().map(ChangeRow::position).toList();
        }
    }

    private interface Done {
        void note(Connection connection) throws SQLException;
    }

    private boolean step(Connection connection, int limit) throws SQLException {
        return translated(connection, take(connection, limit));
    }

    private boolean translated(Connection connection, Optional<Taking> taken) throws SQLException {
        if (taken.isPresent()) {
            translate(connection, taken.get().rows());
            taken.get().done().note(connection);
        }
        return taken.isPresent();
    }

    private static Optional<Taking> take(Connection connection, int limit) throws SQLException {
        Optional<Retranslation.Taken> again = Retranslation.take(connection, limit);
        if (again.isPresent()) {
            return Optional.of(new Taking(again(connection, again.get()), c -> {}));
        }
        Map<Logs.Claim, List<ChangeRow>> fresh = new LinkedHashMap<>();
        for (Logs.Claim claim : Logs.claim(connection, Logs.CHANGE, STAGE, limit)) {
            fresh.put(claim, next(connection, claim, limit));
        }
        return fresh.isEmpty()
                ? Optional.empty()
                : Optional.of(new Taking(
                        fresh.values().stream().flatMap(List::stream).toList(), c -> advance(c, fresh, limit)));
    }

    private static void advance(Connection connection, Map<Logs.Claim, List<ChangeRow>> fresh, int limit)
            throws SQLException {
        for (var one : fresh.entrySet()) {
            Logs.advance(connection, STAGE, one.getKey().partition(), done(one.getKey(), one.getValue(), limit));
        }
    }

    private static List<ChangeRow> again(Connection connection, Retranslation.Taken taken) throws SQLException {
        return ChangeRow.these(connection, taken.partition(), taken.mappings().keySet()).stream()
                .map(r -> r.by(taken.mappings().get(r.position().seq()).orElse(null)))
                .toList();
    }

    /** What comes to hand now may be another change than the one that failed: one in good health must not be put aside in its place. */
    private boolean putAside(List<Position> inHand, RuntimeException poison) {
        LOG.error("a change cannot be translated and is put aside as dead", poison);
        String why = String.valueOf(poison.getMessage());
        return transactions.run(c -> {
            Optional<Taking> portion = take(c, 1);
            if (portion.isPresent() && portion.get().positions().equals(inHand)) {
                writer.dead(c, portion.get().rows(), why, clock.instant());
                portion.get().done().note(c);
            } else {
                c.rollback(); // what was taken is given back, and comes again
            }
            return true;
        });
    }

    private static List<ChangeRow> next(Connection connection, Logs.Claim claim, int limit) throws SQLException {
        return ChangeRow.next(connection, claim.partition(), claim.doneSeq(), claim.lastSeq(), limit);
    }

    /** Numbers that repeats used up hold no row; a short page reaches to what was there when the claim was made. */
    private static long done(Logs.Claim claim, List<ChangeRow> rows, int limit) {
        return rows.size() < limit ? claim.lastSeq() : rows.getLast().position().seq();
    }

    private void translate(Connection connection, List<ChangeRow> rows) throws SQLException {
        Map<TenantId, List<ChangeRow>> byTenant = new LinkedHashMap<>();
        rows.forEach(r ->
                byTenant.computeIfAbsent(r.tenant(), t -> new ArrayList<>()).add(r));
        for (var entry : byTenant.entrySet()) {
            Workspace workspace = workspaces.get(entry.getKey());
            if (workspace == null) {
                writer.dead(
                        connection,
                        entry.getValue(),
                        "tenant " + entry.getKey() + " is not in any workspace of this hub",
                        clock.instant());
            } else {
                translate(connection, workspace, entry.getValue());
            }
        }
    }

    private void translate(Connection connection, Workspace workspace, List<ChangeRow> rows) throws SQLException {
        TenantId tenant = workspace.tenant();
        RecordMapper inForce = mapper.at(tenant, mapper.version(tenant));
        Map<String, SystemConfig> configs = new HashMap<>();
        systems.of(tenant).forEach(s -> configs.put(s.id().value(), s));
        Map<ChangeRow, List<Mapped>> mapped = new HashMap<>();
        List<Known.Part> parts = new ArrayList<>();
        for (ChangeRow row : rows) {
            if (!row.deleted() && configs.containsKey(row.system())) {
                List<Mapped> made =
                        map(row.mapping().map(m -> mapper.at(tenant, m)).orElse(inForce), tenant, row);
                mapped.put(row, made);
                made.forEach(m -> {
                    if (m instanceof Mapped.Produced p) {
                        parts.add(new Known.Part(row, p, Translation.ownKey(row, p)));
                    }
                });
            }
        }
        Known known = Known.of(
                connection,
                tenant,
                parts,
                rows.stream().filter(ChangeRow::deleted).toList());
        Outcome outcome = new Translation(
                        tenant,
                        configs,
                        ownership.get(tenant),
                        workspace.ownership().onForeignChange(),
                        readable(tenant, configs.keySet()),
                        known,
                        clock.instant())
                .run(rows, mapped);
        Set<String> fresh = new HashSet<>(outcome.rows.keySet());
        fresh.removeIf(id -> known.row(id).isPresent());
        writer.write(connection, tenant, outcome, fresh, inForce, clock.instant());
    }

    private Set<String> readable(TenantId tenant, Set<String> ids) {
        Set<String> readable = new HashSet<>(ids);
        readable.removeIf(id -> systems.connector(tenant, new SystemId(id))
                .flatMap(c -> c.reader())
                .isEmpty());
        return readable;
    }

    @SuppressWarnings("unchecked")
    private static List<Mapped> map(RecordMapper mapper, TenantId tenant, ChangeRow row) {
        Object payload;
        try {
            payload = CanonicalJson.parse(row.payload());
        } catch (CanonicalJsonException e) {
            return List.of(unreadable(row, String.valueOf(e.getMessage())));
        }
        if (!(payload instanceof Map<?, ?> object)) {
            return List.of(unreadable(row, "the record is not a JSON object"));
        }
        if (object.get("_error") instanceof String error) {
            return List.of(unreadable(row, error));
        }
        return mapper.inbound(
                tenant, new SystemId(row.system()), row.objectType(), row.externalId(), row.occurredOn(), (Map<
                                String, Object>)
                        object);
    }

    private static Mapped unreadable(ChangeRow row, String why) {
        return new Mapped.Failed(List.of(new MappingProblem(
                "RECORD_UNREADABLE",
                row.system(),
                "",
                "",
                row.record(),
                why,
                "Correct the record at its source; the corrected one is taken by itself",
                "INTEGRATION")));
    }

    /** What a record would become, without keeping anything: for comparing what systems hold with what the hub holds. */
    public List<Mapped> preview(TenantId tenant, SystemId system, Change change) {
        Object payload = CanonicalJson.plain(change.payload());
        @SuppressWarnings("unchecked")
        Map<String, Object> object = payload instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
        return mapper.inbound(
                tenant,
                system,
                change.objectType().value(),
                change.externalId().value(),
                LocalDate.ofInstant(change.occurredAt(), ZoneOffset.UTC),
                object);
    }
}
