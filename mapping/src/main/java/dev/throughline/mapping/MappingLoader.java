package dev.throughline.mapping;

import dev.throughline.mapping.MappingDocument.Ends;
import dev.throughline.mapping.MappingDocument.Example;
import dev.throughline.mapping.MappingDocument.Expectation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads files for their form: names, kinds of value, nothing unknown. What expressions and fields mean is checked when a set is made of them. */
final class MappingLoader {
    private static final Set<String> DOCUMENT = Set.of(
            "mapping",
            "version",
            "source",
            "extends",
            "layer",
            "from",
            "to",
            "when",
            "id",
            "key",
            "match",
            "owner",
            "fields",
            "required",
            "examples");
    private static final Set<String> EXAMPLE =
            Set.of("name", "in", "out", "fails", "ignored", "external", "asOf", "note");
    private static final List<String> SETTINGS = List.of("when", "id", "key");
    private static final Set<String> VERBS = Set.of("CREATE", "UPSERT", "UPDATE", "DELETE", "ACTION");

    private final MappingSource source;
    private final Form form;

    private MappingLoader(MappingSource source, List<LoadProblem> problems) {
        this.source = source;
        this.form = new Form(source.file(), problems);
    }

    /** What a file holds. */
    sealed interface Loaded {
        record OfMapping(MappingDocument document) implements Loaded {}

        record OfLookup(Lookups.Table table) implements Loaded {}
    }

    /** @param problems grows by what is wrong with the file */
    static List<Loaded> load(MappingSource source, List<LoadProblem> problems) {
        List<YamlNode> documents;
        try {
            documents = Yaml.read(source.text());
        } catch (Yaml.Refused e) {
            problems.add(new LoadProblem(source.file(), e.line(), "", e.says()));
            return List.of();
        }
        List<Loaded> all = new ArrayList<>();
        for (YamlNode document : documents) {
            int before = problems.size();
            Optional<Loaded> loaded = new MappingLoader(source, problems).load(document);
            if (problems.size() == before) {
                loaded.ifPresent(all::add);
            }
        }
        return all;
    }

    private Optional<Loaded> load(YamlNode document) {
        if (!(document instanceof YamlNode.Table root)) {
            form.wrong(document.line(), "", "must be a map that begins with 'mapping:' or 'lookup:'");
            return Optional.empty();
        }
        if (root.entries().containsKey("lookup")) {
            return LookupReader.read(root, form, layer(root)).map(Loaded.OfLookup::new);
        }
        return document(root).map(Loaded.OfMapping::new);
    }

    private Layer layer(YamlNode.Table root) {
        Optional<YamlNode.Table> table = form.table(root, "layer");
        if (table.isEmpty()) {
            return source.layer();
        }
        form.onlyKnown(table.get(), "layer", Set.of("region", "legalEntity"));
        Optional<String> region = form.text(table.get(), "region");
        Optional<String> entity = form.text(table.get(), "legalEntity");
        if (region.isPresent() == entity.isPresent()) {
            form.wrong(table.get().line(), "layer", "must name one region or one legalEntity");
        }
        return region.<Layer>map(Layer.Region::new)
                .or(() -> entity.map(Layer.Entity::new))
                .orElse(source.layer());
    }

    private Optional<MappingDocument> document(YamlNode.Table root) {
        form.onlyKnown(root, "", DOCUMENT);
        String name = form.needed(root, "mapping");
        if (!name.isEmpty() && !name.matches("[a-z0-9][a-z0-9-]{0,63}/[a-z0-9][a-z0-9.-]{0,63}")) {
            form.wrong(
                    root.entries().get("mapping").line(),
                    "mapping",
                    "must be kind/name in lower case, such as acme/time-entry");
        }
        Optional<String> extended = form.text(root, "extends");
        Optional<YamlNode.Table> fields = form.table(root, "fields");
        if (fields.isEmpty() && !root.entries().containsKey("fields")) {
            form.wrong(root.line(), "fields", "is missing");
        }
        Optional<Ends> ends = ends(root, extended);
        MappingDocument document = new MappingDocument(
                source.file(),
                layer(root),
                name,
                version(root),
                extended.isPresent() ? form.text(root, "source").orElse("") : form.needed(root, "source"),
                extended,
                ends,
                settings(root),
                form.text(root, "match"),
                owner(root),
                fields.map(table -> (Template.Branch) Template.of(table)).orElse(new Template.Branch(Map.of(), 0)),
                form.texts(root, "required").stream()
                        .map(scalar -> String.valueOf(scalar.value()))
                        .toList(),
                examples(root),
                digest(root));
        return Optional.of(document);
    }

    private static String digest(YamlNode.Table root) {
        Map<String, @Nullable Object> rules = new LinkedHashMap<>();
        root.entries().forEach((name, node) -> {
            if (!name.equals("examples") && !name.equals("source")) {
                rules.put(name, node.plain());
            }
        });
        return Sha256.of(List.of(String.valueOf(rules)));
    }

    private int version(YamlNode.Table root) {
        YamlNode node = root.entries().get("version");
        if (node instanceof YamlNode.Scalar(Integer version, var _) && version > 0) {
            return version;
        }
        form.wrong(node == null ? root.line() : node.line(), "version", "must be a whole number from 1");
        return 0;
    }

