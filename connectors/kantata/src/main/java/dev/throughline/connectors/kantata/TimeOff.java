package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.WriteResult.Codes;
import dev.throughline.connectors.kantata.Absent.Week;
import dev.throughline.connectors.kantata.KantataErrors.Written;
import dev.throughline.model.ExternalId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Absences as time-off entries: one for each person and day. The vendor adds what is created twice for one day, so nothing is created blindly: each write reads all entries of
 * the person and sends only what differs. Who gave how much of a day stands in the message of the entry's external reference. Thread-safe for different persons; the hub
 * writes one person's absences one after the other.
 *
 * @see <a href="https://developer.kantata.com/tag/Time-Off-Entries">Kantata OX, Time Off Entries: hours in quarters, at most the possible working hours of the day; only
 *     hours and references can be changed; up to 100 deleted at once, all or none</a>
 */
final class TimeOff {
    private static final String MODEL = "absence";
    private static final int CREATED_AT_ONCE = 50;
    private static final int DELETED_AT_ONCE = 100;

    private final KantataClient client;
    private final String service;

    TimeOff(KantataClient client, String service) {
        this.client = client;
        this.service = service;
    }

    private record Entry(String id, BigDecimal hours, Shares shares) {}

    /** What is to be sent. @param made and @param changed are bodies; @param changed by entry */
    private record Plan(List<ObjectNode> made, Map<String, ObjectNode> changed, List<String> deleted) {}

    /** What could not be read. */
    private static final class Unread extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient WriteResult result;

