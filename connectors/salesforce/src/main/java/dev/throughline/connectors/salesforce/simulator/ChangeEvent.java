package dev.throughline.connectors.salesforce.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One entry of the event bus.
 *
 * @param position  grows with every event, with holes
 * @param type      CREATE, UPDATE, DELETE, UNDELETE, or one of the GAP_ kinds
 * @param changed   fields that hold news; empty for DELETE and gaps
 * @param values    the record after the change; empty for DELETE and gaps
 */
record ChangeEvent(
        long position,
        ObjectDef entity,
        List<String> recordIds,
        String type,
        Set<String> changed,
        Map<String, Object> values,
        String origin,
        String transactionKey,
        int sequence,
        Instant committedAt,
        long commitNumber,
        String user) {}
