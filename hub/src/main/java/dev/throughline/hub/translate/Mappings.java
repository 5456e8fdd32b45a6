package dev.throughline.hub.translate;

import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.hub.ConnectedSystems;
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
import java.util.stream.Stream;

/** The mappings in force: connectors' defaults, the workspace's layers, and lookup rows that people edited in the running hub. Thread-safe. */
public final class Mappings implements RecordMapper {
    private final ConnectedSystems systems;
    private final InstantSource clock;
    private final Map<TenantId, List<MappingSource>> files = new HashMap<>();
    private final Map<TenantId, MappingSet> sets = new ConcurrentHashMap<>();

    /** @throws IllegalArgumentException naming every mistake with file, field and expression */
    public Mappings(List<Workspace> workspaces, ConnectedSystems systems, InstantSource clock) {
        this.systems = systems;
        this.clock = clock;
        for (Workspace workspace : workspaces) {
            files.put(workspace.tenant(), sources(workspace));
            use(workspace.tenant(), List.of());
        }
    }

    /** Puts rows that people edited over all others, in force for every record from now on. @throws IllegalArgumentException when they cannot be; nothing changes then */
    public void use(TenantId tenant, List<EditedLookups.Row> edited) {
        List<MappingSource> all = new ArrayList<>(files.get(tenant));
        EditedLookups.source(edited).ifPresent(all::add);
        sets.put(tenant, load(tenant, all));
    }

    private static MappingSet load(TenantId tenant, List<MappingSource> sources) {
        return switch (MappingSet.load(sources)) {
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
        return sets.get(tenant);
    }

    @Override
    public List<Mapped> inbound(
            TenantId tenant,
            SystemId system,
            String objectType,
            String externalId,
            LocalDate asOf,
            Map<String, Object> payload) {
        SystemConfig config = systems.config(tenant, system).orElseThrow();
        var record = new SourceRecord(new ObjectType(objectType), new ExternalId(externalId), payload, asOf);
        return sets.get(tenant).inbound(config.kind(), objectType, scope(config)).stream()
                .map((InboundMapping m) -> m.map(record))
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
        List<OutboundMapping> mappings = sets.get(tenant).outbound(config.kind(), name, scope(config));
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

    /** Whether a system of that kind is told such a thing at all. */
    public boolean speaks(TenantId tenant, SystemConfig config, Command command) {
        return !sets.get(tenant)
                .outbound(config.kind(), command.getClass().getSimpleName(), scope(config))
                .isEmpty();
    }

    @Override
    public String digest(TenantId tenant) {
        return sets.get(tenant).version();
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
