package dev.throughline.mapping;

import java.util.List;
import java.util.Optional;

/** Checks what an outbound expression reads against the command that it reads from. */
final class CommandPaths {
    private CommandPaths() {}

    /** What is wrong with a path; empty when the command has it, or when only its values can tell. */
    static Optional<String> wrong(Class<? extends Record> command, List<String> path) {
        Shape at = new Shape.Nested(command);
        for (int i = 0; i < path.size(); i++) {
            String name = path.get(i);
            while (at instanceof Shape.ListOf(var element)) {
                at = element;
            }
            if (!(at instanceof Shape.Nested(var type))) {
                return at instanceof Shape.Sum ? money(path.subList(0, i + 1)) : Optional.empty();
            }
            RecordShape shape = RecordShape.of(type);
            Optional<RecordShape.Attribute> attribute = shape.attribute(name);
            if (attribute.isEmpty()) {
                return name.equals("type") && shape.discriminated()
                        ? Optional.empty()
                        : Optional.of("reads %s, but %s has no '%s'; it has %s"
                                .formatted(
                                        String.join(".", path),
                                        type.getSimpleName(),
                                        name,
                                        shape.attributes().stream()
                                                .map(RecordShape.Attribute::name)
                                                .toList()));
            }
            at = attribute.get().shape();
        }
        return Optional.empty();
    }

    private static Optional<String> money(List<String> path) {
        return List.of("amount", "currency").contains(path.getLast())
                ? Optional.empty()
                : Optional.of("reads %s, but money has only amount and currency".formatted(String.join(".", path)));
    }
}
