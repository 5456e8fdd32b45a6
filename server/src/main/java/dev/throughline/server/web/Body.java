package dev.throughline.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads a request's JSON exactly: decimals stay decimal, a key that stands twice is refused, a mistake is told with its place. */
@Component
public final class Body {
    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** @throws ApiProblem 400 with line and column when it is not JSON, 413 when it is too large, 415 when it is said to be something else */
    public JsonNode read(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type != null && !type.toLowerCase(java.util.Locale.ROOT).contains("json")) {
            throw new ApiProblem(415, "MEDIA_TYPE", "The body is said to be " + type, "Send application/json");
        }
        String encoding = request.getHeader("Content-Encoding");
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new ApiProblem(
                    415,
                    "CONTENT_ENCODING",
                    "The body is packed, and only plain bodies are taken",
                    "Send it without Content-Encoding, in several requests where it is large");
        }
        try {
            JsonNode node = json.readTree(request.getInputStream());
            if (node == null || node.isMissingNode()) {
                throw malformed("The body is empty", 1, 1);
            }
            return node;
        } catch (StreamConstraintsException tooDeep) {
            throw malformed(tooDeep.getOriginalMessage(), line(tooDeep), column(tooDeep));
        } catch (JacksonException wrong) {
            if (wrong.getCause() instanceof ApiProblem problem) {
                throw problem;
            }
            if (wrong.getCause() instanceof IOException line && !(line instanceof java.io.CharConversionException)) {
                throw line;
            }
            throw malformed(wrong.getOriginalMessage(), line(wrong), column(wrong));
        }
    }

    /** An object, or an empty one when there is no body at all. */
    public Fields fieldsOrNone(HttpServletRequest request) throws IOException {
        return request.getContentLengthLong() == 0 || request.getContentType() == null
                ? Fields.of(json.createObjectNode())
                : Fields.of(read(request));
    }

    public Fields fields(HttpServletRequest request) throws IOException {
        return Fields.of(read(request));
    }

    private static ApiProblem malformed(String says, int line, int column) {
        return new ApiProblem(
                        400,
                        "MALFORMED_JSON",
                        "Not JSON at line %d, column %d: %s".formatted(line, column, shortened(says)),
                        "Correct the JSON and send it again; nothing was kept")
                .with("line", line)
                .with("column", column);
    }

    private static String shortened(String says) {
        int end = says.indexOf('\n');
        String first = end < 0 ? says : says.substring(0, end);
        return first.length() > 300 ? first.substring(0, 300) + "…" : first;
    }

    private static int line(JacksonException wrong) {
        return wrong.getLocation() == null ? 0 : wrong.getLocation().getLineNr();
    }

    private static int column(JacksonException wrong) {
        return wrong.getLocation() == null ? 0 : wrong.getLocation().getColumnNr();
    }
}
