package dev.throughline.mapping;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.ObjectType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping in force, compiled: a vendor's records to one canonical type. Immutable and thread-safe. */
public final class InboundMapping {
    private final Header header;
    private final ObjectType objectType;
    private final CanonicalType type;
    private final RecordShape shape;
    private final Map<String, Rules> fields;
    private final Map<String, Expression> settings;
    private final Optional<String> match;
    private final List<String> required;
    private final Lookups lookups;

    InboundMapping(
            Header header,
            ObjectType objectType,
            CanonicalType type,
            Map<String, Rules> fields,
            Map<String, Expression> settings,
            Optional<String> match,
            List<String> required,
            Lookups lookups) {
        this.header = header;
        this.objectType = objectType;
        this.type = type;
        this.shape = RecordShape.of(type);
        this.fields = fields;
        this.settings = settings;
        this.match = match;
        this.required = List.copyOf(required);
        this.lookups = lookups;
    }

    /** @param version as messages show it: {@code 3}, or {@code 3+2} with a layer's second version over it */
    record Header(String name, String version, String owner) {
        String label() {
            return "%s v%s".formatted(name, version);
        }
    }

    /** Kind of system and name. */
    public String name() {
        return header.name();
    }

    /** With the versions of the layers over it. */
    public String version() {
        return header.version();
    }

    public ObjectType objectType() {
        return objectType;
    }

    public CanonicalType type() {
        return type;
    }

    /** The attributes that it speaks of. */
    public Set<String> covers() {
        return fields.keySet();
    }

    /** By field or setting, the expressions as written. */
    Map<String, List<String>> expressions() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        settings.forEach((name, expression) -> all.put(name, List.of(expression.text())));
        fields.forEach((name, rules) -> all.put(name, rules.expressions()));
        return all;
    }

    /** Never throws for anything that a record or an expression does. */
    public Mapped map(SourceRecord source) {
        var evaluation = new Evaluation(lookups, source.asOf(), _ -> Optional.empty(), "");
        return ScopedValue.where(Evaluation.CURRENT, evaluation).call(() -> new Run(source).map());
    }

    /** The mapping of one record. */
    private final class Run {
        private final SourceRecord source;
        private final List<MappingProblem> problems = new ArrayList<>();
        private final Conform conform = new Conform();

        Run(SourceRecord source) {
            this.source = source;
        }

        Mapped map() {
            Expression when = settings.get("when");
            if (when != null) {
                Object wanted = setting("when");
                if (!problems.isEmpty()) {
                    return new Mapped.Failed(problems);
                }
                if (!Boolean.TRUE.equals(wanted)) {
                    return new Mapped.Ignored("%s takes only records with %s".formatted(header.label(), when.text()));
                }
            }
            Map<String, Object> attributes = LinkedHashMap.newLinkedHashMap(fields.size());
            fields.forEach((name, rules) -> {
                Object value = attribute(name, rules);
                if (value != null) {
                    attributes.put(name, value);
                }
            });
            required.forEach(name -> require(name, attributes));
            Optional<String> id = text("id");
            Optional<String> key = text("key");
            if (!problems.isEmpty()) {
                return new Mapped.Failed(problems);
            }
            return new Mapped.Produced(
                    type, id, key, matched(attributes), attributes, covers(), List.copyOf(conform.references()));
        }

        private @Nullable Object attribute(String name, Rules rules) {
            int before = problems.size();
            Object value = rules.evaluate(source.payload(), this::note);
            if (problems.size() > before) {
                return null;
            }
            try {
                return conform.attribute(
                        name, shape.attribute(name).orElseThrow().shape(), value);
            } catch (Conform.Misfit misfit) {
                String remedy = "mend the value in its system, or the mapping if the value is right";
                add(MappingProblem.FIELD_INVALID, misfit.path(), rules.written(), misfit.says(), remedy);
                return null;
            }
        }

        private void require(String name, Map<String, Object> attributes) {
            boolean failed = problems.stream().anyMatch(p -> root(p.field()).equals(name));
            if (!attributes.containsKey(name) && !failed) {
                add(
                        MappingProblem.FIELD_MISSING,
                        name,
                        fields.get(name).written(),
                        "there is no value, and the mapping requires one",
                        "fill it in at the source, or map another field to it");
            }
        }

        private Optional<String> text(String setting) {
            Object value = setting(setting);
            return switch (value) {
                case null -> Optional.empty();
                case String text when text.isBlank() -> Optional.empty();
                case String text -> Optional.of(text.strip());
                case Number number -> Optional.of(Decimals.canonical(Decimals.of(number)));
                default -> {
                    add(
                            MappingProblem.FIELD_INVALID,
                            setting,
                            settings.get(setting).text(),
                            "it must give a text",
                            "mend the mapping");
                    yield Optional.empty();
                }
            };
        }

        private @Nullable Object setting(String name) {
            Expression expression = settings.get(name);
            if (expression == null) {
                return null;
            }
            return new Rules.Leaf(name, expression).evaluate(source.payload(), this::note);
        }

        private Optional<Mapped.Match> matched(Map<String, Object> attributes) {
            return match.flatMap(name ->
                    Optional.ofNullable(attributes.get(name)).map(value -> new Mapped.Match(name, value.toString())));
        }

        private void note(String path, String expression, MappingFailure failure) {
            add(failure.code(), path, expression, failure.says(), failure.remedy());
        }

        private void add(String code, String field, String expression, String says, String remedy) {
            problems.add(new MappingProblem(
                    code, header.label(), field, expression, source.label(), says, remedy, header.owner()));
        }

        private static String root(String path) {
            int end = path.replace('[', '.').indexOf('.');
            return end < 0 ? path : path.substring(0, end);
        }
    }
}