        Unread(WriteResult result) {
            super(result.toString());
            this.result = result;
        }
    }

    WriteResult bring(WriteItem item) {
        try {
            Absent absent = Absent.of(item.body());
            Optional<Week> week = absent.off() ? week(absent.user()) : Optional.empty();
            if (week.isEmpty() && absent.needsWeek()) {
                return new WriteResult.Rejected(
                        Codes.REFERENCE_MISSING,
                        "Kantata shows no working week of user %s, so nobody can say how long the days are; give the user one, or whole hours in human resources"
                                .formatted(absent.user()),
                        List.of());
            }
            Map<LocalDate, BigDecimal> days = absent.days(week);
            Plan plan = plan(absent, days, week, entries(absent.user()));
            return send(plan).orElseGet(() -> done(absent, days));
        } catch (IllegalArgumentException wrong) {
            return new WriteResult.Rejected(Codes.FIELD_INVALID, String.valueOf(wrong.getMessage()), List.of());
        } catch (Unread unread) {
            return unread.result;
        }
    }

    private static WriteResult done(Absent absent, Map<LocalDate, BigDecimal> days) {
        BigDecimal hours = days.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        return new WriteResult.Applied(
                new ExternalId(absent.name()),
                KantataRecords.hash(days.toString()),
                JsonNodeFactory.instance.objectNode().put("days", days.size()).put("hours", hours.toPlainString()));
    }

    /** The week that is in effect today; empty for somebody inactive, and where the account has none. */
    private Optional<Week> week(String user) throws Unread {
        Map<String, String> query = Map.of("by_user_id", user, "include", "effective_workweek");
        return switch (client.list(KantataObject.MEMBERSHIPS.collection, query)) {
            case KantataClient.Failed(var trouble) -> throw new Unread(WriteResult.of(trouble));
            case KantataClient.Rows(var rows, var ignored) ->
                rows.stream()
                        .filter(r -> r.path("user_id").asString("").equals(user))
                        .map(r -> r.path("effective_workweek"))
                        .filter(JsonNode::isObject)
                        .map(Week::of)
                        .findFirst();
        };
    }

    private Map<LocalDate, Entry> entries(String user) throws Unread {
        Map<LocalDate, Entry> entries = new TreeMap<>();
        for (int page = 1; page <= KantataKeys.PAGES_MAX; page++) {
            Map<String, String> query = new TreeMap<>(KantataObject.TIME_OFF.everything());
            query.put("user_id", user);
            query.put("page", Integer.toString(page));
            query.put("per_page", Integer.toString(KantataClient.PAGE_MAX));
            switch (client.list(KantataObject.TIME_OFF.collection, query)) {
                case KantataClient.Failed(var trouble) -> throw new Unread(WriteResult.of(trouble));
                case KantataClient.Rows(var rows, var ignored) -> {
                    rows.stream()
                            .filter(r -> r.path("user_id").asString("").equals(user))
                            .forEach(r -> entries.put(
                                    LocalDate.parse(r.path("requested_date").asString("")), entry(r)));
                    if (rows.size() < KantataClient.PAGE_MAX) {
                        return entries;
                    }
                }
            }
        }
        throw new Unread(new WriteResult.Rejected(
                "FILTER_IGNORED",
                "Kantata answers %s without regard to the filter user_id".formatted(KantataObject.TIME_OFF.collection),
                List.of()));
    }

    private Entry entry(JsonNode row) {
        BigDecimal hours = new BigDecimal(row.path("hours").asString("0"));
        Optional<String> ours = row.path("external_references")
                .valueStream()
                .filter(r -> r.path("service_name").asString("").equals(service)
                        && r.path("service_model").asString("").equals(MODEL))
                .map(r -> r.path("external_message").asString(""))
                .findFirst();
        return new Entry(
                row.path("id").asString(""), hours, ours.map(Shares::of).orElseGet(() -> Shares.byHand(hours)));
    }

    /** Days that the absence takes now, and days that it took before it was changed. */
    private Plan plan(
            Absent absent, Map<LocalDate, BigDecimal> days, Optional<Week> week, Map<LocalDate, Entry> entries) {
        Plan plan = new Plan(new ArrayList<>(), new TreeMap<>(), new ArrayList<>());
        var all = new TreeSet<>(days.keySet());
        entries.forEach((day, entry) -> {
            if (entry.shares.has(absent.name())) {
                all.add(day);
            }
        });
        for (LocalDate day : all) {
            Optional<Entry> there = Optional.ofNullable(entries.get(day));
            Shares before = there.map(Entry::shares).orElse(Shares.NONE);
            Shares after = before.with(absent.name(), Optional.ofNullable(days.get(day)));
            BigDecimal hours = week.map(w -> after.hours().min(w.hours(day))).orElse(after.hours());
            if (there.isEmpty()) {
                plan.made.add(body(absent.user(), day, hours, after)
                        .put("user_id", absent.user())
                        .put("requested_date", day.toString()));
            } else if (hours.signum() == 0) {
                plan.deleted.add(there.get().id);
            } else if (!after.equals(before) || hours.compareTo(there.get().hours) != 0) {
                plan.changed.put(there.get().id, body(absent.user(), day, hours, after));
            }
        }
        return plan;
    }

    private ObjectNode body(String user, LocalDate day, BigDecimal hours, Shares shares) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("hours", hours);
        body.putObject("external_reference")
                .put("service_name", service)
                .put("service_model", MODEL)
                .put("service_model_ref", user + "/" + day)
                .put("status", "successful")
                .put("external_message", shares.toString());
        return body;
    }

    /** @return what went wrong; what was sent before it is found as it is by the next try */
    private Optional<WriteResult> send(Plan plan) {
        Optional<WriteResult> failed = Optional.empty();
        for (int from = 0; from < plan.deleted.size() && failed.isEmpty(); from += DELETED_AT_ONCE) {
            List<String> ids = plan.deleted.subList(from, Math.min(plan.deleted.size(), from + DELETED_AT_ONCE));
            failed = sent("DELETE", KantataObject.TIME_OFF.collection + "?ids=" + String.join(",", ids), null);
        }
        for (Map.Entry<String, ObjectNode> change : plan.changed.entrySet()) {
            if (failed.isEmpty()) {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.set(KantataObject.TIME_OFF.singular, change.getValue());
                failed = sent("PUT", KantataObject.TIME_OFF.collection + "/" + change.getKey(), body);
            }
        }
        for (int from = 0; from < plan.made.size() && failed.isEmpty(); from += CREATED_AT_ONCE) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode many = body.putArray(KantataObject.TIME_OFF.collection);
            plan.made
                    .subList(from, Math.min(plan.made.size(), from + CREATED_AT_ONCE))
                    .forEach(many::add);
            failed = sent("POST", KantataObject.TIME_OFF.collection, body);
        }
        return failed;
    }

    private Optional<WriteResult> sent(String method, String path, @org.jspecify.annotations.Nullable JsonNode body) {
        JsonNode sent = body == null ? JsonNodeFactory.instance.nullNode() : body;
        return switch (KantataErrors.writing(
                client.send(method, path, sent), client.clock().instant())) {
            case Written.Done _ -> Optional.empty();
            // Somebody deleted an entry since it was read: the next try reads again.
            case Written.Not(WriteResult.Rejected(var code, var says, var _))
            when code.equals(Codes.NOT_FOUND) -> Optional.of(new WriteResult.Conflict(says));
            case Written.Not(var result) -> Optional.of(result);
        };
    }
}