    private Optional<String> owner(YamlNode.Table root) {
        Optional<String> owner = form.text(root, "owner");
        if (owner.isPresent() && !owner.get().matches("[A-Z][A-Z_]{0,31}")) {
            form.wrong(root.entries().get("owner").line(), "owner", "must be in capitals, such as SALES_OPS");
        }
        return owner;
    }

    private Map<String, Template.Leaf> settings(YamlNode.Table root) {
        Map<String, Template.Leaf> settings = new LinkedHashMap<>();
        for (String name : SETTINGS) {
            form.text(root, name)
                    .ifPresent(text -> settings.put(
                            name,
                            new Template.Leaf(text, root.entries().get(name).line())));
        }
        return settings;
    }

    private Optional<Ends> ends(YamlNode.Table root, Optional<String> extended) {
        YamlNode from = root.entries().get("from");
        if (extended.isPresent()) {
            if (from != null || root.entries().containsKey("to")) {
                form.wrong(root.line(), "extends", "a layer leaves from and to as they are; take them out");
            }
            return Optional.empty();
        }
        return switch (from) {
            case YamlNode.Table table -> Optional.of(inbound(root, table));
            case YamlNode.Scalar(String command, var line) -> Optional.of(outbound(root, command, line));
            case null, default -> {
                form.wrong(
                        from == null ? root.line() : from.line(),
                        "from",
                        "must be {object: …} to map records in, or a command such as EnsureCustomer/1 to map it out");
                yield Optional.empty();
            }
        };
    }

    private Ends inbound(YamlNode.Table root, YamlNode.Table from) {
        form.onlyKnown(from, "from", Set.of("object"));
        return new MappingDocument.Inbound(form.needed(from, "object"), major(root, "to"), from.line());
    }

    private Ends outbound(YamlNode.Table root, String command, int line) {
        for (String inboundOnly : List.of("when", "id", "key", "match")) {
            if (root.entries().containsKey(inboundOnly)) {
                form.wrong(root.entries().get(inboundOnly).line(), inboundOnly, "is for records that come in only");
            }
        }
        Optional<YamlNode.Table> to = form.table(root, "to");
        if (to.isEmpty()) {
            form.wrong(line, "to", "must be {object: …, verb: …}");
            return new MappingDocument.Outbound("", "", "", line);
        }
        form.onlyKnown(to.get(), "to", Set.of("object", "verb"));
        String verb = form.needed(to.get(), "verb");
        if (!VERBS.contains(verb)) {
            form.wrong(to.get().line(), "to.verb", "must be one of CREATE, UPSERT, UPDATE, DELETE, ACTION");
        }
        return new MappingDocument.Outbound(major(root, "from"), form.needed(to.get(), "object"), verb, line);
    }

    /** The name in {@code Name/1}: this hub speaks major 1 of every schema. */
    private String major(YamlNode.Table root, String field) {
        String text = form.needed(root, field);
        if (text.endsWith("/1")) {
            return text.substring(0, text.length() - 2);
        }
        YamlNode node = root.entries().get(field);
        form.wrong(
                node == null ? root.line() : node.line(),
                field,
                "must be a name and the major of its schema, such as TimeEntry/1; this hub speaks major 1");
        return text;
    }

    private List<Example> examples(YamlNode.Table root) {
        List<Example> examples = new ArrayList<>();
        for (YamlNode item : form.items(root, "examples")) {
            if (item instanceof YamlNode.Table table) {
                examples.add(example(table));
            } else {
                form.wrong(item.line(), "examples", "must hold maps of name, in and out, fails or ignored");
            }
        }
        if (examples.isEmpty()) {
            form.wrong(root.line(), "examples", "at least one example must show what the mapping does");
        }
        return examples;
    }

    @SuppressWarnings("unchecked")
    private Example example(YamlNode.Table table) {
        form.onlyKnown(table, "examples", EXAMPLE);
        Optional<YamlNode.Table> in = form.table(table, "in");
        if (in.isEmpty()) {
            form.wrong(table.line(), "examples.in", "is missing");
        }
        return new Example(
                form.needed(table, "name"),
                in.map(node -> (Map<String, @Nullable Object>) node.plain()).orElse(Map.of()),
                form.textsByName(table, "external"),
                form.text(table, "asOf"),
                expectation(table),
                table.line());
    }

    private Expectation expectation(YamlNode.Table table) {
        Set<String> given = new java.util.TreeSet<>(Set.of("out", "fails", "ignored"));
        given.retainAll(table.entries().keySet());
        if (given.size() != 1) {
            form.wrong(table.line(), "examples", "must end in one of out, fails or ignored");
            return new Expectation.Ignores();
        }
        if (given.contains("out")) {
            return new Expectation.Gives(table.entries().get("out").plain());
        }
        Optional<YamlNode.Table> fails = form.table(table, "fails");
        if (given.contains("fails") && fails.isPresent()) {
            form.onlyKnown(fails.get(), "examples.fails", Set.of("code", "field"));
            return new Expectation.Fails(form.needed(fails.get(), "code"), form.text(fails.get(), "field"));
        }
        return new Expectation.Ignores();
    }
}
