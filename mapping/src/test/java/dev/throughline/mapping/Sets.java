package dev.throughline.mapping;

import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Short ways to mapping sets for tests. */
final class Sets {
    static final LocalDate DAY = LocalDate.of(2026, 3, 2);

    private Sets() {}

    static MappingSet of(String... texts) {
        return switch (load(texts)) {
            case MappingSet.Loaded.Ready(var set) -> set;
            case MappingSet.Loaded.Refused(var problems) -> throw new AssertionError(problems);
        };
    }

    static List<LoadProblem> refused(String... texts) {
        return switch (load(texts)) {
            case MappingSet.Loaded.Ready _ -> throw new AssertionError("was accepted");
            case MappingSet.Loaded.Refused(var problems) -> problems;
        };
    }

    /** The first text is shipped, later ones are the tenant's. */
    static MappingSet.Loaded load(String... texts) {
        List<MappingSource> sources = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            sources.add(
                    texts[i].startsWith("lookup") || !texts[i].contains("extends:")
                            ? MappingSource.shipped("file%d.yaml".formatted(i + 1), texts[i])
                            : MappingSource.ofTenant("file%d.yaml".formatted(i + 1), texts[i]));
        }
        return MappingSet.load(sources);
    }

    /** A document of one decimal attribute and others, from field lines. */
    static String timeEntry(String fields) {
        return """
                mapping: acme/time-entry
                version: 1
                source: https://acme.example/time
                from: {object: time}
                to: TimeEntry/1
                fields:
                %s
                examples:
                  - {name: nothing is required here, in: {}, out: {}}
                """.formatted(fields.indent(2).stripTrailing());
    }

    static InboundMapping acme(MappingSet set) {
        return set.inbound("acme", "time", Scope.FIRM).getFirst();
    }

    @SuppressWarnings("unchecked")
    static SourceRecord record(String json) {
        return new SourceRecord(
                new ObjectType("time"), new ExternalId("T1"), (Map<String, Object>) CanonicalJson.parse(json), DAY);
    }
}
