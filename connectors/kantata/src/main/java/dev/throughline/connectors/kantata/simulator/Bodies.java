package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connector.simkit.SimJson;
import dev.throughline.connector.simkit.SimRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads request bodies: JSON, or Rails' form style {@code time_entry[workspace_id]=1&invoice[time_entry_ids][]=7}. */
final class Bodies {
    private Bodies() {}

    /** @throws ApiError 400 when the body is neither */
    static Map<String, Object> read(SimRequest request) {
        String type = request.header("content-type").orElse("");
        if (request.body().length == 0) {
            return new LinkedHashMap<>();
        }
        if (type.contains("x-www-form-urlencoded")) {
            return form(request.form());
        }
        JsonNode json = request.json();
        if (!json.isObject()) {
            throw ApiError.system(400, "The request body must be an object");
        }
        return asMap(json);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) SimJson.MAPPER.convertValue(value, Object.class);
    }

    private static Map<String, Object> form(Map<String, List<String>> fields) {
        Map<String, Object> body = new LinkedHashMap<>();
        fields.forEach((name, values) -> values.forEach(value -> put(body, path(name), value)));
        return body;
    }

    /** {@code a[b][]} is a, b and an empty step, which appends. */
    private static List<String> path(String name) {
        List<String> steps = new ArrayList<>();
        int open = name.indexOf('[');
        steps.add(open < 0 ? name : name.substring(0, open));
        while (open >= 0) {
            int close = name.indexOf(']', open);
            if (close < 0) {
                throw ApiError.system(400, "Malformed parameter: " + name);
            }
            steps.add(name.substring(open + 1, close));
            open = name.indexOf('[', close);
        }
        return steps;
    }

    private static void put(Map<String, Object> map, List<String> path, String value) {
        String step = path.getFirst();
        if (path.size() == 1) {
            map.put(step, value);
        } else if (path.get(1).isEmpty()) {
            append(map, step, path.subList(2, path.size()), value);
        } else {
            put(child(map.computeIfAbsent(step, _ -> new LinkedHashMap<String, Object>()), step), rest(path), value);
        }
    }

    private static List<String> rest(List<String> path) {
        return path.subList(1, path.size());
    }

    /** As Rails does it: a key that the last element has already begins a new element. */
    private static void append(Map<String, Object> map, String step, List<String> inner, String value) {
        Object known = map.computeIfAbsent(step, _ -> new ArrayList<Object>());
        if (!(known instanceof List<?>)) {
            throw ApiError.system(400, "Malformed parameter: " + step);
        }
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) known;
        if (inner.isEmpty()) {
            list.add(value);
            return;
        }
        boolean fresh =
                list.isEmpty() || list.getLast() instanceof Map<?, ?> last && last.containsKey(inner.getFirst());
        if (fresh) {
            list.add(new LinkedHashMap<String, Object>());
        }
        put(child(list.getLast(), step), inner, value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> child(@Nullable Object value, String step) {
        if (!(value instanceof Map<?, ?>)) {
            throw ApiError.system(400, "Malformed parameter: " + step);
        }
        return (Map<String, Object>) value;
    }
}
