package dev.throughline.hub;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.translate.RecordMapper;
import dev.throughline.mapping.CanonicalJson;
import dev.throughline.mapping.Mapped;
import dev.throughline.mapping.MappingProblem;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Reads vendor records with the mappings that translation uses. */
final class MappedReader implements RawReader {
    private final RecordMapper mapper;

    MappedReader(RecordMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    @SuppressWarnings("unchecked")
    public List<Read> toCanonical(TenantId tenant, SystemId system, Change change) {
        if (!(CanonicalJson.plain(change.payload()) instanceof Map<?, ?> payload)) {
            return List.of();
        }
        String externalId = change.externalId().value();
        return mapper
                .inbound(
                        tenant,
                        system,
                        change.objectType().value(),
                        externalId,
                        LocalDate.ofInstant(change.occurredAt(), ZoneOffset.UTC),
                        (Map<String, Object>) payload)
                .stream()
                .map(m -> read(externalId, m))
                .toList();
    }

    private static Read read(String externalId, Mapped mapped) {
        return switch (mapped) {
            case Mapped.Produced p ->
                new Read.Meant(p.type().typeName(), p.externalId().orElse(externalId), p.key(), p.attributes());
            case Mapped.Ignored(var reason) -> new Read.Ignored(reason);
            case Mapped.Failed(var problems) -> {
                MappingProblem first = problems.getFirst();
                yield new Read.Refused(first.code(), first.says());
            }
        };
    }
}
