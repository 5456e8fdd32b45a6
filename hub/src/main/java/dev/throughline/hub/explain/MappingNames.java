package dev.throughline.hub.explain;

import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.util.List;

/** Which documents of a mapping set read a kind of record. */
public interface MappingNames {
    /**
     * @param set number of a set that is or was in force
     * @return such as {@code kantata/time-entry@1}; empty when the set cannot be used any more
     */
    List<String> readers(TenantId tenant, SystemId system, String objectType, int set);
}
