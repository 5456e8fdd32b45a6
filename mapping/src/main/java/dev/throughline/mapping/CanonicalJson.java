package dev.throughline.mapping;

import dev.throughline.model.Ref;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one JSON form of the model: canonical objects, commands, events, and the states of processes. Money is {@code {"amount":"12.50","currency":"USD"}}, every decimal is a text,
 * enumerations are lower snake case, references are their id, an empty Optional is left out, and members of sealed interfaces say which they are in {@code type}. Thread-safe.
 */
public final class CanonicalJson {
    /** Numbers stay exact, duplicate keys are refused. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private CanonicalJson() {}

    public static String write(Object value) {
        return MAPPER.writeValueAsString(plain(value));
    }

    public static byte[] bytes(Object value) {
        return MAPPER.writeValueAsBytes(plain(value));
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(plain(value));
    }

    /** The JSON object as maps, lists, texts, booleans and whole numbers; free to be changed by the caller. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> toMap(Record value) {
        return (Map<String, Object>) plain(value);
    }

    /** @throws CanonicalJsonException when it is not JSON, or not of that shape */
    public static <T> T read(String json, Class<T> type) {
        return convert(parse(json), type);
    }

    /** @throws CanonicalJsonException when it is not JSON, or not of that shape */
    public static <T> T read(byte[] json, Class<T> type) {
        return read(new String(json, StandardCharsets.UTF_8), type);
    }

    /** @throws CanonicalJsonException when it is not of that shape */
    public static <T> T read(JsonNode json, Class<T> type) {
        return convert(plain(json), type);
    }

    /** @throws CanonicalJsonException when it is not of that shape */
    public static <T> T read(Map<String, ?> json, Class<T> type) {
        return convert(json, type);
    }

    /** Vendor or canonical JSON as maps and lists with exact decimals. @throws CanonicalJsonException when it is not JSON */
    public static @Nullable Object parse(String json) {
        try {
            return MAPPER.readValue(json, Object.class);
        } catch (JacksonException e) {
            throw new CanonicalJsonException("", "is not JSON: " + Words.brief(e.getOriginalMessage()));
        }
    }

    /** A tree as maps and lists with exact decimals: what expressions read. */
    public static @Nullable Object plain(JsonNode json) {
        return Plain.of(json);
    }

    /** Maps, lists and scalars as a tree. */
    public static JsonNode treeOf(@Nullable Object plain) {
        return MAPPER.valueToTree(plain);
    }

    /** Every object that a value points at, however deep, in the order of its attributes; what outbound mappings need ids for. */
    public static Set<Ref<?>> references(Object value) {
        Set<Ref<?>> found = new LinkedHashSet<>();
        References.collect(value, found);
        return found;
    }

    private static Object plain(Object value) {
        return Encoder.encode(value, Shape.of(value.getClass()));
    }

    private static <T> T convert(@Nullable Object plain, Class<T> type) {
        return type.cast(Decoder.decode(plain, Shape.of(type), ""));
    }
}
