package dev.throughline.mapping;

import dev.throughline.model.CanonicalType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All mappings and lookups of a tenant in force, compiled. Immutable and thread-safe; a change makes a new set. Memory grows with the scopes that layers name, not with records.
 */
public final class MappingSet {
    private final String version;
    private final List<MappingDocument> documents;
    private final List<Lookups.Table> tables;
    private final Map<Scope, Compiled> scopes;
    private final Set<String> regions;
    private final Set<String> entities;
    private final List<Release> releases;

    MappingSet(
            String version,
            List<MappingDocument> documents,
            List<Lookups.Table> tables,
            Map<Scope, Compiled> scopes,
            Set<String> regions,
            Set<String> entities,
            List<Release> releases) {
        this.version = version;
        this.documents = List.copyOf(documents);
        this.tables = List.copyOf(tables);
        this.scopes = Map.copyOf(scopes);
        this.regions = Set.copyOf(regions);
        this.entities = Set.copyOf(entities);
        this.releases = List.copyOf(releases);
    }

    /** A set, or every reason why there is none. */
    public sealed interface Loaded {
        record Ready(MappingSet set) implements Loaded {}

        record Refused(List<LoadProblem> problems) implements Loaded {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** Reads and compiles all files of a tenant, connectors' defaults included. Does not run the examples: see {@link ExampleRunner}. */
    public static Loaded load(List<MappingSource> sources) {
        return load(sources, Map.of());
    }

    /** @param pins by name of document the version to be in force, instead of the highest */
    public static Loaded load(List<MappingSource> sources, Map<String, Integer> pins) {
        return new MappingSetBuilder(sources, pins).build();
    }

    /**
     * One version of a document as it was found, in force or not.
     *
     * @param digest of all but its examples and source: another one is another version
     * @param layer  where it stands
     */
    public record Release(String name, int version, String digest, String file, Layer layer) {
        static Release of(MappingDocument document) {
            return new Release(
                    document.name(), document.version(), document.digest(), document.file(), document.layer());
        }
    }

    /** All versions of all documents that the files hold. */
    public List<Release> releases() {
        return releases;
    }

    /** By name, the version in force. */
    public Map<String, Integer> versions() {
        Map<String, Integer> versions = new java.util.TreeMap<>();
        documents.forEach(d -> versions.put(d.name(), d.version()));
        return versions;
    }

    /** Mappings of one scope. */
    record Compiled(
            Lookups lookups, Map<String, List<InboundMapping>> inbound, Map<String, List<OutboundMapping>> outbound) {
        Compiled {
            inbound = Map.copyOf(inbound);
            outbound = Map.copyOf(outbound);
        }
    }

    /** Sixty-four hexadecimal digits over all files and their layers: the same whenever the same mappings are in force. */
    public String version() {
        return version;
    }

    /**
     * @param kind       of system, such as {@code salesforce}: what stands before the stroke in a mapping's name
     * @param objectType the vendor's
     * @return in the order of their names; empty when nothing reads such records
     */
    public List<InboundMapping> inbound(String kind, String objectType, Scope scope) {
        return compiled(scope).inbound().getOrDefault(key(kind, objectType), List.of());
    }

    /** @param command simple name of the command's record */
    public List<OutboundMapping> outbound(String kind, String command, Scope scope) {
        return compiled(scope).outbound().getOrDefault(key(kind, command), List.of());
    }

    public Lookups lookups(Scope scope) {
        return compiled(scope).lookups();
    }

    /** The vendor objects of a kind of system that any mapping reads. */
    public Set<String> objects(String kind) {
        Set<String> objects = new java.util.TreeSet<>();
        for (MappingDocument document : documents) {
            if (document.kind().equals(kind)
                    && document.ends().orElse(null) instanceof MappingDocument.Inbound(var object, var _, var _)) {
                objects.add(object);
            }
        }
        return objects;
    }

    /** Whether some mapping of the kind of system makes objects of the type. */
    public boolean makes(String kind, CanonicalType type) {
        return compiled(Scope.FIRM).inbound().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(kind + " "))
                .flatMap(entry -> entry.getValue().stream())
                .anyMatch(mapping -> mapping.type() == type);
    }

    List<MappingDocument> documents() {
        return documents;
    }

    /** What was in force when a document of that layer was written. */
    Compiled compiledUpTo(Layer layer, Scope scope) {
        return ScopeCompiler.upTo(layer, documents, tables, scope, new ArrayList<>())
                .compile();
    }

    Compiled compiled(Scope scope) {
        var known = new Scope(
                scope.region().filter(regions::contains), scope.legalEntity().filter(entities::contains));
        return scopes.get(known);
    }

    static String key(String kind, String name) {
        return kind + " " + name;
    }

    static <T> void add(Map<String, List<T>> map, String key, T value) {
        map.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
    }

    static <T> Map<String, List<T>> newMap() {
        return new HashMap<>();
    }
}
