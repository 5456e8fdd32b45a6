package dev.throughline.mapping;

import dev.throughline.mapping.MappingDocument.Example;
import dev.throughline.mapping.MappingDocument.Expectation;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the examples of a set's documents: before activation, at the command line, and as tests. An example is judged with its own layer and those under it, so that what a firm changes
 * does not break what was shipped.
 */
public final class ExampleRunner {
    /** The day on which lookups are asked when an example names none. */
    private static final LocalDate ANY_DAY = LocalDate.of(2026, 1, 1);

    private ExampleRunner() {}

    /**
     * @param mapping     name and version of the document that holds the example
     * @param differences what is not as the example says; empty when it passes
     */
    public record Result(String file, int line, String mapping, String example, List<String> differences) {
        public boolean passed() {
            return differences.isEmpty();
        }

        @Override
        public String toString() {
            return "%s:%d, %s, example '%s'%s"
                    .formatted(file, line, mapping, example, passed() ? "" : ": " + String.join("; ", differences));
        }
    }

    /** Every example, in the order of documents. */
    public static List<Result> run(MappingSet set) {
        List<Result> results = new ArrayList<>();
        Map<Layer, MappingSet.Compiled> byLayer = new HashMap<>();
        for (MappingDocument document : set.documents()) {
            Layer layer = document.layer();
            MappingSet.Compiled compiled = byLayer.computeIfAbsent(layer, _ -> set.compiledUpTo(layer, scope(layer)));
            for (Example example : document.examples()) {
                results.add(new Result(
                        document.file(),
                        example.line(),
                        "%s v%d".formatted(document.name(), document.version()),
                        example.name(),
                        differences(base(set, document), compiled, example)));
            }
        }
        return results;
    }

    private static List<String> differences(MappingDocument base, MappingSet.Compiled compiled, Example example) {
        LocalDate day;
        try {
            day = example.asOf().map(LocalDate::parse).orElse(ANY_DAY);
        } catch (DateTimeException e) {
            return List.of("asOf must be a day, such as 2026-03-31");
        }
        Optional<List<String>> found = switch (base.ends().orElseThrow()) {
            case MappingDocument.Inbound ends ->
                compiled.inbound().getOrDefault(MappingSet.key(base.kind(), ends.object()), List.of()).stream()
                        .filter(mapping -> mapping.name().equals(base.name()))
                        .findFirst()
                        .map(mapping -> inbound(mapping, example, day));
            case MappingDocument.Outbound ends ->
                compiled.outbound().getOrDefault(MappingSet.key(base.kind(), ends.command()), List.of()).stream()
                        .filter(mapping -> mapping.name().equals(base.name()))
                        .findFirst()
                        .map(mapping -> outbound(mapping, example, day));
        };
        return found.orElse(List.of("the mapping holds only together with later layers, so its example cannot be run"));
    }

    private static MappingDocument base(MappingSet set, MappingDocument document) {
        return document.extended()
                .flatMap(name -> set.documents().stream()
                        .filter(d -> d.name().equals(name))
                        .findFirst())
                .orElse(document);
    }

    private static Scope scope(Layer layer) {
        return switch (layer) {
            case Layer.Default _, Layer.Tenant _, Layer.Edited _ -> Scope.FIRM;
            case Layer.Region(var name) -> new Scope(Optional.of(name), Optional.empty());
            case Layer.Entity(var code) -> new Scope(Optional.empty(), Optional.of(code));
        };
    }

    private static List<String> inbound(InboundMapping mapping, Example example, LocalDate day) {
        var record = new SourceRecord(mapping.objectType(), new ExternalId("example"), example.in(), day);
        Mapped mapped = mapping.map(record);
        return switch (example.ends()) {
            case Expectation.Gives(var out) ->
                switch (mapped) {
                    case Mapped.Produced produced -> Difference.between(out, shown(produced));
                    case Mapped.Ignored(var reason) -> List.of("expected a result, it was ignored: " + reason);
                    case Mapped.Failed(var problems) -> unexpected(problems);
                };
            case Expectation.Fails expected ->
                switch (mapped) {
                    case Mapped.Failed(var problems) -> failed(expected, problems);
                    case Mapped.Produced produced ->
                        List.of("expected %s, got %s".formatted(expected.code(), produced.attributes()));
                    case Mapped.Ignored(var reason) ->
                        List.of("expected %s, it was ignored: %s".formatted(expected.code(), reason));
                };
            case Expectation.Ignores _ ->
                mapped instanceof Mapped.Ignored
                        ? List.of()
                        : List.of("expected it to be ignored, got " + Words.brief(mapped));
        };
    }

    /** An example's {@code out} may also say the id and key, as {@code _id} and {@code _key}. */
    private static Map<String, Object> shown(Mapped.Produced produced) {
        Map<String, Object> shown = new LinkedHashMap<>(produced.attributes());
        produced.externalId().ifPresent(id -> shown.put("_id", id));
        produced.key().ifPresent(key -> shown.put("_key", key));
        return shown;
    }

    private static List<String> outbound(OutboundMapping mapping, Example example, LocalDate day) {
        MappedCommand mapped = mapping.map(
                withoutNulls(example.in()),
                new IdempotencyKey("example-key"),
                day,
                ref -> Optional.ofNullable(example.external().get(ref)));
        return switch (mapped) {
            case MappedCommand.Produced(ObjectType _, String _, var body) ->
                switch (example.ends()) {
                    case Expectation.Gives(var out) -> Difference.between(out, CanonicalJson.plain(body));
                    case Expectation.Fails expected ->
                        List.of("expected %s, got %s".formatted(expected.code(), Words.brief(body)));
                    case Expectation.Ignores _ -> List.of("a command is never ignored");
                };
            case MappedCommand.Failed(var problems) ->
                example.ends() instanceof Expectation.Fails expected
                        ? failed(expected, problems)
                        : unexpected(problems);
        };
    }

    private static Map<String, Object> withoutNulls(Map<String, @Nullable Object> in) {
        Map<String, Object> map = new LinkedHashMap<>();
        in.forEach((name, value) -> {
            if (value != null) {
                map.put(name, value);
            }
        });
        return map;
    }

    private static List<String> unexpected(List<MappingProblem> problems) {
        return problems.stream()
                .map(problem -> problem.code() + ", " + problem.sentence())
                .toList();
    }

    private static List<String> failed(Expectation.Fails expected, List<MappingProblem> problems) {
        boolean found = problems.stream()
                .anyMatch(problem -> problem.code().equals(expected.code())
                        && expected.field().map(problem.field()::equals).orElse(true));
        if (found) {
            return List.of();
        }
        return List.of("expected %s%s, it failed otherwise: %s"
                .formatted(
                        expected.code(),
                        expected.field().map(field -> " at " + field).orElse(""),
                        unexpected(problems)));
    }
}
