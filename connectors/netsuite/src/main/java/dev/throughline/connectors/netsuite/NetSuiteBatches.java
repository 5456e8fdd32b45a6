package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.Troubles;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.model.ExternalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several records in one asynchronous request. The job is awaited for a few seconds; what takes longer is answered with tickets. Records that were created are
 * then found with one query by their external ids, and only the others' tasks are asked why.
 */
final class NetSuiteBatches {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration WAITED_MAX = Duration.ofSeconds(20);

    private final NetSuiteClient client;
    private final NetSuiteSingles singles;

    NetSuiteBatches(NetSuiteClient client, NetSuiteSingles singles) {
        this.client = client;
        this.singles = singles;
    }

    List<WriteResult> write(NetSuiteObject object, List<WriteItem> items) {
        boolean creates = items.getFirst().verb() == Verb.CREATE;
        List<JsonNode> bodies = new ArrayList<>();
        items.forEach(item -> bodies.add(body(item)));
        String replacing = creates ? "" : NetSuiteSingles.replacing(object, union(bodies));
        AuthorisedHttp.Sent sent = client.batch(creates ? "POST" : "PUT", object.record + replacing, bodies);
        return switch (sent) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> Troubles.forEach(items.size(), WriteResult.of(trouble));
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when job(answer).isPresent() -> awaited(object, items, job(answer).get());
            case AuthorisedHttp.Sent.Out(var outcome) ->
                Troubles.forEach(items.size(), NetSuiteErrors.writing(outcome, client.clock()));
        };
    }

    private static ObjectNode body(WriteItem item) {
        ObjectNode body = NetSuiteSingles.keyed(item);
        item.id().map(ExternalId::value).filter(_ -> item.verb() == Verb.UPSERT).ifPresent(id -> body.put("id", id));
        if (item.id().isEmpty() && item.verb() == Verb.UPSERT) {
            body.put("id", "eid:" + item.key().value());
        }
        return body;
    }

    private static JsonNode union(List<JsonNode> bodies) {
        ObjectNode union = Json.MAPPER.createObjectNode();
        bodies.forEach(body -> body.propertyNames().forEach(name -> union.put(name, true)));
        return union;
    }

    private static Optional<String> job(Outcome.Answer answer) {
        return answer.status() == 202
                ? answer.header("location")
                        .map(l -> l.substring(l.lastIndexOf('/') + 1))
                        .filter(NetSuiteReader::isId)
                : Optional.empty();
    }

    private List<WriteResult> awaited(NetSuiteObject object, List<WriteItem> items, String job) {
        Duration pause = FIRST_PAUSE;
        for (Duration waited = Duration.ZERO; waited.compareTo(WAITED_MAX) < 0; waited = waited.plus(pause)) {
            if (completed(job)) {
                return results(object, items, job);
            }
            LockSupport.parkNanos(pause.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        }
        List<WriteResult> tickets = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            tickets.add(new WriteResult.Accepted(ticket(job, i, items.get(i))));
        }
        return tickets;
    }

    /** A question that goes wrong is asked again: the job runs on, whatever we hear of it. */
    private boolean completed(String job) {
        return client.job(job) instanceof AuthorisedHttp.Sent.Out(Outcome.Answer answer)
                && answer.ok()
                && JsonHttp.parse(answer)
                        .filter(j -> j.path("completed").asBoolean(false))
                        .isPresent();
    }

    private static String ticket(String job, int index, WriteItem item) {
        return job + "/" + (index + 1) + "/" + (item.verb() == Verb.CREATE ? "c" : "u") + "/"
                + item.key().value();
    }

    private List<WriteResult> results(NetSuiteObject object, List<WriteItem> items, String job) {
        Map<String, WriteResult> made = items.getFirst().verb() == Verb.CREATE ? made(object, items) : Map.of();
        List<WriteResult> results = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            WriteResult found = made.get(items.get(i).key().value());
            results.add(found != null ? found : poll(object, ticket(job, i, items.get(i))));
        }
        return results;
    }

    /** What the vendor now holds under our keys, whether this job or an earlier one made it. */
    private Map<String, WriteResult> made(NetSuiteObject object, List<WriteItem> items) {
        var query = NetSuiteQueries.byExternalIds(
                object, items.stream().map(item -> item.key().value()).toList());
        if (!(client.suiteql(query.text(), query.params(), 1000) instanceof JsonHttp.Body(var json, var _))) {
            return Map.of();
        }
        Map<String, WriteResult> made = new HashMap<>();
        for (JsonNode row : json.path("items")) {
            String id = row.path("id").asString("");
            if (NetSuiteReader.isId(id)) {
                ObjectNode answer = Json.MAPPER.createObjectNode().put("id", id);
                answer.put("externalId", row.path("externalid").asString(""));
                if (row.has("tranid")) {
                    answer.put("tranId", row.path("tranid").asString(""));
                }
                made.put(
                        row.path("externalid").asString(""),
                        new WriteResult.Applied(
                                new ExternalId(id), row.path("modified").asString(""), answer));
            }
        }
        return made;
    }

    /** Asks one task. */
    WriteResult poll(NetSuiteObject object, String ticket) {
        String[] parts = ticket.split("/", 4);
        if (parts.length != 4 || !NetSuiteReader.isId(parts[0]) || !NetSuiteReader.isId(parts[1])) {
            throw new IllegalArgumentException("no ticket of the NetSuite connector: " + ticket);
        }
        String task = parts[0] + "/task/" + parts[1];
        return switch (client.job(task)) {
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when answer.ok() -> {
                Optional<JsonNode> state = JsonHttp.parse(answer);
                yield state.filter(s -> s.path("completed").asBoolean(false)).isPresent()
                        ? result(object, parts[2].equals("c"), parts[3], client.job(task + "/result"))
                        : new WriteResult.Accepted(ticket);
            }
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when answer.status() == 404 -> new WriteResult.Unknown("NetSuite no longer keeps the job " + parts[0]);
            // Asking changes nothing: the ticket stays good.
            case AuthorisedHttp.Sent.Out _ -> new WriteResult.Accepted(ticket);
            case AuthorisedHttp.Sent.Barred(var trouble) -> WriteResult.of(trouble);
        };
    }

    private WriteResult result(NetSuiteObject object, boolean creates, String key, AuthorisedHttp.Sent sent) {
        return switch (sent) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> WriteResult.of(trouble);
            case AuthorisedHttp.Sent.Out(var outcome) -> {
                WriteResult result = singles.saved(outcome, key);
                yield creates && NetSuiteErrors.mayBeTaken(outcome) ? takenOr(object, key, result) : result;
            }
        };
    }

    private WriteResult takenOr(NetSuiteObject object, String key, WriteResult refusal) {
        return NetSuiteWriter.sought(client, object, "eid:" + key)
                        instanceof dev.throughline.connector.spi.Writer.Sought.Found(var id, var _, var _)
                ? new WriteResult.Duplicate(id)
                : refusal;
    }
}
