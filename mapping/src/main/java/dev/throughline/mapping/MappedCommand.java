package dev.throughline.mapping;

import dev.throughline.model.ObjectType;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a mapping made of a command. */
public sealed interface MappedCommand {
    /**
     * @param verb the connector contract's verb, by name
     * @param body raw vendor JSON with exact decimals
     */
    record Produced(ObjectType objectType, String verb, JsonNode body) implements MappedCommand {}

    /** At least one, and all that were found. */
    record Failed(List<MappingProblem> problems) implements MappedCommand {
        public Failed {
            problems = List.copyOf(problems);
        }
    }
}
