package dev.throughline.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Compares what mappings read of a vendor's object with what the vendor says the object has, so that a renamed field is noticed before records fail. */
public final class Drift {
    private Drift() {}

    /**
     * @param mapping name and version
     * @param field   of the mapping
     * @param path    what it reads
     */
    public record Finding(String mapping, String field, String expression, String path, String says) {}

    /**
     * @param kind      of system
     * @param described names of the vendor's fields at the top of the record, as the vendor spells them
     * @return one finding for each field of a mapping that reads what is not there
     */
    public static List<Finding> check(
            MappingSet set, String kind, String objectType, Scope scope, Collection<String> described) {
        Set<String> known = Set.copyOf(described);
        List<Finding> findings = new ArrayList<>();
        for (InboundMapping mapping : set.inbound(kind, objectType, scope)) {
            mapping.expressions().forEach((field, expressions) -> {
                for (String expression : expressions) {
                    for (String top : tops(expression)) {
                        if (!known.contains(top)) {
                            findings.add(finding(mapping, field, expression, top, known));
                        }
                    }
                }
            });
        }
        return findings;
    }

    /** The names at the top of a record that an expression reads. */
    static Set<String> tops(String expression) {
        Set<String> tops = new TreeSet<>();
        SourcePaths.of(expression).forEach(path -> tops.add(path.getFirst()));
        return tops;
    }

    private static Finding finding(
            InboundMapping mapping, String field, String expression, String top, Set<String> known) {
        String near = known.stream()
                .filter(name -> name.equalsIgnoreCase(top))
                .findFirst()
                .map(name -> "; did it become '%s'?".formatted(name))
                .orElse("");
        return new Finding(
                "%s v%s".formatted(mapping.name(), mapping.version()),
                field,
                expression,
                top,
                "the vendor's %s no longer has a field '%s'%s".formatted(mapping.objectType(), top, near));
    }
}
