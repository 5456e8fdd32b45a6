package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connectors.netsuite.simulator.BodyReader.Strictness;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Single records over REST: what each call does once it is let in. */
final class RecordService {
    /** A write on one record, freed of its transport, so that it can also run as a task of a job. @param target an id, {@code eid:…}, or empty for a new record */
    record Write(String method, String type, String target, JsonNode body, Manner manner) {}

    /** How a write wants to be understood. */
    record Manner(Strictness names, Strictness values, Set<String> replace) {
        static Manner of(SimRequest request) {
            Set<String> replace = request.parameter("replace").stream()
                    .flatMap(r -> Arrays.stream(r.split(",")))
                    .map(String::strip)
                    .collect(Collectors.toSet());
            return new Manner(
                    strictness(request, "X-NetSuite-PropertyNameValidation", Strictness.WARNING),
                    strictness(request, "X-NetSuite-PropertyValueValidation", Strictness.ERROR),
                    replace);
        }

        private static Strictness strictness(SimRequest request, String header, Strictness otherwise) {
            Optional<String> given = request.header(header);
            try {
                return given.map(g -> Strictness.valueOf(g.strip().toUpperCase(Locale.ROOT)))
                        .orElse(otherwise);
            } catch (IllegalArgumentException e) {
                throw Problem.header(header, "Allowed values are Error, Warning and Ignore.");
            }
        }
    }

    private final Account account;
    private final View view;

    RecordService(Account account, View view) {
        this.account = account;
        this.view = view;
    }

    SimResponse get(SimRequest request) {
        View.Shown shown = shown(request);
        return account.reading(() -> Answers.resource(
                view.show(require(request.variable("record"), request.variable("id")), shown), "singular"));
    }

    static View.Shown shown(SimRequest request) {
        Set<String> fields = request.parameter("fields").stream()
                .flatMap(f -> Arrays.stream(f.split(",")))
                .map(String::strip)
                .collect(Collectors.toSet());
        return new View.Shown(
                request.parameter("expandSubResources").filter("true"::equals).isPresent(),
                request.parameter("simpleEnumFormat").filter("true"::equals).isPresent(),
                fields);
    }

    /** A sublist by itself, or one row of it by number. */
    SimResponse sublist(SimRequest request) {
        return account.reading(() -> {
            Rec rec = require(request.variable("record"), request.variable("id"));
            String[] path = request.variable("*").split("/");
            Field field = rec.type.fields().get(path[0]);
            if (field == null || field.kind() != Field.Kind.SUBLIST || path.length > 2) {
                throw Problem.nowhere(request.path());
            }
            List<Map<String, Object>> rows = view.rows(rec, field, View.Shown.WHOLE);
            if (path.length == 1) {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("links", view.links(view.self(rec) + "/" + field.name()));
                body.put("count", rows.size());
                body.put("hasMore", false);
                body.put("items", rows);
                body.put("offset", 0);
                body.put("totalResults", rows.size());
                return Answers.resource(body, "collection");
            }
            return rows.stream()
                    .filter(row -> String.valueOf(row.get("line")).equals(path[1]))
                    .findFirst()
                    .map(row -> Answers.resource(row, "singular"))
                    .orElseThrow(() -> Problem.nowhere(request.path()));
        });
    }

    SimResponse write(Write write) {
        return account.writing(() -> {
            RecordType type = account.type(write.type());
            if (type.name().equals("subsidiary")) {
                throw Problem.of(405, "INVALID_REQUEST", "This record is read-only in REST.");
            }
            return switch (write.method()) {
                case "POST" -> saved(account.create(type, draft(type, write)));
                case "PATCH" ->
                    saved(account.update(
                            require(type.name(), write.target()),
                            draft(type, write),
                            write.manner().replace()));
                case "PUT" -> put(type, write);
                case "DELETE" -> {
                    account.delete(require(type.name(), write.target()));
                    yield SimResponse.empty(204);
                }
                default -> throw Problem.request("Method not allowed: " + write.method());
            };
        });
    }

    private SimResponse put(RecordType type, Write write) {
        Draft draft = draft(type, write);
        if (!write.target().startsWith("eid:")) {
            return saved(account.update(
                    require(type.name(), write.target()), draft, write.manner().replace()));
        }
        String external = write.target().substring(4);
        if (!external.matches("[A-Za-z0-9_-]{1,255}")) {
            throw Problem.content(
                    "externalId", "An external id holds letters, digits, underscores and hyphens only: " + external);
        }
        if (draft.externalId.isEmpty()) {
            draft.externalId = Optional.of(external);
        }
        Optional<Rec> existing = account.store.findExternal(type.name(), external);
        return saved(
                existing.isPresent()
                        ? account.update(existing.get(), draft, write.manner().replace())
                        : account.create(type, draft));
    }

    private Draft draft(RecordType type, Write write) {
        return new BodyReader(
                        account.store, write.manner().names(), write.manner().values())
                .read(type, write.body());
    }

    private SimResponse saved(Rec rec) {
        return Answers.saved(view.self(rec));
    }

    Rec require(String type, String target) {
        RecordType known = account.type(type);
        Optional<Rec> found = target.startsWith("eid:")
                ? account.store.findExternal(known.name(), target.substring(4))
                : account.store.find(known.name(), target);
        return found.orElseThrow(() -> Problem.nowhere("/services/rest/record/v1/" + type + "/" + target));
    }

    SimResponse transform(String type, String id, String target, JsonNode body, Manner manner) {
        return account.writing(() -> {
            Rec source = require(type, id);
            RecordType into = account.type(target);
            Draft given = new BodyReader(account.store, manner.names(), manner.values()).read(into, body);
            return saved(account.create(into, Transforms.draft(account, source, into, given)));
        });
    }

    SimResponse action(String type, String id, String action) {
        return account.writing(() -> {
            Rec rec = require(type, id);
            if (!action.equals("approve") || !type.equals("invoice")) {
                throw Problem.request("The action " + action + " does not exist on " + type + ".");
            }
            if (!Set.of("1", "11").contains(rec.text("approvalStatus"))) {
                throw Problem.user("This transaction is not waiting for approval.");
            }
            account.force(rec, Map.of("approvalStatus", "2"));
            return SimResponse.json(Map.of("result", true));
        });
    }
}
