package dev.throughline.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Makes a set of files: reads them, lays layers over defaults for every scope that a layer names, and compiles what comes of it. */
final class MappingSetBuilder {
    private final List<MappingSource> sources;
    private final List<LoadProblem> problems = new ArrayList<>();
    private final List<Lookups.Table> tables = new ArrayList<>();
    private final List<MappingDocument> documents = new ArrayList<>();

    private final Map<String, Integer> pins;

    MappingSetBuilder(List<MappingSource> sources, Map<String, Integer> pins) {
        this.sources = List.copyOf(sources);
        this.pins = new TreeMap<>(pins);
    }

    MappingSet.Loaded build() {
        sources.forEach(this::read);
        documents.sort(Comparator.comparing(MappingDocument::name));
        List<MappingSet.Release> releases =
                documents.stream().map(MappingSet.Release::of).toList();
        chooseVersions();
        checkNames();
        Set<String> regions = new TreeSet<>();
        Set<String> entities = new TreeSet<>();
        Stream.concat(
                        tables.stream().map(Lookups.Table::layer),
                        documents.stream().map(MappingDocument::layer))
                .forEach(layer -> {
                    if (layer instanceof Layer.Region(var name)) {
                        regions.add(name);
                    } else if (layer instanceof Layer.Entity(var code)) {
                        entities.add(code);
                    }
                });
        Map<Scope, MappingSet.Compiled> scopes = new HashMap<>();
        for (Optional<String> region : options(regions)) {
            for (Optional<String> entity : options(entities)) {
                Scope scope = new Scope(region, entity);
                scopes.put(scope, new ScopeCompiler(documents, tables, scope, problems).compile());
            }
        }
        if (!problems.isEmpty()) {
            return new MappingSet.Loaded.Refused(problems.stream().distinct().toList());
        }
        return new MappingSet.Loaded.Ready(
                new MappingSet(digest(), documents, tables, scopes, regions, entities, releases));
    }

    private static List<Optional<String>> options(Set<String> names) {
        return Stream.concat(Stream.of(Optional.<String>empty()), names.stream().map(Optional::of))
                .toList();
    }

    private void read(MappingSource source) {
        MappingLoader.load(source, problems).forEach(loaded -> {
            switch (loaded) {
                case MappingLoader.Loaded.OfMapping(var document) -> documents.add(document);
                case MappingLoader.Loaded.OfLookup(var table) -> {
                    Lookups.clash(tables, table)
                            .ifPresent(key -> problems.add(new LoadProblem(
                                    source.file(),
                                    0,
                                    "rows",
                                    "gives '%s' a value that another file of the same layer gives too for the same days"
                                            .formatted(Words.brief(key)))));
                    tables.add(table);
                }
            }
        });
    }

    /** Of several versions of one document the highest is in force, or the one asked for; the others are there to be replayed with. */
    private void chooseVersions() {
        Map<String, Integer> chosen = new HashMap<>();
        documents.forEach(d -> chosen.merge(d.layer() + " " + d.name(), d.version(), Math::max));
        documents.removeIf(d -> d.version() != pins.getOrDefault(d.name(), chosen.get(d.layer() + " " + d.name())));
        for (var pin : pins.entrySet()) {
            if (documents.stream().noneMatch(d -> d.name().equals(pin.getKey()))) {
                problems.add(new LoadProblem(
                        pin.getKey(), 0, "version", "there is no version %d of it".formatted(pin.getValue())));
            }
        }
    }

    private void checkNames() {
        Map<String, MappingDocument> byName = new TreeMap<>();
        for (MappingDocument document : documents) {
            MappingDocument earlier = byName.put(document.name(), document);
            if (earlier != null) {
                problems.add(new LoadProblem(
                        document.file(),
                        0,
                        "mapping",
                        "%s is also in %s; to change it for the firm, a region or an entity give this one a name of its own and 'extends: %s'"
                                .formatted(document.name(), earlier.file(), document.name())));
            }
        }
        for (MappingDocument document : documents) {
            document.extended().ifPresent(base -> checkBase(document, byName.get(base), base));
        }
    }

    private void checkBase(
            MappingDocument document, @org.jspecify.annotations.Nullable MappingDocument base, String name) {
        String says = switch (base) {
            case null ->
                "extends %s, which does not exist; there are %s"
                        .formatted(
                                name,
                                documents.stream()
                                        .filter(d -> d.extended().isEmpty())
                                        .map(MappingDocument::name)
                                        .toList());
            case MappingDocument found
            when found.extended().isPresent() ->
                "extends %s, which is itself a layer; extend %s"
                        .formatted(name, found.extended().get());
            case MappingDocument found
            when document.layer().rank() <= found.layer().rank() ->
                "extends %s of the same or a later layer; edit that one, in its next version".formatted(name);
            case MappingDocument _ -> "";
        };
        if (!says.isEmpty()) {
            problems.add(new LoadProblem(document.file(), 0, "extends", says));
        }
    }

    private String digest() {
        List<String> texts = sources.stream()
                .map(source -> source.layer() + "\n" + source.text())
                .sorted()
                .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
        pins.forEach((name, version) -> texts.add("pin " + name + "@" + version));
        return Sha256.of(texts);
    }
}
