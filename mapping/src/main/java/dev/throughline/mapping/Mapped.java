package dev.throughline.mapping;

import dev.throughline.model.CanonicalType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a mapping made of a vendor's record. */
public sealed interface Mapped {
    /**
     * A part of a canonical object: only the attributes that the mapping speaks of.
     *
     * @param externalId another id than the record's own, where the mapping gives one
     * @param key        our idempotency key, where the record carries it
     * @param match      what identifies the object over systems
     * @param attributes in canonical JSON shape; references hold external ids until {@link #resolved}
     * @param covers     the attributes that the mapping speaks of; one that is covered but not among the attributes has no value at the vendor
     * @param references where the attributes point, each with the external id in the same system
     */
    record Produced(
            CanonicalType type,
            Optional<String> externalId,
            Optional<String> key,
            Optional<Match> match,
            Map<String, Object> attributes,
            Set<String> covers,
            List<Reference> references)
            implements Mapped {
        /**
         * The attributes with canonical ids in place of external ones.
         *
         * @param ids the canonical id of a reference; where it gives nothing the attribute (or the list's element's attribute) is left out
         */
        public Map<String, Object> resolved(Function<Reference, Optional<String>> ids) {
            return Resolution.resolve(attributes, references, ids);
        }
    }

    /** The mapping's {@code when} says that the record is none of the hub's business. */
    record Ignored(String reason) implements Mapped {}

    /** At least one, and all that were found. */
    record Failed(List<MappingProblem> problems) implements Mapped {
        public Failed {
            problems = List.copyOf(problems);
        }
    }

    /** @param value in its canonical text */
    record Match(String attribute, String value) {}

    /**
     * @param path such as {@code account} or {@code lines[0].item}
     * @param steps the same, as attribute names and list indexes
     */
    record Reference(String path, List<Object> steps, CanonicalType type, String externalId) {
        public Reference {
            steps = List.copyOf(steps);
        }
    }
}
