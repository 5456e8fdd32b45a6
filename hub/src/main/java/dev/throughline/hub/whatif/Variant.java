package dev.throughline.hub.whatif;

import dev.throughline.hub.translate.Mappings;
import dev.throughline.hub.whatif.WhatIf.Change;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.WorkspaceVariant;
import dev.throughline.mapping.Layer;
import dev.throughline.mapping.LoadProblem;
import dev.throughline.mapping.MappingSet;
import dev.throughline.mapping.MappingSource;
import dev.throughline.processes.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One side of a what-if: the workspace and all mapping files that it goes by.
 *
 * @param policies which differ from those in force, in words
 */
record Variant(Workspace workspace, List<MappingSource> sources, List<String> policies) {
    private static final Pattern NAME = Pattern.compile("(?m)^(mapping|lookup):\\s*([^\\s#]+)");

    static List<MappingSource> sources(Workspace workspace) {
        return Mappings.sources(workspace);
    }

    /** @throws IllegalArgumentException naming every mistake */
    static Variant of(Workspace present, Change change) {
        Workspace other = present;
        if (change.workspace().isPresent()) {
            other = WorkspaceVariant.other(present, change.workspace().get());
        }
        if (change.policies().isPresent()) {
            other = WorkspaceVariant.with(other, change.policies().get(), Processes.policies());
        }
        return new Variant(other, usable(sources(present, change)), differing(present, other));
    }

    private static List<MappingSource> usable(List<MappingSource> sources) {
        return switch (MappingSet.load(sources, Map.of())) {
            case MappingSet.Loaded.Ready _ -> sources;
            case MappingSet.Loaded.Refused(var problems) ->
                throw new IllegalArgumentException("the mappings cannot be: "
                        + problems.stream().map(LoadProblem::toString).collect(Collectors.joining("; ")));
        };
    }

    /** A given file takes the place, and the layer, of those in force that are about the same; one that is about something else comes to them. */
    private static List<MappingSource> sources(Workspace present, Change change) {
        boolean whole = change.workspace().isPresent();
        List<MappingSource> known = sources(present).stream()
                .filter(s -> !(whole && s.layer() instanceof Layer.Tenant))
                .toList();
        List<MappingSource> all = new ArrayList<>(known);
        new TreeMap<>(change.mappings()).forEach((file, text) -> {
            List<MappingSource> replaced = known.stream()
                    .filter(s -> about(s.text()).equals(about(text)))
                    .toList();
            all.removeAll(replaced);
            Layer layer = replaced.isEmpty()
                    ? new Layer.Tenant()
                    : replaced.getFirst().layer();
            all.add(new MappingSource(file, text, layer));
        });
        return all;
    }

    /** What a file is about; one that does not say is about itself, and is told so when it is loaded. */
    private static String about(String text) {
        Matcher name = NAME.matcher(text);
        return name.find() ? name.group(1) + " " + name.group(2) : text;
    }

    private static List<String> differing(Workspace present, Workspace other) {
        List<String> words = new ArrayList<>();
        var names = new TreeSet<>(present.policies().keySet());
        names.addAll(other.policies().keySet());
        for (String name : names) {
            Map<String, Object> was = present.policies().getOrDefault(name, Map.of());
            Map<String, Object> would = other.policies().getOrDefault(name, Map.of());
            var attributes = new TreeSet<>(was.keySet());
            attributes.addAll(would.keySet());
            attributes.stream()
                    .filter(a -> !Optional.ofNullable(was.get(a)).equals(Optional.ofNullable(would.get(a))))
                    .forEach(a -> words.add("policy %s.%s: %s -> %s"
                            .formatted(
                                    name,
                                    a,
                                    was.getOrDefault(a, "its default"),
                                    would.getOrDefault(a, "its default"))));
        }
        if (!present.ownership().equals(other.ownership())) {
            words.add("ownership of attributes");
        }
        return words;
    }

    /** All that differs, in words. */
    List<String> words(Mappings was, Mappings would) {
        List<String> words = new ArrayList<>(policies);
        Map<String, Integer> before = was.set(workspace.tenant()).versions();
        Map<String, Integer> after = would.set(workspace.tenant()).versions();
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        for (String name : names) {
            Integer one = before.get(name);
            Integer other = after.get(name);
            if (one == null || !one.equals(other)) {
                words.add("mapping %s: %s -> %s"
                        .formatted(name, one == null ? "none" : "@" + one, other == null ? "none" : "@" + other));
            }
        }
        if (words.isEmpty() && !was.digest(workspace.tenant()).equals(would.digest(workspace.tenant()))) {
            words.add("mapping files of the same versions");
        }
        return words;
    }
}
