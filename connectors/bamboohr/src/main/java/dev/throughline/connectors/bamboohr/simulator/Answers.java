package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.util.List;
import java.util.Map;

/** XML unless JSON is asked for: the vendor's old default. */
final class Answers {
    private Answers() {}

    static SimResponse of(SimRequest request, String root, Object value) {
        return wantsJson(request)
                ? SimResponse.json(value)
                : SimResponse.text(200, "text/xml; charset=utf-8", xml(root, value));
    }

    static boolean wantsJson(SimRequest request) {
        return request.header("accept")
                .orElse("")
                .toLowerCase(java.util.Locale.ROOT)
                .contains("json");
    }

    static String xml(String root, Object value) {
        StringBuilder out = new StringBuilder("<?xml version=\"1.0\"?>\n");
        write(out, root, value);
        return out.toString();
    }

    private static void write(StringBuilder out, String name, @org.jspecify.annotations.Nullable Object value) {
        switch (value) {
            case null -> out.append('<').append(name).append("/>");
            case Map<?, ?> map when name.equals("employee") || name.equals("row") -> record(out, name, map);
            case Map<?, ?> map -> {
                out.append('<').append(name).append('>');
                map.forEach((k, v) -> write(out, tag(k.toString()), v));
                out.append("</").append(name).append('>');
            }
            case List<?> list -> {
                out.append('<').append(name).append('>');
                list.forEach(v -> write(out, singular(name), v));
                out.append("</").append(name).append('>');
            }
            default ->
                out.append('<')
                        .append(name)
                        .append('>')
                        .append(escaped(value.toString()))
                        .append("</")
                        .append(name)
                        .append('>');
        }
    }

    /** {@code <employee id="8"><field id="firstName">Ann</field></employee>}. */
    private static void record(StringBuilder out, String name, Map<?, ?> map) {
        out.append('<').append(name);
        if (map.get("id") != null) {
            out.append(" id=\"").append(escaped(map.get("id").toString())).append('"');
        }
        out.append('>');
        map.forEach((k, v) -> {
            if (!k.equals("id") && v != null) {
                out.append("<field id=\"").append(escaped(k.toString())).append("\">");
                out.append(escaped(v.toString())).append("</field>");
            }
        });
        out.append("</").append(name).append('>');
    }

    private static String tag(String key) {
        return key.matches("[A-Za-z_][A-Za-z0-9_.-]*") ? key : "item";
    }

    private static String singular(String name) {
        return switch (name) {
            case "employees" -> "employee";
            case "table" -> "row";
            default -> name.endsWith("s") ? name.substring(0, name.length() - 1) : "item";
        };
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
