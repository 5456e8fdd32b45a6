package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Limits, offsets and the links between pages. */
final class Paging {
    private Paging() {}

    static int number(SimRequest request, String name, int otherwise, int min, int max) {
        String given = request.parameter(name).orElse(String.valueOf(otherwise));
        if (!given.matches("\\d{1,9}") || Integer.parseInt(given) < min || Integer.parseInt(given) > max) {
            throw Problem.query(name, "The value of %s must be a number from %d to %d.".formatted(name, min, max));
        }
        return Integer.parseInt(given);
    }

    static List<Map<String, String>> links(String href, int offset, int limit, int total) {
        List<Map<String, String>> links = new ArrayList<>();
        int last = total == 0 ? 0 : (total - 1) / limit * limit;
        if (offset > 0) {
            links.add(link("first", href, 0, limit));
            links.add(link("previous", href, Math.max(0, offset - limit), limit));
        }
        if (offset + limit < total) {
            links.add(link("next", href, offset + limit, limit));
            links.add(link("last", href, last, limit));
        }
        links.add(link("self", href, offset, limit));
        return links;
    }

    private static Map<String, String> link(String rel, String href, int offset, int limit) {
        return Map.of("rel", rel, "href", "%s?limit=%d&offset=%d".formatted(href, limit, offset));
    }
}
