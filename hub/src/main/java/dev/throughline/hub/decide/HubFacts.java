package dev.throughline.hub.decide;

import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.ledger.LedgerConversions;
import dev.throughline.hub.ledger.LedgerReader;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.StorageException;
import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Facts;
import dev.throughline.processes.Indexed;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What processes may know, read on the batch's own connection. Objects that the events point at, and what those point at, are fetched in sets before the batch is
 * decided; what is asked for beyond that is fetched once and kept, in sets too where it could be {@link #gather}ed. Objects that decisions of this very batch store are seen
 * by those that follow.
 */
final class HubFacts implements Facts {
    private static final Logger LOG = LoggerFactory.getLogger(HubFacts.class);
    private static final int HOPS = 3;
    /** A question that follows from the answer to another comes up a turn later. */
    private static final int TURNS = 4;

    private static final String IN_SYSTEMS =
            "SELECT canonical_id, system FROM cross_reference WHERE tenant = ? AND canonical_id = ANY (?)";

    private static final String HELD_BECAUSE = """
            SELECT DISTINCT subject, origin_key
            FROM exception
            WHERE tenant = ? AND state = 'open' AND origin = 'process' AND subject = ANY (?)
            """;
    private static final Set<Place> ON_INVOICE = Set.of(Place.POSTING, Place.BILLED, Place.PAID);

    private final Connection connection;
    private final TenantId tenant;
    private final ConnectedSystems systems;
    private final Policies policies;
    private final Map<String, Optional<ObjectStore.Row>> rows = new HashMap<>();
    private final Map<String, CanonicalObject> decoded = new HashMap<>();
    private final Finds finds;
    private final Map<String, Set<String>> held = new HashMap<>();
    private final Map<String, Set<String>> systemsOf = new HashMap<>();
    private final Map<String, Optional<OpenLine>> lines = new HashMap<>();
    private final RunningTotals totals = new RunningTotals();
    private final Map<String, List<OpenLine>> covered = new HashMap<>();
    /** Lines that this batch has moved, by project. */
    private final Map<String, Set<String>> moved = new HashMap<>();

    private final LedgerReader ledger = new LedgerReader();
    private final Questions open = new Questions();
    private boolean gathering;
    private boolean missed;

    HubFacts(Connection connection, TenantId tenant, ConnectedSystems systems, Policies policies) {
        this.connection = connection;
        this.tenant = tenant;
        this.systems = systems;
        this.policies = policies;
        this.finds = new Finds(connection, tenant);
    }

    /**
     * Lets each ask all that it will ask, answers nothing that is not known yet, then fetches what was asked for in sets; and again for those who asked for something new,
     * since an answer leads to the next question. Processes are pure, so deciding once for the questions alone changes nothing, and whatever they do with the missing answers
     * is thrown away.
     */
    <T> void gather(Collection<T> askers, Consumer<T> asking) {
        List<T> unanswered = List.copyOf(askers);
        for (int turn = 0; turn < TURNS && !unanswered.isEmpty(); turn++) {
            unanswered = unanswered.stream().filter(one -> asks(one, asking)).toList();
            answer();
        }
    }

    private <T> boolean asks(T one, Consumer<T> asking) {
        missed = false;
        gathering = true;
        try {
            asking.accept(one);
        } catch (RuntimeException incomplete) {
            LOG.trace("asks no further while answers are missing", incomplete);
        } finally {
            gathering = false;
        }
        return missed;
    }

    private void answer() {
        if (!open.objects.isEmpty()) {
            prefetch(open.objects);
        }
        open.finds.forEach((attribute, values) -> read(() -> finds.load(attribute, values, this::latest)));
        if (!open.systems.isEmpty()) {
            loadSystems(open.systems);
        }
        if (!open.held.isEmpty()) {
            loadHeld(open.held);
        }
        open.clear();
    }

    /** Fetches objects and what they point at, a few hops far, one statement a hop. */
    void prefetch(Collection<String> ids) {
        Set<String> wanted = new HashSet<>(ids);
        for (int hop = 0; hop < HOPS && !wanted.isEmpty(); hop++) {
            wanted.removeAll(rows.keySet());
            load(wanted);
            Set<String> next = new HashSet<>();
            for (String id : wanted) {
                object(id).ifPresent(o -> CanonicalJson.references(o).forEach(r -> next.add(r.id())));
            }
            wanted = next;
        }
    }

    void prefetchLines(Collection<String> sources) {
        Set<String> wanted = new HashSet<>(sources);
        wanted.removeAll(lines.keySet());
        if (wanted.isEmpty()) {
            return;
        }
        wanted.forEach(s -> lines.put(s, Optional.empty()));
        read(() -> ledger.lines(connection, tenant, wanted)).forEach((id, line) -> lines.put(id, Optional.of(line)));
    }

    /** Postings of this very batch are seen by the decisions that follow. */
    void posted(List<Posting> postings) {
        for (Posting posting : postings) {
            totals.posted(posting);
            String source = posting.line().source().id();
            lines.put(
                    source, Optional.of(LedgerOverlay.after(line(posting.line().source()), posting)));
            moved.computeIfAbsent(posting.line().project().id(), _ -> new LinkedHashSet<>())
                    .add(source);
        }
    }

    /** A decision of this batch stored an object. */
    void stored(ObjectStore.Row row) {
        finds.replaced(rows.getOrDefault(row.id(), Optional.empty()), row);
        rows.put(row.id(), Optional.of(row));
        decoded.remove(row.id());
    }

    Optional<ObjectStore.Row> row(String id) {
        if (!rows.containsKey(id)) {
            if (gathering) {
                open.objects.add(id);
                missed = true;
                return Optional.empty();
            }
            load(Set.of(id));
        }
        return rows.getOrDefault(id, Optional.empty());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends CanonicalObject> Optional<T> get(Ref<T> ref) {
        return (Optional<T>) object(ref.id());
    }

    Optional<CanonicalObject> object(String id) {
        CanonicalObject known = decoded.get(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<CanonicalObject> object =
                row(id).filter(r -> r.complete() && !r.deleted()).map(HubFacts::decode);
        object.ifPresent(o -> decoded.put(id, o));
        return object;
    }

    @Override
    public <T extends CanonicalObject> List<Stored<T>> find(Class<T> type, String attribute, String value) {
        CanonicalType canonical = CanonicalType.of(type);
        if (!Indexed.ATTRIBUTES.contains(attribute) || !attribute.startsWith(canonical.typeName() + ".")) {
            throw new IllegalArgumentException(
                    "%s of %s is not looked for: add it to Indexed.ATTRIBUTES, and storage makes its index"
                            .formatted(attribute, canonical.typeName()));
        }
        if (gathering && !finds.has(attribute, value)) {
            open.finds.computeIfAbsent(attribute, _ -> new LinkedHashSet<>()).add(value);
            missed = true;
            return List.of();
        }
        return read(() -> finds.of(attribute, value, this::latest)).stream()
                .flatMap(r ->
                        object(r.id()).stream().map(o -> new Stored<>(new Ref<T>(r.id()), r.version(), type.cast(o))))
                .toList();
    }

    /** What this batch knows of a row goes before what a search found; the row is kept, so that it is decoded once however often it is asked for. */
    private ObjectStore.Row latest(ObjectStore.Row found) {
        return rows.computeIfAbsent(found.id(), _ -> Optional.of(found)).orElse(found);
    }

    /** Whoever asks for open lines judges each of them again: the work behind them is fetched with them. */
    @Override
    public List<OpenLine> openLines(Ref<Project> project, LocalDate through) {
        if (gathering) {
            return List.of();
        }
        List<OpenLine> stored = read(() -> ledger.openLines(connection, tenant, project, through));
        stored.forEach(l -> lines.putIfAbsent(l.line().source().id(), Optional.of(l)));
        prefetch(stored.stream()
                .map(l -> Parts.source(l.line().source()).id())
                .distinct()
                .toList());
        Set<String> changed = moved.getOrDefault(project.id(), Set.of());
        return changed.isEmpty()
                ? stored
                : LedgerOverlay.over(stored, changed.stream().map(this::known).toList(), project, through);
    }

    /** Totals are stored when the batch is; what it has posted so far is added. */
    @Override
    public List<Total> totals(Ref<Project> project, CurrencyUnit currency) {
        if (gathering) {
            return List.of();
        }
        return totals.of(project, currency, () -> read(() -> ledger.totals(connection, tenant, project, currency)));
    }

    /** As with open lines, the work behind them is fetched with them. */
    @Override
    public List<OpenLine> covered(Ref<Project> project) {
        if (gathering) {
            return List.of();
        }
        List<OpenLine> stored = covered.computeIfAbsent(project.id(), _ -> readCovered(project));
        Set<String> changed = moved.getOrDefault(project.id(), Set.of());
        return LedgerOverlay.covered(stored, changed.stream().map(this::known).toList(), project);
    }

    private List<OpenLine> readCovered(Ref<Project> project) {
        List<OpenLine> stored = read(() -> ledger.covered(connection, tenant, project));
        stored.forEach(l -> lines.putIfAbsent(l.line().source().id(), Optional.of(l)));
        prefetch(stored.stream()
                .map(l -> Parts.source(l.line().source()).id())
                .distinct()
                .toList());
        return stored;
    }

    private OpenLine known(String source) {
        return lines.get(source).orElseThrow();
    }

    @Override
    public Optional<OpenLine> line(Ref<?> source) {
        if (!lines.containsKey(source.id()) && !gathering) {
            prefetchLines(Set.of(source.id()));
        }
        return lines.getOrDefault(source.id(), Optional.empty());
    }

    @Override
    public List<OpenLine> linesOn(Ref<Invoice> invoice) {
        if (gathering) {
            return List.of();
        }
        Set<String> sources = read(() -> ledger.sourcesOn(connection, tenant, invoice));
        prefetchLines(sources);
        return sources.stream()
                .map(this::known)
                .filter(l -> l.balances().keySet().stream().anyMatch(ON_INVOICE::contains))
                .toList();
    }

    @Override
    public Set<String> projectsConvertedBy(String pair, LocalDate first, LocalDate last) {
        return gathering ? Set.of() : read(() -> LedgerConversions.projects(connection, tenant, pair, first, last));
    }

    @Override
    public Set<String> heldBecauseOf(String processType, Ref<?> subject) {
        if (!held.containsKey(subject.id())) {
            if (gathering) {
                open.held.add(subject.id());
                missed = true;
                return Set.of();
            }
            loadHeld(Set.of(subject.id()));
        }
        String instances = processType + "/";
        return held.get(subject.id()).stream()
                .filter(path -> path.startsWith(instances))
                .map(path -> path.substring(instances.length()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Override
    public <P extends Record> P policy(Class<P> kind) {
        return policies.of(tenant, kind);
    }

    @Override
    public boolean existsIn(Role role, Ref<?> ref) {
        if (!systemsOf.containsKey(ref.id())) {
            if (gathering) {
                open.systems.add(ref.id());
                missed = true;
                return false;
            }
            loadSystems(Set.of(ref.id()));
        }
        Set<String> holding = systemsOf.get(ref.id());
        return systems.of(tenant).stream().anyMatch(s -> s.role() == role && holding.contains(s.id().value()));
    }

    private void loadSystems(Collection<String> ids) {
        ids.forEach(id -> systemsOf.put(id, new HashSet<>()));
        read(() -> Sql.query(
                connection,
                IN_SYSTEMS,
                r -> systemsOf.get(r.getString(1)).add(r.getString(2)),
                tenant.value(),
                Sql.texts(ids, i -> i)));
    }

    private void loadHeld(Collection<String> subjects) {
        subjects.forEach(id -> held.put(id, new HashSet<>()));
        read(() -> Sql.query(
                connection,
                HELD_BECAUSE,
                r -> held.get(r.getString(1)).add(r.getString(2)),
                tenant.value(),
                Sql.texts(subjects, i -> i)));
    }

    private void load(Collection<String> ids) {
        Map<String, ObjectStore.Row> found = read(() -> ObjectStore.read(connection, tenant, ids));
        ids.forEach(id -> rows.put(id, Optional.ofNullable(found.get(id))));
    }

    private static CanonicalObject decode(ObjectStore.Row row) {
        return CanonicalJson.read(row.body(), row.type().javaType());
    }

    /** What was asked for and is not known yet. */
    private static final class Questions {
        private final Set<String> objects = new LinkedHashSet<>();
        private final Map<String, Set<String>> finds = new LinkedHashMap<>();
        private final Set<String> systems = new LinkedHashSet<>();
        private final Set<String> held = new LinkedHashSet<>();

        void clear() {
            objects.clear();
            finds.clear();
            systems.clear();
            held.clear();
        }
    }

    private interface Reading<T> {
        T read() throws SQLException;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw new StorageException(e);
        }
    }
}
