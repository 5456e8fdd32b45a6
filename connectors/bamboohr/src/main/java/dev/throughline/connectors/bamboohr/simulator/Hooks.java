package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimJson;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connectors.bamboohr.simulator.Company.Happened;
import dev.throughline.connectors.bamboohr.simulator.Doors.User;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Registered webhooks, and what is to be sent to them when. The caller lets in one thread at a time. */
final class Hooks {
    private static final Set<String> EVENTS = Set.of("employee.created", "employee.updated", "employee.deleted");
    private static final Set<String> LEGACY =
            Set.of("employee_with_fields.created", "employee_with_fields.updated", "employee_with_fields.deleted");
    private static final Duration LATE = Duration.ofSeconds(90);
    /** How long each further try waits; afterwards the notice is given up. */
    private static final List<Duration> RETRIES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(4));

    private record Hook(int id, int owner, Map<String, Object> shown, String privateKey) {
        String url() {
            return String.valueOf(shown.get("url"));
        }

        @SuppressWarnings("unchecked")
        List<String> list(String name) {
            return shown.get(name) instanceof List<?> l ? (List<String>) l : List.of();
        }
    }

    /** A notice to be sent. @param wrong whether its signature is to be wrong */
    record Notice(int hook, String url, String privateKey, byte[] body, Instant due, int tries, boolean wrong) {}

    private final Company company;
    private final Faults faults;
    private final RandomGenerator random;
    private final Map<Integer, Hook> hooks = new TreeMap<>();
    private final Map<Integer, List<Map<String, Object>>> logs = new TreeMap<>();
    private final List<Notice> waiting = new ArrayList<>();
    private int lastId;

    Hooks(Company company, Faults faults, RandomGenerator random) {
        this.company = company;
        this.faults = faults;
        this.random = random;
    }

    SimResponse register(SimRequest request, User user) {
        Map<String, Object> shown = checked(request.json());
        int id = ++lastId;
        String key = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        shown.put("id", Integer.toString(id));
        shown.put("created", Stamps.log(company.now()));
        shown.put("lastSent", null);
        hooks.put(id, new Hook(id, user.id(), shown, key));
        Map<String, Object> answer = new LinkedHashMap<>(shown);
        // Shown this once only.
        answer.put("privateKey", key);
        return SimResponse.json(201, answer);
    }

    private static Map<String, Object> checked(JsonNode body) {
        String url = body.path("url").asString("");
        if (body.path("name").asString("").isBlank()) {
            throw BadAnswer.webhook(400, "Name is required.");
        }
        if (!isAllowed(url)) {
            throw BadAnswer.webhook(400, "The URL must use HTTPS.");
        }
        List<String> events =
                body.path("events").valueStream().map(e -> e.asString("")).toList();
        List<String> monitored = body.path("monitorFields")
                .valueStream()
                .map(e -> e.asString(""))
                .toList();
        if (events.stream().anyMatch(e -> !EVENTS.contains(e) && !LEGACY.contains(e))) {
            throw BadAnswer.webhook(400, "Unknown event.");
        }
        boolean needsFields = events.isEmpty() || events.stream().anyMatch(e -> e.endsWith(".updated"));
        if (needsFields && monitored.isEmpty()) {
            throw BadAnswer.webhook(400, "monitorFields is required.");
        }
        if (monitored.stream().anyMatch(f -> Fields.named(f).isEmpty())) {
            throw BadAnswer.webhook(400, "Unknown field in monitorFields.");
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", body.path("name").asString());
        shown.put("url", url);
        shown.put("format", body.path("format").asString("json"));
        shown.put("events", events);
        shown.put("monitorFields", monitored);
        shown.put(
                "postFields",
                body.path("postFields").isObject()
                        ? SimJson.MAPPER.convertValue(body.path("postFields"), Object.class)
                        : Map.of());
        shown.put("includeCompanyDomain", body.path("includeCompanyDomain").asBoolean(false));
        return shown;
    }

    /** The vendor takes HTTPS only; the simulator sends in the clear to this machine, and nowhere else at all. */
    private static boolean isAllowed(String url) {
        try {
            URI uri = URI.create(url);
            boolean loopback = "127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost());
            return loopback && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    SimResponse all(User user) {
        return SimResponse.json(Map.of(
                "webhooks",
                hooks.values().stream()
                        .filter(h -> h.owner == user.id())
                        .map(h -> pick(h.shown, "id", "name", "created", "lastSent", "url"))
                        .toList()));
    }

    private static Map<String, Object> pick(Map<String, Object> from, String... names) {
        Map<String, Object> picked = new LinkedHashMap<>();
        List.of(names).forEach(n -> picked.put(n, from.get(n)));
        return picked;
    }

    SimResponse one(SimRequest request, User user) {
        return SimResponse.json(require(request, user).shown);
    }

    /** Replaces everything but the key. */
    SimResponse replace(SimRequest request, User user) {
        Hook hook = require(request, user);
        Map<String, Object> shown = checked(request.json());
        List.of("id", "created", "lastSent").forEach(n -> shown.put(n, hook.shown.get(n)));
        hooks.put(hook.id, new Hook(hook.id, hook.owner, shown, hook.privateKey));
        return SimResponse.json(shown);
    }

    SimResponse remove(SimRequest request, User user) {
        hooks.remove(require(request, user).id);
        return SimResponse.empty(200);
    }

    SimResponse log(SimRequest request, User user) {
        List<Map<String, Object>> log = logs.getOrDefault(require(request, user).id, List.of());
        return SimResponse.json(
                log.subList(Math.max(0, log.size() - 200), log.size()).reversed());
    }

    SimResponse monitorFields() {
        return SimResponse.json(Map.of(
                "fields",
                Fields.ALL.values().stream()
                        .map(f -> Map.of("id", String.valueOf(f.id()), "name", f.label(), "alias", f.alias()))
                        .toList()));
    }

    private Hook require(SimRequest request, User user) {
        String id = request.variable("id");
        @Nullable Hook hook = id.matches("\\d{1,9}") ? hooks.get(Integer.parseInt(id)) : null;
        if (hook == null) {
            throw BadAnswer.webhook(404, "No webhook was found with ID: " + id + ".");
        }
        if (hook.owner != user.id()) {
            throw BadAnswer.webhook(403, "You do not have permission to access this webhook.");
        }
        return hook;
    }

    /** Turns what happened into notices. */
    void gather() {
        for (Happened one : company.drain()) {
            for (Hook hook : hooks.values()) {
                body(hook, one).ifPresent(body -> enqueue(hook, body, one));
            }
        }
    }

    private void enqueue(Hook hook, byte[] body, Happened one) {
        String operation = "webhook " + one.type();
        if (strikes(Fault.MISSED_EVENT, operation)) {
            return;
        }
        Instant due = company.now().plus(strikes(Fault.LATE_EVENT, operation) ? LATE : Duration.ZERO);
        boolean wrong = strikes(Fault.BAD_SIGNATURE, operation);
        waiting.add(new Notice(hook.id, hook.url(), hook.privateKey, body, due, 0, wrong));
        if (strikes(Fault.DUPLICATE_EVENT, operation)) {
            waiting.add(new Notice(hook.id, hook.url(), hook.privateKey, body, due, 0, wrong));
        }
    }

    private boolean strikes(Fault fault, String operation) {
        return faults.supported().contains(fault) && faults.strikes(fault, operation);
    }

    private java.util.Optional<byte[]> body(Hook hook, Happened one) {
        List<String> events = hook.list("events");
        Set<String> monitored = new java.util.LinkedHashSet<>();
        hook.list("monitorFields").forEach(f -> Fields.named(f).ifPresent(x -> monitored.add(x.alias())));
        List<String> changed = one.fields().stream()
                .filter(f -> monitored.contains(f) || f.equals("jobTitle") && monitored.contains("jobTitleName"))
                .toList();
        boolean byFields = events.isEmpty() || events.stream().anyMatch(LEGACY::contains);
        String name = byFields ? one.type().replace("employee.", "employee_with_fields.") : one.type();
        boolean wanted = events.isEmpty() || events.contains(name);
        boolean touches = !one.type().equals("employee.updated") || !changed.isEmpty();
        if (!wanted || !touches) {
            return java.util.Optional.empty();
        }
        Object body = byFields ? withFields(hook, one, changed) : event(one, changed);
        return java.util.Optional.of(SimJson.MAPPER.writeValueAsBytes(body));
    }

    private Map<String, Object> event(Happened one, List<String> changed) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("companyId", "12345");
        data.put("employeeId", Integer.toString(one.employee()));
        if (one.type().equals("employee.updated")) {
            data.put("changedFields", changed);
        }
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", one.type());
        event.put("timestamp", Stamps.plainOffset(company.now()));
        event.put("data", data);
        return event;
    }

    private Map<String, Object> withFields(Hook hook, Happened one, List<String> changed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Map<?, ?> post = hook.shown.get("postFields") instanceof Map<?, ?> m ? m : Map.of();
        post.forEach((alias, label) -> {
            Map<String, Object> value = new LinkedHashMap<>();
            value.put(
                    "value",
                    company.employee(one.employee())
                            .flatMap(e -> company.value(e, alias.toString(), company.today()))
                            .orElse(null));
            fields.put(String.valueOf(label), value);
        });
        Map<String, Object> employee = new LinkedHashMap<>();
        employee.put("id", Integer.toString(one.employee()));
        employee.put(
                "action",
                switch (one.type()) {
                    case "employee.created" -> "Created";
                    case "employee.deleted" -> "Deleted";
                    default -> "Updated";
                });
        employee.put("timestamp", Stamps.offset(company.now()));
        employee.put(
                "changedFields",
                changed.stream()
                        .map(f -> Fields.ALL.get(f))
                        .map(Fields.Field::label)
                        .toList());
        employee.put("fields", fields);
        return Map.of("employees", List.of(employee));
    }

    /** Takes what is due out of the queue. */
    List<Notice> due() {
        List<Notice> due =
                waiting.stream().filter(n -> !n.due.isAfter(company.now())).toList();
        waiting.removeAll(due);
        return due;
    }

    /** @param status of the answer, 0 for none */
    void sent(Notice notice, int status) {
        boolean ok = status / 100 == 2;
        Hook hook = hooks.get(notice.hook);
        if (hook != null) {
            hook.shown.put("lastSent", Stamps.log(company.now()));
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("webhookId", Integer.toString(notice.hook));
        entry.put("url", notice.url);
        entry.put("lastAttempted", Stamps.log(company.now()));
        entry.put("lastSuccess", ok ? Stamps.log(company.now()) : null);
        entry.put("failureCount", ok ? 0 : notice.tries + 1);
        entry.put("statusCode", status);
        logs.computeIfAbsent(notice.hook, _ -> new ArrayList<>()).add(entry);
        if (!ok && notice.tries < RETRIES.size()) {
            waiting.add(new Notice(
                    notice.hook,
                    notice.url,
                    notice.privateKey,
                    notice.body,
                    company.now().plus(RETRIES.get(notice.tries)),
                    notice.tries + 1,
                    false));
        }
    }
}
