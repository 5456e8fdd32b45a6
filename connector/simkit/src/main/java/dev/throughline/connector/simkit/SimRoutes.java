package dev.throughline.connector.simkit;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Path templates such as {@code /record/v1/{record}/{id}} and {@code /files/*}. A literal segment wins over a variable, and a variable over a wildcard tail. */
final class SimRoutes {
    record Route(String method, List<String> template, String name, SimServer.Handler handler) {}

    /** What a path leads to. @param allowed the methods that the path knows */
    record Match(Optional<Route> route, Map<String, String> variables, Set<String> allowed) {}

    private final List<Route> routes = new ArrayList<>();

    void add(String method, String template, SimServer.Handler handler) {
        if (!template.startsWith("/")) {
            throw new IllegalArgumentException("a path template begins with '/': " + template);
        }
        routes.add(new Route(method, segments(template), method + " " + template, handler));
    }

    /** A slash at a path's end means nothing where no route asks for it, and HEAD is answered by GET where no route asks for it. */
    Match match(String method, String path) {
        Match exact = matchExactly(method, path);
        boolean slash = path.length() > 1 && path.endsWith("/");
        Match found = slash && exact.route().isEmpty() && exact.allowed().isEmpty()
                ? matchExactly(method, path.substring(0, path.length() - 1))
                : exact;
        return found.route().isEmpty()
                        && method.equals("HEAD")
                        && found.allowed().contains("GET")
                ? match("GET", path)
                : found;
    }

    private Match matchExactly(String method, String path) {
        List<String> segments = segments(path);
        Set<String> allowed = new TreeSet<>();
        Route best = null;
        for (Route route : routes) {
            if (fits(route.template, segments)) {
                allowed.add(route.method);
                if (route.method.equals(method) && (best == null || before(route.template, best.template))) {
                    best = route;
                }
            }
        }
        return new Match(Optional.ofNullable(best), best == null ? Map.of() : variables(best, segments), allowed);
    }

    private static boolean fits(List<String> template, List<String> path) {
        for (int i = 0; i < template.size(); i++) {
            String part = template.get(i);
            if (part.equals("*")) {
                return true;
            }
            if (i >= path.size()) {
                return false;
            }
            // A variable stands for something: an empty segment, as a slash at the end leaves it, is none.
            if (isVariable(part) ? path.get(i).isEmpty() : !part.equals(path.get(i))) {
                return false;
            }
        }
        return template.size() == path.size();
    }

    private static boolean before(List<String> a, List<String> b) {
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = Integer.compare(rank(a.get(i)), rank(b.get(i)));
            if (order != 0) {
                return order < 0;
            }
        }
        return false;
    }

    private static int rank(String part) {
        if (part.equals("*")) {
            return 2;
        }
        return isVariable(part) ? 1 : 0;
    }

    private static Map<String, String> variables(Route route, List<String> path) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < route.template.size(); i++) {
            String part = route.template.get(i);
            if (part.equals("*")) {
                variables.put("*", decode(String.join("/", path.subList(i, path.size()))));
            } else if (isVariable(part)) {
                variables.put(part.substring(1, part.length() - 1), decode(path.get(i)));
            }
        }
        return variables;
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{") && part.endsWith("}");
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static String decode(String segment) {
        try {
            // In a path a plus sign is a plus sign.
            return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return segment;
        }
    }
}
