package dev.throughline.hub.deals;

import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Deals for callers who need an answer at once. */
public interface Deals {
    /** What would hold the deal on its way to a project, all at once, as things stand now. Nothing is begun or written. @return empty when it is not known */
    Optional<Judged> validate(TenantId tenant, Ref<Opportunity> deal);

    /**
     * Waits until what was last asked of the deal is decided and the deal goes on no further by itself.
     *
     * @param atMost then it is told as it stands
     */
    Outcome await(TenantId tenant, Ref<Opportunity> deal, Duration atMost);

    /** @param stage in sales: open, won or lost; @param ready whether it becomes a project as soon as it is won */
    record Judged(String opportunity, String stage, boolean ready, List<Fault> faults) {}

    /** @param subject canonical id of what is to be mended */
    record Fault(String code, String owner, String subject, String says, String remedy) {}

    /**
     * @param settled whether it goes on no further by itself
     * @param state   of the workflow, such as Active or Lacking
     * @param project canonical id, once delivery has it
     */
    record Outcome(String opportunity, boolean settled, String state, Optional<String> project, List<Fault> faults) {}
}
