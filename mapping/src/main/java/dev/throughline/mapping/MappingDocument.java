package dev.throughline.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mapping as it is written, checked for its form only.
 *
 * @param name    kind of system and name, such as {@code salesforce/opportunity}
 * @param version as written; a layered document's own
 * @param digest  of what it does: of all but its examples and source
 */
record MappingDocument(
        String file,
        Layer layer,
        String name,
        int version,
        String source,
        Optional<String> extended,
        Optional<Ends> ends,
        Map<String, Template.Leaf> settings,
        Optional<String> match,
        Optional<String> owner,
        Template.Branch fields,
        List<String> required,
        List<Example> examples,
        String digest) {

    /** The two ends that a document ties together; a layer leaves them as they are. */
    sealed interface Ends {}

    /** A vendor's object to a canonical type. */
    record Inbound(String object, String type, int line) implements Ends {}

    /** A command to a vendor's object. */
    record Outbound(String command, String object, String verb, int line) implements Ends {}

    /**
     * @param external what {@code $external} answers
     * @param asOf     the day for lookups; empty for any
     * @param ends     how it must end
     */
    record Example(
            String name,
            Map<String, @Nullable Object> in,
            Map<String, String> external,
            Optional<String> asOf,
            Expectation ends,
            int line) {}

    /** How an example must end. */
    sealed interface Expectation {
        record Gives(@Nullable Object out) implements Expectation {}

        record Fails(String code, Optional<String> field) implements Expectation {}

        record Ignores() implements Expectation {}
    }

    String kind() {
        return name.substring(0, name.indexOf('/'));
    }
}
