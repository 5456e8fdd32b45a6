package dev.throughline.mapping;

import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends an object out through one mapping and reads it back through the other: what both speak of must come back as it went. */
public final class RoundTrip {
    private RoundTrip() {}

    /**
     * @param wanted   a command as canonical JSON
     * @param object   the command's attribute that holds the object, such as {@code customer}
     * @param external ids at the target system by canonical id
     * @return what came back otherwise; empty when nothing did
     */
    public static List<String> differences(
            OutboundMapping out,
            InboundMapping in,
            Map<String, Object> wanted,
            String object,
            Map<String, String> external,
            LocalDate asOf) {
        MappedCommand sent =
                out.map(wanted, new IdempotencyKey("round-trip"), asOf, id -> Optional.ofNullable(external.get(id)));
        return switch (sent) {
            case MappedCommand.Failed(var problems) ->
                problems.stream().map(MappingProblem::sentence).toList();
            case MappedCommand.Produced produced -> {
                var record = SourceRecord.of(in.objectType(), new ExternalId("round-trip"), produced.body(), asOf);
                yield switch (in.map(record)) {
                    case Mapped.Failed(var problems) ->
                        problems.stream().map(MappingProblem::sentence).toList();
                    case Mapped.Ignored(var reason) -> List.of("ignored on the way back: " + reason);
                    case Mapped.Produced back -> compare(wanted, object, back, external);
                };
            }
        };
    }

    private static List<String> compare(
            Map<String, Object> wanted, String object, Mapped.Produced back, Map<String, String> external) {
        if (!(wanted.get(object) instanceof Map<?, ?> went)) {
            return List.of("the command has no object '%s'".formatted(object));
        }
        Map<String, Object> returned = back.resolved(reference -> external.entrySet().stream()
                .filter(entry -> entry.getValue().equals(reference.externalId()))
                .map(Map.Entry::getKey)
                .findFirst());
        Map<String, Object> expected = new LinkedHashMap<>();
        returned.keySet().forEach(name -> expected.put(name, went.get(name)));
        return Difference.between(expected, returned);
    }
}
