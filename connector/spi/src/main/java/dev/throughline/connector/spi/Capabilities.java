package dev.throughline.connector.spi;

import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a connector can do. What is not declared here is refused, and the conformance suite checks both directions.
 *
 * @param kind   the vendor, as the workspace names it: {@code salesforce}, {@code netsuite}
 * @param limits the vendor's documented limits for a plain account; a workspace may state its own
 */
public record Capabilities(String kind, Set<Role> roles, List<ObjectCapability> objects, Limits limits) {
    public Capabilities {
        roles = Set.copyOf(roles);
        objects = List.copyOf(objects);
    }

    public Optional<ObjectCapability> object(ObjectType type) {
        return objects.stream().filter(o -> o.objectType().equals(type)).findFirst();
    }

    /** How one object keeps a repeated write from having a second effect. */
    public enum Idempotency {
        /** The vendor takes our key in a header or argument and remembers it. */
        NATIVE_KEY,
        /** Our key is the record's external id, and the vendor upserts by it. */
        UPSERT_BY_KEY,
        /** Our key is stored with the record and looked for before every repeat. */
        LOOK_BEFORE_REPEAT,
        /** The object is never written. */
        READ_ONLY
    }

    /** How changes of one object reach us. */
    public enum Sourced {
        POLL,
        WEBHOOK,
        STREAM,
        FILE
    }

    /**
     * @param batchMax   the most items that {@link Writer#write} takes in one call
     * @param seesDeletes whether deletions are told; where not, reconciliation by inventory finds them
     * @param overlap    how far each poll reads again behind its cursor, because records are stamped late
     */
    public record ObjectCapability(
            ObjectType objectType,
            Set<Sourced> sources,
            Set<WriteItem.Verb> verbs,
            Idempotency idempotency,
            int batchMax,
            boolean seesDeletes,
            Duration overlap) {
        public ObjectCapability {
            sources = Set.copyOf(sources);
            verbs = Set.copyOf(verbs);
        }
    }

    /**
     * @param concurrent the most requests under way at once
     * @param requests   the most requests in a window of {@code per}
     */
    public record Limits(int concurrent, int requests, Duration per) {}
}
