package dev.throughline.hub.translate;

import dev.throughline.mapping.Mapped;
import dev.throughline.mapping.MappedCommand;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.model.command.Command;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** The mappings in force, by tenant and system. */
public interface RecordMapper {
    /**
     * What a record becomes: one answer per mapping that reads its object type; empty when none does.
     *
     * @param asOf the day of the change, for lookups that hold for a time: a replay years later takes the rows of then
     */
    List<Mapped> inbound(
            TenantId tenant,
            SystemId system,
            String objectType,
            String externalId,
            LocalDate asOf,
            Map<String, Object> payload);

    /** @param externalIds ids in the target system of what the command points at */
    MappedCommand outbound(
            TenantId tenant, SystemId system, Command command, IdempotencyKey key, Map<Ref<?>, String> externalIds);

    /** The number of the mapping set in force. */
    int version(TenantId tenant);

    /** The same, with a set that is or once was in force. @throws IllegalArgumentException when there is none of that number, or it cannot be used any more */
    RecordMapper at(TenantId tenant, int version);

    /** Identifies the mappings in force, for the audit. */
    String digest(TenantId tenant);
}
