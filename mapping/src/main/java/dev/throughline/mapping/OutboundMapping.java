package dev.throughline.mapping;

import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.ObjectType;
import dev.throughline.model.command.Command;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A mapping in force, compiled: one kind of command to a vendor's record. Immutable and thread-safe. */
public final class OutboundMapping {
    private final InboundMapping.Header header;
    private final String command;
    private final ObjectType objectType;
    private final String verb;
    private final Rules fields;
    private final Lookups lookups;

    OutboundMapping(
            InboundMapping.Header header,
            String command,
            ObjectType objectType,
            String verb,
            Rules fields,
            Lookups lookups) {
        this.header = header;
        this.command = command;
        this.objectType = objectType;
        this.verb = verb;
        this.fields = fields;
        this.lookups = lookups;
    }

    public String name() {
        return header.name();
    }

    public String version() {
        return header.version();
    }

    /** Simple name of the command's record. */
    public String command() {
        return command;
    }

    public ObjectType objectType() {
        return objectType;
    }

    public String verb() {
        return verb;
    }

    /** As {@link #map(Map, IdempotencyKey, LocalDate, Function)}. */
    public MappedCommand map(
            Command wanted, IdempotencyKey key, LocalDate asOf, Function<String, Optional<String>> external) {
        return map(CanonicalJson.toMap((Record) wanted), key, asOf, external);
    }

    /**
     * Never throws for anything that a command or an expression does.
     *
     * @param wanted   the command as canonical JSON
     * @param asOf     the day for lookups that name none
     * @param external the id at the target system of a canonical id; the caller has looked all of {@link CanonicalJson#references} up before
     */
    public MappedCommand map(
            Map<String, Object> wanted,
            IdempotencyKey key,
            LocalDate asOf,
            Function<String, Optional<String>> external) {
        List<MappingProblem> problems = new ArrayList<>();
        String record = "%s of %s".formatted(command, Words.brief(wanted.get("subject")));
        Rules.Trouble trouble = (path, expression, failure) -> problems.add(new MappingProblem(
                failure.code(),
                header.label(),
                path,
                expression,
                record,
                failure.says(),
                failure.remedy(),
                header.owner()));
        var evaluation = new Evaluation(lookups, asOf, external, key.value());
        return ScopedValue.where(Evaluation.CURRENT, evaluation).call(() -> {
            Object body = body(wanted, trouble);
            if (!problems.isEmpty()) {
                return new MappedCommand.Failed(problems);
            }
            return new MappedCommand.Produced(objectType, verb, CanonicalJson.treeOf(body));
        });
    }

    private Object body(Map<String, Object> wanted, Rules.Trouble trouble) {
        Object body = fields.evaluate(wanted, trouble);
        try {
            return body == null ? Map.of() : Exact.of(body);
        } catch (MappingFailure failure) {
            trouble.note("fields", "", failure);
            return Map.of();
        }
    }
}
