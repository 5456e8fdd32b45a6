package dev.throughline.connector.kit;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of every connector: a number with a fraction stays the exact decimal that the vendor wrote, zeroes included, and is never written with an exponent. */
public final class Json {
    private static final int NESTING_MAX = 200;
    private static final int NUMBER_CHARACTERS_MAX = 200;
    private static final int STRING_CHARACTERS_MAX = 64 * 1024 * 1024;

    /** Thread-safe; bounded against hostile nesting and numbers. */
    public static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(NESTING_MAX)
                            .maxNumberLength(NUMBER_CHARACTERS_MAX)
                            .maxStringLength(STRING_CHARACTERS_MAX)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private Json() {}
}
