package dev.throughline.hub.storage;

import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plain JSON trees and maps with exact decimals, for raw vendor payloads; canonical values go through the mapping module's codec. */
public final class Json {
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private Json() {}

    public static JsonNode tree(String text) {
        return MAPPER.readTree(text);
    }

    /** @throws JacksonException when the text is no JSON object */
    public static Map<String, Object> object(String text) {
        return MAPPER.readValue(text, OBJECT);
    }

    public static String text(Object value) {
        return MAPPER.writeValueAsString(value);
    }
}
