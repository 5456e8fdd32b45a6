package dev.throughline.connectors.salesforce.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A path resolved against the schema: references to walk, then a field. */
record SoqlPath(Org org, List<FieldDef> walk, FieldDef field) {
    static SoqlPath bind(Org org, ObjectDef from, SoqlQuery.Path path) {
        List<FieldDef> walk = new ArrayList<>();
        ObjectDef at = from;
        for (String step : path.steps().subList(0, path.steps().size() - 1)) {
            ObjectDef here = at;
            FieldDef reference = at.byRelationship(step)
                    .orElseThrow(() -> Refusal.bad(
                            "INVALID_FIELD",
                            "Didn't understand relationship '%s' in field path of %s. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name."
                                    .formatted(step, here.name())));
            walk.add(reference);
            at = org.schema().require(reference.target());
        }
        ObjectDef last = at;
        String name = path.steps().getLast();
        FieldDef field = last.field(name)
                .orElseThrow(() -> Refusal.bad(
                        "INVALID_FIELD",
                        "No such column '%s' on entity '%s'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names."
                                .formatted(name, last.name())));
        return new SoqlPath(org, List.copyOf(walk), field);
    }

    /** As the schema spells it, such as {@code Account.Name}. */
    String canonical() {
        return Stream.concat(walk.stream().map(FieldDef::relationship), Stream.of(field.name()))
                .collect(Collectors.joining("."));
    }

    @Nullable
    Object value(Row row) {
        Row at = parent(row, walk.size());
        if (at == null) {
            return null;
        }
        Object value = at.get(field.name());
        return value == null && field.type() == FieldDef.Type.BOOLEAN ? Boolean.FALSE : value;
    }

    /** The record after so many steps, or null where a reference is empty. */
    @Nullable
    Row parent(Row row, int steps) {
        Row at = row;
        for (FieldDef reference : walk.subList(0, steps)) {
            ObjectDef target = org.schema().require(reference.target());
            at = org.find(target, at.text(reference.name())).orElse(null);
            if (at == null) {
                return null;
            }
        }
        return at;
    }
}
