package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.Troubles;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.SideBySide;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.model.ExternalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several new records in one asynchronous request. The job is awaited for a few seconds; what takes longer is answered with tickets. Records that were created are
 * then found with one query by their external ids, and only the others' tasks are asked why.
 */
final class NetSuiteBatches {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration WAITED_MAX = Duration.ofSeconds(20);

    private final NetSuiteClient client;
    private final NetSuiteSingles singles;
    private final int concurrency;

    NetSuiteBatches(NetSuiteClient client, NetSuiteSingles singles, int concurrency) {
        this.client = client;
        this.singles = singles;
        this.concurrency = concurrency;
    }

    /** @param items of which none is known by id */
    List<WriteResult> write(NetSuiteObject object, List<WriteItem> items) {
        List<JsonNode> bodies = new ArrayList<>();
        items.forEach(item -> bodies.add(NetSuiteSingles.keyed(item)));
        AuthorisedHttp.Sent sent = client.batch("POST", object.record, bodies);
        return switch (sent) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> Troubles.forEach(items.size(), WriteResult.of(trouble));
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when job(answer).isPresent() -> awaited(object, items, job(answer).get());
            case AuthorisedHttp.Sent.Out(var outcome) ->
                Troubles.forEach(items.size(), NetSuiteErrors.writing(outcome, client.clock()));
        };
    }

    /** Which of the keys have a record; empty when NetSuite does not tell. */
    Optional<Set<String>> there(NetSuiteObject object, List<WriteItem> items) {
        return held(object, items).map(Map::keySet);
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
        return job + "/" + (index + 1) + "/" + item.key().value();
    }

    private List<WriteResult> results(NetSuiteObject object, List<WriteItem> items, String job) {
        // Whether this job or an earlier one made it: what NetSuite holds under a key is there.
        Map<String, WriteResult> made = held(object, items).orElse(Map.of());
        List<Integer> places = IntStream.range(0, items.size()).boxed().toList();
        return SideBySide.each(places, concurrency, i -> {
            WriteResult found = made.get(items.get(i).key().value());
            return found != null ? found : poll(object, ticket(job, i, items.get(i)));
        });
    }

    /** What NetSuite holds under the items' keys. */
    private Optional<Map<String, WriteResult>> held(NetSuiteObject object, List<WriteItem> items) {
        var query = NetSuiteQueries.byExternalIds(
                object, items.stream().map(item -> item.key().value()).toList());
        if (!(client.suiteql(query.text(), query.params(), 1000) instanceof JsonHttp.Body(var json, var _))) {
            return Optional.empty();
        }
        Map<String, WriteResult> held = new HashMap<>();
        for (JsonNode row : json.path("items")) {
            String id = row.path("id").asString("");
            if (NetSuiteReader.isId(id)) {
                held.put(row.path("externalid").asString(""), applied(id, row));
            }
        }
        return Optional.of(held);
    }

    private static WriteResult applied(String id, JsonNode row) {
        ObjectNode answer = Json.MAPPER.createObjectNode().put("id", id);
        answer.put("externalId", row.path("externalid").asString(""));
        if (row.has("tranid")) {
            answer.put("tranId", row.path("tranid").asString(""));
        }
        return new WriteResult.Applied(new ExternalId(id), row.path("modified").asString(""), answer);
    }

    /** Asks one task. */
    WriteResult poll(NetSuiteObject object, String ticket) {
        String[] parts = ticket.split("/", 3);
        if (parts.length != 3 || !NetSuiteReader.isId(parts[0]) || !NetSuiteReader.isId(parts[1])) {
            throw new IllegalArgumentException("no ticket of the NetSuite connector: " + ticket);
        }
        String task = parts[0] + "/task/" + parts[1];
        return switch (client.job(task)) {
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when answer.ok() -> {
                Optional<JsonNode> state = JsonHttp.parse(answer);
                yield state.filter(s -> s.path("completed").asBoolean(false)).isPresent()
                        ? result(object, parts[2], client.job(task + "/result"))
                        : new WriteResult.Accepted(ticket);
            }
            case AuthorisedHttp.Sent.Out(Outcome.Answer answer)
            when answer.status() == 404 -> new WriteResult.Unknown("NetSuite no longer keeps the job " + parts[0]);
            // Asking changes nothing: the ticket stays good.
            case AuthorisedHttp.Sent.Out _ -> new WriteResult.Accepted(ticket);
            case AuthorisedHttp.Sent.Barred(var trouble) -> WriteResult.of(trouble);
        };
    }

    private WriteResult result(NetSuiteObject object, String key, AuthorisedHttp.Sent sent) {
        return switch (sent) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> WriteResult.of(trouble);
            case AuthorisedHttp.Sent.Out(var outcome) -> {
                WriteResult result = singles.saved(outcome, key);
                yield NetSuiteErrors.mayBeTaken(outcome) ? takenOr(object, key, result) : result;
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
