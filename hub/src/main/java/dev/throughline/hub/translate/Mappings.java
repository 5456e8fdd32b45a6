package dev.throughline.hub.translate;

import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.explain.MappingNames;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.mapping.InboundMapping;
import dev.throughline.mapping.LoadProblem;
import dev.throughline.mapping.Mapped;
import dev.throughline.mapping.MappedCommand;
import dev.throughline.mapping.MappingProblem;
import dev.throughline.mapping.MappingSet;
import dev.throughline.mapping.MappingSource;
import dev.throughline.mapping.OutboundMapping;
import dev.throughline.mapping.Scope;
import dev.throughline.mapping.SourceRecord;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.LegalEntity;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The mappings in force: connectors' defaults, the workspace's layers, and lookup rows that people edited in the running hub. Thread-safe. */
public final class Mappings implements RecordMapper, MappingNames {
    private static final Pattern DOCUMENT = Pattern.compile("([a-z0-9-]+/[a-z0-9.-]+)@([1-9][0-9]{0,8})");

    private final ConnectedSystems systems;
    private final InstantSource clock;
    private final Map<TenantId, List<MappingSource>> files = new HashMap<>();
    private final Map<TenantId, InForce> sets = new ConcurrentHashMap<>();
    private final Map<String, InForce> recalled = new ConcurrentHashMap<>();
    private final MappingArchive archive;

    /** A set with its number in the archive and the files that it was made of. */
    private record InForce(MappingSet set, int version, List<MappingSource> sources) {}

    /** @throws IllegalArgumentException naming every mistake with file, field and expression, and every released version that was edited */
    public Mappings(List<Workspace> workspaces, ConnectedSystems systems, MappingArchive archive, InstantSource clock) {
        this.systems = systems;
        this.archive = archive;
        this.clock = clock;
        for (Workspace workspace : workspaces) {
            files.put(workspace.tenant(), sources(workspace));
            use(workspace.tenant(), List.of());
        }
    }

    /** Of one tenant, from these files. @throws IllegalArgumentException naming every mistake with file, field and expression */
    public Mappings(
            TenantId tenant,
            List<MappingSource> sources,
            ConnectedSystems systems,
            MappingArchive archive,
            InstantSource clock) {
        this(List.of(), systems, archive, clock);
        files.put(tenant, List.copyOf(sources));
        use(tenant, List.of());
    }

    /** Puts rows that people edited over all others, in force for every record from now on. @throws IllegalArgumentException when they cannot be; nothing changes then */
    public void use(TenantId tenant, List<EditedLookups.Row> edited) {
        List<MappingSource> all = new ArrayList<>(files.get(tenant));
        EditedLookups.source(edited).ifPresent(all::add);
        sets.put(tenant, load(tenant, all, Map.of()));
    }

