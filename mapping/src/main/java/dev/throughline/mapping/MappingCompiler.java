package dev.throughline.mapping;

import dev.throughline.model.CanonicalType;
import dev.throughline.model.ObjectType;
import dev.throughline.model.command.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks what a document means against the model, and compiles it. */
final class MappingCompiler {
    private final Layered layered;
    private final Lookups lookups;
    private final List<LoadProblem> problems;
    private final int before;
    private @Nullable Class<? extends Record> command;

    MappingCompiler(Layered layered, Lookups lookups, List<LoadProblem> problems) {
        this.layered = layered;
        this.lookups = lookups;
        this.problems = problems;
        this.before = problems.size();
    }

    Optional<InboundMapping> inbound(MappingDocument.Inbound ends) {
        CanonicalType type;
        try {
            type = CanonicalType.named(ends.type());
        } catch (IllegalArgumentException e) {
            wrong("to", ends.line(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        RecordShape shape = RecordShape.of(type);
        Map<String, Rules> fields = new LinkedHashMap<>();
        layered.fields().fields().forEach((name, template) -> {
            Shape expected = attribute(shape, name, "fields." + name, template.line());
            fields.put(name, rules(template, name, name, expected));
        });
        checkNames(shape);
        Map<String, Expression> settings = new LinkedHashMap<>();
        layered.settings()
                .forEach((name, leaf) ->
                        expression(leaf, name, name, null).ifPresent(expression -> settings.put(name, expression)));
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new InboundMapping(
                header(),
                new ObjectType(ends.object()),
                type,
                fields,
                settings,
                layered.match(),
                layered.required(),
                lookups));
    }

    Optional<OutboundMapping> outbound(MappingDocument.Outbound ends) {
        if (Sealed.of(Command.class).member(ends.command()).isEmpty()) {
            wrong(
                    "from",
                    ends.line(),
                    "no command is called '%s'; there are %s"
                            .formatted(
                                    Words.brief(ends.command()),
                                    Sealed.of(Command.class).names()));
        }
        command = Sealed.of(Command.class).member(ends.command()).orElse(null);
        Rules fields = rules(layered.fields(), "fields", "", null);
        if (problems.size() > before) {
            return Optional.empty();
        }
        return Optional.of(new OutboundMapping(
                header(), ends.command(), new ObjectType(ends.object()), ends.verb(), fields, lookups));
    }

    private InboundMapping.Header header() {
        return new InboundMapping.Header(layered.base().name(), layered.version(), layered.owner());
    }

    private void checkNames(RecordShape shape) {
        for (String name : layered.required()) {
            if (!layered.fields().fields().containsKey(name)) {
                wrong("required", 0, "'%s' is required but no field gives it".formatted(Words.brief(name)));
            }
        }
        layered.match().ifPresent(name -> {
            if (!layered.fields().fields().containsKey(name)) {
                wrong("match", 0, "'%s' is to match by but no field gives it".formatted(Words.brief(name)));
            } else if (!(shape.attribute(name).map(RecordShape.Attribute::shape).orElse(null) instanceof Shape.Text)) {
                wrong("match", 0, "'%s' is no text; only a text identifies".formatted(Words.brief(name)));
            }
        });
    }

    private @Nullable Shape attribute(RecordShape shape, String name, String place, int line) {
        Optional<RecordShape.Attribute> attribute = shape.attribute(name);
        if (attribute.isEmpty()) {
            wrong(
                    place,
                    line,
                    "%s has no such attribute; it has %s"
                            .formatted(
                                    shape.javaType().getSimpleName(),
                                    shape.attributes().stream()
                                            .map(RecordShape.Attribute::name)
                                            .toList()));
            return null;
        }
        return attribute.get().shape();
    }

    /** @param expected null where anything goes: a vendor's body, or a field already refused */
    private Rules rules(Template template, String root, String path, @Nullable Shape expected) {
        return switch (template) {
            case Template.Constant(var value, var _) -> new Rules.Constant(value);
            case Template.Leaf leaf ->
                expression(leaf, "fields." + root, path, expected)
                        .<Rules>map(expression -> new Rules.Leaf(path, expression))
                        .orElse(new Rules.Constant(null));
            case Template.Branch(var fields, var line) -> branch(fields, line, root, path, expected);
            case Template.Row(var items, var _) -> {
                Shape element = expected instanceof Shape.ListOf(var each) ? each : null;
                if (expected != null && element == null) {
                    wrong("fields." + root, template.line(), "expected %s, not a list".formatted(expected.expected()));
                }
                List<Rules> all = new ArrayList<>();
                for (int i = 0; i < items.size(); i++) {
                    all.add(rules(items.get(i), root, "%s[%d]".formatted(path, i), element));
                }
                yield new Rules.Row(all);
            }
        };
    }

    private Rules branch(Map<String, Template> fields, int line, String root, String path, @Nullable Shape expected) {
        RecordShape nested = expected instanceof Shape.Nested(var type) ? RecordShape.of(type) : null;
        if (expected != null && nested == null) {
            wrong("fields." + root, line, "expected %s, so give one expression".formatted(expected.expected()));
        }
        Map<String, Rules> all = new LinkedHashMap<>();
        fields.forEach((name, template) -> {
            String at = Form.join(path, name);
            Shape inner = nested == null ? null : attribute(nested, name, "fields." + at, template.line());
            all.put(name, rules(template, path.isEmpty() ? name : root, at, inner));
        });
        return new Rules.Branch(all);
    }

    private Optional<Expression> expression(Template.Leaf leaf, String place, String path, @Nullable Shape expected) {
        boolean exact = expected instanceof Shape.Sum || expected instanceof Shape.Decimal;
        String at = place.startsWith("fields.") ? "fields." + path : place;
        try {
            Expression expression = Expression.compile(leaf.text());
            List<String> wrong = new ArrayList<>(Lint.check(leaf.text(), exact, lookups));
            if (command != null) {
                SourcePaths.of(leaf.text())
                        .forEach(read -> CommandPaths.wrong(command, read).ifPresent(wrong::add));
            }
            wrong.forEach(says -> problems.add(
                    new LoadProblem(layered.file(place), leaf.line(), at, "%s %s".formatted(leaf.text(), says))));
            return wrong.isEmpty() ? Optional.of(expression) : Optional.empty();
        } catch (IllegalArgumentException e) {
            problems.add(new LoadProblem(
                    layered.file(place), leaf.line(), at, "%s %s".formatted(Words.brief(leaf.text()), e.getMessage())));
            return Optional.empty();
        }
    }

    private void wrong(String place, int line, String says) {
        problems.add(new LoadProblem(layered.file(place), line, place, says));
    }
}
