package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /composite}: up to 25 requests in one, later ones referring to the answers of earlier ones as {@code @{name.id}}. */
final class CompositeRoutes {
    private static final int REQUESTS_MAX = 25;
    private static final int REFERENCE_BYTES_MAX = 1_000_000;
    private static final Pattern REFERENCE =
            Pattern.compile("@\\{([A-Za-z0-9_]+)((?:\\.[A-Za-z0-9_]+|\\[\\d{1,4}])*)}");
    private static final Pattern STEP = Pattern.compile("\\.([A-Za-z0-9_]+)|\\[(\\d+)]");

    private final Org org;
    private final Function<Call, SimResponse> api;

    CompositeRoutes(Org org, Function<Call, SimResponse> api) {
        this.org = org;
        this.api = api;
    }

    SimResponse handle(Call call) {
        if (!call.method().equals("POST")) {
            throw call.notAllowed("POST");
        }
        JsonNode body = call.json();
        JsonNode requests = body.path("compositeRequest");
        if (!requests.isArray() || requests.isEmpty()) {
            throw Refusal.json("compositeRequest must be a list with at least one subrequest");
        }
        if (requests.size() > REQUESTS_MAX) {
            throw Refusal.bad("LIMIT_EXCEEDED", "Cannot have more than %d subrequests".formatted(REQUESTS_MAX));
        }
        requireNames(requests);
        boolean allOrNone = body.path("allOrNone").asBoolean(false);
        List<ObjectNode> answers = new ArrayList<>();
        org.write(call.session(), tx -> {
            run(tx, call, requests, answers, allOrNone);
            return answers;
        });
        ObjectNode node = Wire.object();
        answers.forEach(node.putArray("compositeResponse")::add);
        return Wire.json(node);
    }

    private void run(Transaction tx, Call call, JsonNode requests, List<ObjectNode> answers, boolean allOrNone) {
        Map<String, JsonNode> named = new LinkedHashMap<>();
        Set<String> failed = new HashSet<>();
        int from = tx.savepoint();
        boolean broken = false;
        for (JsonNode request : requests) {
            String name = request.path("referenceId").asString("");
            ObjectNode answer;
            if (broken) {
                answer = halted(name);
            } else {
                answer = one(call, request, named, failed);
                if (answer.path("httpStatusCode").asInt(500) >= 300) {
                    failed.add(name);
                    broken = allOrNone;
                } else {
                    named.put(name, answer.path("body"));
                }
            }
            answers.add(answer);
        }
        if (broken) {
            tx.rollbackTo(from);
            for (int i = 0; i < answers.size(); i++) {
                String name = answers.get(i).path("referenceId").asString("");
                if (!failed.contains(name)) {
                    answers.set(i, halted(name));
                }
            }
        }
    }

    private ObjectNode one(Call call, JsonNode request, Map<String, JsonNode> named, Set<String> failed) {
        String name = request.path("referenceId").asString("");
        SimResponse answer;
        try {
            answer = api.apply(inner(call, request, named, failed));
        } catch (Refusal refusal) {
            answer = Wire.refusal(refusal);
        }
        ObjectNode node = Wire.object();
        JsonNode body = answer.body().length == 0 ? JsonNodeFactory.instance.nullNode() : Wire.parse(answer.body());
        node.set("body", body);
        ObjectNode headers = node.putObject("httpHeaders");
        answer.headers().forEach((k, v) -> {
            if (k.equalsIgnoreCase("Location")) {
                headers.put(k, v);
            }
        });
        node.put("httpStatusCode", answer.status());
        return node.put("referenceId", name);
    }

    private Call inner(Call outer, JsonNode request, Map<String, JsonNode> named, Set<String> failed) {
        String text = request.path("url").asString("");
        String url = resolve(text, named, failed);
        URI uri;
        try {
            uri = URI.create(url.replace(" ", "%20").replace("'", "%27"));
        } catch (IllegalArgumentException _) {
            throw Refusal.bad("INVALID_INPUT", "the url of the subrequest cannot be read");
        }
        String prefix = "/services/data/v";
        List<String> segments = Api.segments(uri.getRawPath() == null ? "" : uri.getRawPath());
        if (!uri.toString().startsWith(prefix)
                || segments.size() < 4
                || segments.get(3).equals("composite") && segments.size() == 4) {
            throw Refusal.bad(
                    "INVALID_INPUT", "a subrequest's url begins with %s and is no composite itself".formatted(prefix));
        }
        Map<String, String> query = Api.firstValues(uri.getRawQuery());
        JsonNode given = request.path("body");
        byte[] body = given.isMissingNode() || given.isNull()
                ? new byte[0]
                : resolve(Wire.JSON.writeValueAsString(given), named, failed).getBytes(StandardCharsets.UTF_8);
        return new Call(
                outer.session(),
                request.path("method").asString("GET"),
                segments.subList(3, segments.size()),
                query,
                Map.of(),
                body,
                segments.get(2).substring(1));
    }

    private static String resolve(String text, Map<String, JsonNode> named, Set<String> failed) {
        Matcher matcher = REFERENCE.matcher(text);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            String name = matcher.group(1);
            JsonNode at = named.get(name);
            if (at == null) {
                String why = failed.contains(name)
                        ? "The subrequest it refers to failed"
                        : "Invalid reference specified. No value for " + matcher.group();
                throw Refusal.bad("PROCESSING_HALTED", why);
            }
            Matcher step = STEP.matcher(matcher.group(2));
            while (step.find()) {
                at = step.group(1) == null ? at.path(Integer.parseInt(step.group(2))) : at.path(step.group(1));
            }
            if (!at.isValueNode() || at.isNull()) {
                throw Refusal.bad("PROCESSING_HALTED", "Invalid reference specified. No value for " + matcher.group());
            }
            matcher.appendReplacement(out, Matcher.quoteReplacement(at.asString()));
            if (out.length() > REFERENCE_BYTES_MAX) {
                throw Refusal.bad("LIMIT_EXCEEDED", "the subrequest grows too large");
            }
        }
        return matcher.appendTail(out).toString();
    }

    private static void requireNames(JsonNode requests) {
        Set<String> names = new HashSet<>();
        for (JsonNode request : requests) {
            String name = request.path("referenceId").asString("");
            if (!name.matches("[A-Za-z][A-Za-z0-9_]*") || !names.add(name)) {
                throw Refusal.bad(
                        "INVALID_INPUT", "every subrequest needs a referenceId of its own: letters, digits and _");
            }
        }
    }

    private static ObjectNode halted(String name) {
        ObjectNode node = Wire.object();
        node.putArray("body")
                .add(Wire.errorNode(
                        "errorCode",
                        "PROCESSING_HALTED",
                        "The transaction was rolled back since another operation in the same transaction failed.",
                        List.of()));
        node.putObject("httpHeaders");
        node.put("httpStatusCode", 400);
        return node.put("referenceId", name);
    }
}