    /**
     * The number of the set that people mean.
     *
     * @param named the beginning of a set's digest, at least six digits, or {@code kind/name@version}: everything as it is now but this one document
     * @throws IllegalArgumentException when there is no such set, saying which there are
     */
    public int named(TenantId tenant, String named) {
        Matcher document = DOCUMENT.matcher(named);
        if (document.matches()) {
            return document(tenant, document.group(1), Integer.parseInt(document.group(2)));
        }
        List<Integer> found = named.matches("[0-9a-f]{6,64}") ? archive.byDigest(tenant, named) : List.of();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "'%s' names %s; give the digest of a mapping set as the audit shows it, or kind/name@version such as salesforce/opportunity@2"
                            .formatted(named, found.isEmpty() ? "no mapping set" : found.size() + " mapping sets"));
        }
        at(tenant, found.getFirst());
        return found.getFirst();
    }

    private int document(TenantId tenant, String name, int version) {
        InForce now = inForce(tenant);
        boolean here = now.set.releases().stream().anyMatch(r -> r.name().equals(name) && r.version() == version);
        if (here) {
            InForce other = load(tenant, now.sources, Map.of(name, version));
            recalled.put(tenant + "|" + other.version, other);
            return other.version;
        }
        int id = archive.byDocument(tenant, name, version)
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no version %d of mapping %s, in the workspace or in earlier use; there are %s"
                                .formatted(version, name, archive.versions(tenant, name))));
        at(tenant, id);
        return id;
    }

    private InForce inForce(TenantId tenant) {
        InForce now = sets.get(tenant);
        if (now == null) {
            throw new IllegalArgumentException("tenant '%s' is not of this hub".formatted(tenant));
        }
        return now;
    }

    private InForce load(TenantId tenant, List<MappingSource> sources, Map<String, Integer> pins) {
        MappingSet set = compiled(tenant, sources, pins);
        return new InForce(set, archive.keep(tenant, set, sources, pins), List.copyOf(sources));
    }

    @Override
    public int version(TenantId tenant) {
        return inForce(tenant).version;
    }

    @Override
    public RecordMapper at(TenantId tenant, int version) {
        return new Pinned(this, tenant, setOf(tenant, version), version);
    }

    private MappingSet setOf(TenantId tenant, int version) {
        InForce now = inForce(tenant);
        return now.version == version
                ? now.set
                : recalled.computeIfAbsent(tenant + "|" + version, _ -> recall(tenant, version)).set;
    }

    private InForce recall(TenantId tenant, int version) {
        MappingArchive.Kept kept = archive.recall(tenant, version);
        return new InForce(compiled(tenant, kept.sources(), kept.pins()), version, kept.sources());
    }

    /** One set of one tenant, whatever is in force. */
    private record Pinned(Mappings all, TenantId owner, MappingSet set, int version) implements RecordMapper {
        @Override
        public List<Mapped> inbound(
                TenantId tenant,
                SystemId system,
                String objectType,
                String externalId,
                LocalDate asOf,
                Map<String, Object> payload) {
            return all.inbound(set, tenant, system, objectType, externalId, asOf, payload);
        }

        @Override
        public MappedCommand outbound(
                TenantId tenant,
                SystemId system,
                Command command,
                IdempotencyKey key,
                Map<Ref<?>, String> externalIds) {
            return all.outbound(tenant, system, command, key, externalIds);
        }

        @Override
        public int version(TenantId tenant) {
            return version;
        }

        @Override
        public RecordMapper at(TenantId tenant, int other) {
            return all.at(tenant, other);
        }

        @Override
        public String digest(TenantId tenant) {
            return set.version();
        }
    }

    private static MappingSet compiled(TenantId tenant, List<MappingSource> sources, Map<String, Integer> pins) {
        return switch (MappingSet.load(sources, pins)) {
            case MappingSet.Loaded.Ready(var set) -> set;
            case MappingSet.Loaded.Refused(var problems) ->
                throw new IllegalArgumentException("mappings of tenant %s: %s"
                        .formatted(
                                tenant,
                                String.join(
                                        "; ",
                                        problems.stream()
                                                .map(LoadProblem::toString)
                                                .toList())));
        };
    }

    public MappingSet set(TenantId tenant) {
        return inForce(tenant).set;
    }

    @Override
    public List<Mapped> inbound(
            TenantId tenant,
            SystemId system,
            String objectType,
            String externalId,
            LocalDate asOf,
            Map<String, Object> payload) {
        return inbound(set(tenant), tenant, system, objectType, externalId, asOf, payload);
    }

    private List<Mapped> inbound(
            MappingSet set,
            TenantId tenant,
            SystemId system,
            String objectType,
            String externalId,
            LocalDate asOf,
            Map<String, Object> payload) {
        SystemConfig config = systems.config(tenant, system).orElseThrow();
        var record = new SourceRecord(new ObjectType(objectType), new ExternalId(externalId), payload, asOf);
        return set.inbound(config.kind(), objectType, scope(config)).stream()
                .map((InboundMapping m) -> m.map(record))
                .toList();
    }

    @Override
    public List<String> readers(TenantId tenant, SystemId system, String objectType, int set) {
        Optional<SystemConfig> config = systems.config(tenant, system);
        MappingSet wanted;
        try {
            wanted = setOf(tenant, set);
        } catch (IllegalArgumentException gone) {
            return List.of();
        }
        return config.stream()
                .flatMap(c -> wanted.inbound(c.kind(), objectType, scope(c)).stream())
                .map(m -> m.name() + "@" + wanted.versions().get(m.name()))
                .toList();
    }

    /** A system that serves one entity has that entity's layer. */
    private static Scope scope(SystemConfig config) {
        return new Scope(
                Optional.empty(),
                config.serves().size() == 1
                        ? Optional.of(config.serves().iterator().next())
                        : Optional.empty());
    }

    @Override
    public MappedCommand outbound(
            TenantId tenant, SystemId system, Command command, IdempotencyKey key, Map<Ref<?>, String> externalIds) {
        SystemConfig config = systems.config(tenant, system).orElseThrow();
        String name = command.getClass().getSimpleName();
        List<OutboundMapping> mappings = set(tenant).outbound(config.kind(), name, scope(config));
        if (mappings.isEmpty()) {
            return new MappedCommand.Failed(List.of(new MappingProblem(
                    "NO_MAPPING",
                    config.kind(),
                    "",
                    "",
                    name + " " + command.subject(),
                    "no mapping says how %s is written to %s".formatted(name, config.kind()),
                    "Add a mapping 'from: %s/1' of kind %s to the workspace, then retry".formatted(name, config.kind()),
                    "INTEGRATION")));
        }
        return mappings.getFirst()
                .map(command, key, today(), id -> Optional.ofNullable(externalIds.get(new Ref<LegalEntity>(id))));
    }

    @Override
    public String digest(TenantId tenant) {
        return set(tenant).version();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    /** All mapping files of a workspace, unread: what its connectors bring along, then its own. */
    public static List<MappingSource> sources(Workspace workspace) {
        Map<String, ConnectorFactory> factories = ConnectedSystems.factories();
        List<MappingSource> sources = new ArrayList<>();
        workspace.systems().stream().map(SystemConfig::kind).distinct().forEach(kind -> {
            ConnectorFactory factory = factories.get(kind);
            if (factory != null) {
                sources.addAll(shipped(factory));
            }
        });
        workspace.mappings().ifPresent(folder -> sources.addAll(tenants(folder)));
        return sources;
    }

    /** The default mappings that a connector brings along. */
    public static List<MappingSource> shipped(ConnectorFactory factory) {
        String folder = factory.mappings();
        return text(factory, folder + "/index.txt")
                .map(index -> index.lines()
                        .map(String::strip)
                        .filter(l -> !l.isEmpty() && !l.startsWith("#"))
                        .map(name -> MappingSource.shipped(
                                folder + "/" + name,
                                text(factory, folder + "/" + name)
                                        .orElseThrow(() -> new IllegalArgumentException(
                                                folder + "/index.txt names " + name + ", which is not there"))))
                        .toList())
                .orElse(List.of());
    }

    private static Optional<String> text(ConnectorFactory factory, String path) {
        try (InputStream in = factory.getClass().getClassLoader().getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<MappingSource> tenants(Path folder) {
        try (Stream<Path> paths = Files.walk(folder, 4)) {
            return paths.filter(
                            p -> p.toString().endsWith(".yaml") || p.toString().endsWith(".yml"))
                    .sorted()
                    .map(p -> MappingSource.ofTenant(folder.relativize(p).toString(), read(p)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("mappings folder " + folder + " cannot be read", e);
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
