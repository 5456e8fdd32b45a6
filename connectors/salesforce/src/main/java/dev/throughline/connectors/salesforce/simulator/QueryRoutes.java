package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /query} and {@code /queryAll}. What does not fit a page waits under a locator, for two days. */
final class QueryRoutes {
    private record Waiting(List<JsonNode> records, Instant until) {}

    private static final Duration LOCATOR_LIFE = Duration.ofDays(2);
    private static final int LOCATORS_MAX = 100;
    private static final Pattern BATCH_SIZE = Pattern.compile("batchSize=(\\d{1,5})");

    private final Org org;
    private final Map<String, Waiting> locators = new LinkedHashMap<>();
    private volatile int pageSize = 2_000;

    QueryRoutes(Org org) {
        this.org = org;
    }

    /** Smaller pages than the vendor's default: it also gives fewer whenever rows are wide. */
    void pageSize(int records) {
        pageSize = records;
    }

    SimResponse handle(Call call) {
        if (!call.method().equals("GET")) {
            throw call.notAllowed("GET");
        }
        if (call.segments().size() == 2) {
            return more(call, call.segments().get(1));
        }
        String soql = call.parameter("q")
                .orElseThrow(() -> Refusal.bad("MALFORMED_QUERY", "A query string has to be specified"));
        boolean all = call.segments().getFirst().equals("queryAll");
        SoqlRunner.Result result = org.read(o -> new SoqlRunner(o, call.version(), all).run(SoqlParser.parse(soql)));
        return page(call, result.records(), 0, result.counted(), "");
    }

    private SimResponse more(Call call, String written) {
        int dash = written.lastIndexOf('-');
        Waiting waiting;
        synchronized (locators) {
            locators.values().removeIf(w -> w.until().isBefore(org.now()));
            waiting = dash < 0 ? null : locators.get(written.substring(0, dash));
        }
        String from = dash < 0 ? "" : written.substring(dash + 1);
        if (waiting == null
                || !from.matches("\\d{1,7}")
                || Integer.parseInt(from) > waiting.records().size()) {
            throw Refusal.bad("INVALID_QUERY_LOCATOR", "invalid query locator");
        }
        return page(
                call,
                waiting.records(),
                Integer.parseInt(from),
                waiting.records().size(),
                written.substring(0, dash));
    }

    private SimResponse page(Call call, List<JsonNode> records, int from, int total, String locator) {
        int to = Math.min(records.size(), from + pageSize(call));
        ObjectNode node = Wire.object();
        node.put("totalSize", total);
        node.put("done", to == records.size());
        if (to < records.size()) {
            String name = locator.isEmpty() ? keep(records) : locator;
            node.put("nextRecordsUrl", "%s/query/%s-%d".formatted(call.base(), name, to));
        }
        ArrayNode page = node.putArray("records");
        records.subList(from, to).forEach(page::add);
        return Wire.json(node);
    }

    private String keep(List<JsonNode> records) {
        String name = org.read(o -> RecordIds.make("0r8", "xx0", o.nextNumber("locator")));
        synchronized (locators) {
            locators.put(name, new Waiting(records, org.now().plus(LOCATOR_LIFE)));
            while (locators.size() > LOCATORS_MAX) {
                locators.remove(locators.keySet().iterator().next());
            }
        }
        return name;
    }

    private int pageSize(Call call) {
        Matcher matcher = BATCH_SIZE.matcher(call.header("sforce-query-options").orElse(""));
        int wanted = matcher.find() ? Math.clamp(Integer.parseInt(matcher.group(1)), 200, 2_000) : 2_000;
        return Math.min(wanted, pageSize);
    }
}
