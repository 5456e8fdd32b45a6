package dev.throughline.hub.exceptions;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Patches a captured record by JSON pointer. Numbers stay exact. */
final class Correction {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final Pattern CORRECTED = Pattern.compile("(.*)\\+c(\\d{1,6})", Pattern.DOTALL);
    private static final int TOKEN_MAX = 128;

    private Correction() {}

    /** @throws IllegalArgumentException saying which pointer cannot be followed, and why */
    static String patched(String payload, Map<String, Object> corrections) {
        JsonNode root = JSON.readTree(payload);
        corrections.forEach((pointer, value) -> set(root, pointer, value));
        return JSON.writeValueAsString(root);
    }

    /** The token of the next correction: {@code t} to {@code t+c1}, {@code t+c1} to {@code t+c2}; cut where it would grow too long. */
    static String nextToken(String token) {
        Matcher corrected = CORRECTED.matcher(token);
        String base = corrected.matches() ? corrected.group(1) : token;
        String suffix = "+c" + (corrected.matches() ? Integer.parseInt(corrected.group(2)) + 1 : 1);
        return base.substring(0, Math.min(base.length(), TOKEN_MAX - suffix.length())) + suffix;
    }

    private static void set(JsonNode root, String text, @Nullable Object value) {
        JsonPointer pointer = pointer(text);
        JsonNode parent = root.at(pointer.head());
        JsonPointer last = pointer.last();
        switch (parent) {
            case ObjectNode object -> object.set(last.getMatchingProperty(), node(text, value));
            case ArrayNode array
            when last.getMatchingIndex() >= 0 && last.getMatchingIndex() < array.size() ->
                array.set(last.getMatchingIndex(), node(text, value));
            case JsonNode _ ->
                throw new IllegalArgumentException(
                        "the record holds nothing at %s that could be set; see its payload for the attributes it has"
                                .formatted(text));
        }
    }

    private static JsonPointer pointer(String text) {
        if (text.length() < 2 || text.charAt(0) != '/') {
            throw new IllegalArgumentException(
                    "'%s' is not a JSON pointer to an attribute; expected one such as /billing/country"
                            .formatted(text));
        }
        return JsonPointer.compile(text);
    }

    private static JsonNode node(String pointer, @Nullable Object value) {
        JsonNodeFactory nodes = JSON.getNodeFactory();
        return switch (value) {
            case null -> nodes.nullNode();
            case String s -> nodes.stringNode(s);
            case Boolean b -> nodes.booleanNode(b);
            case Number n -> nodes.numberNode(new BigDecimal(n.toString()));
            default ->
                throw new IllegalArgumentException("the correction of %s must be a text, number, boolean or null, is %s"
                        .formatted(pointer, value.getClass().getSimpleName()));
        };
    }
}
