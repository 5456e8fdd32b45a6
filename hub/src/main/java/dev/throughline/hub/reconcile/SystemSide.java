package dev.throughline.hub.reconcile;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.hub.RawReader;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one system's inventory page by page and compares each page with what the hub holds of those very records. */
final class SystemSide {
    private static final int PAGE = 1_000;

    private final TenantId tenant;
    private final SystemId system;
    private final String role;
    private final RawReader reader;
    private final HubSide hub;
    private final Findings findings;
    private final Set<String> unread = new HashSet<>();
    private final Map<String, Set<String>> seen = new HashMap<>();
    private final Map<String, Measure> invoices = new HashMap<>();
    private final Map<String, Map<String, Set<String>>> names = new HashMap<>();

    SystemSide(TenantId tenant, SystemId system, String role, RawReader reader, HubSide hub, Findings findings) {
        this.tenant = tenant;
        this.system = system;
        this.role = role;
        this.reader = reader;
        this.hub = hub;
        this.findings = findings;
    }

    /** One record as read, with what it means. */
    private record Meaning(Change change, RawReader.Read.Meant meant) {}

    void compare(Inventory inventory, Inventory.Window window) throws SQLException {
        for (ObjectType type : inventory.objects()) {
            read(inventory, type, window);
        }
        for (String type : Measure.DATES.keySet()) {
            if (seen.containsKey(type) && unread.isEmpty()) {
                extra(type);
            }
        }
    }

    /** Net amounts of the system's invoices, by its own ids. */
    Map<String, Measure> invoices() {
        return invoices;
    }

    /** False when part of the inventory could not be read: absence then proves nothing. */
    boolean complete() {
        return unread.isEmpty();
    }

    /** Records of a canonical type beyond the first that carry the same number or name. */
    long duplicates(String type) {
        return names.getOrDefault(type, Map.of()).values().stream()
                .mapToLong(ids -> ids.size() - 1L)
                .sum();
    }

    private void read(Inventory inventory, ObjectType type, Inventory.Window window) throws SQLException {
        Optional<Cursor> cursor = Optional.empty();
        boolean more = true;
        while (more) {
            switch (inventory.records(type, window, cursor, PAGE)) {
                case ReadResult.Page(var changes, var next, var goesOn, var _) -> {
                    page(changes);
                    // A cursor that stands still would never end.
                    more = goesOn && !cursor.equals(Optional.of(next));
                    cursor = Optional.of(next);
                }
                case ReadResult.Expired(var reason, var _) -> more = unread(type, reason);
                case ReadResult.Failed(var trouble) -> more = unread(type, trouble.says());
            }
        }
    }

    private boolean unread(ObjectType type, String why) {
        unread.add(type.value());
        findings.differ(
                "unread",
                "missing",
                system + " " + type,
                "",
                "",
                BigDecimal.ZERO,
                "",
                Optional.of("could not be read: " + why));
        return false;
    }

    private void page(List<Change> changes) throws SQLException {
        Map<String, List<Meaning>> byType = new HashMap<>();
        for (Change change : changes) {
            for (RawReader.Read read : reader.toCanonical(tenant, system, change)) {
                switch (read) {
                    case RawReader.Read.Meant meant ->
                        byType.computeIfAbsent(meant.type(), _ -> new ArrayList<>())
                                .add(new Meaning(change, meant));
                    case RawReader.Read.Ignored _, RawReader.Read.Refused _ -> {
                        // Counted by the fates of captured changes; a refused one is an exception there.
                    }
                }
            }
        }
        for (var entry : byType.entrySet()) {
            compare(entry.getKey(), entry.getValue());
        }
    }

    private void compare(String type, List<Meaning> meanings) throws SQLException {
        name(type, meanings);
        if (!Measure.DATES.containsKey(type)) {
            return;
        }
        Map<String, HubSide.Known> known = hub.bodies(
                system.value(),
                type,
                meanings.stream().map(m -> m.meant().externalId()).toList());
        List<Meaning> differing = new ArrayList<>();
        for (Meaning meaning : meanings) {
            String id = meaning.meant().externalId();
            if (!seen.computeIfAbsent(type, _ -> new HashSet<>()).add(id)) {
                continue;
            }
            Optional<Measure> here = Optional.ofNullable(known.get(id)).flatMap(k -> Measure.of(type, k.body()));
            Optional<Measure> there = Measure.of(type, meaning.meant().attributes());
            there.ifPresent(m -> findings.count(role, system.value(), m));
            here.ifPresent(m -> findings.count("hub", system.value(), m));
            if (type.equals("Invoice")) {
                there.ifPresent(m -> invoices.put(id, m));
            }
            if (there.isPresent() != here.isPresent()
                    || there.isPresent() && !there.get().same(here.orElseThrow())) {
                differing.add(meaning);
            }
        }
        explain(type, differing, known);
    }

    private void explain(String type, List<Meaning> differing, Map<String, HubSide.Known> known) throws SQLException {
        Map<String, List<Meaning>> byObject = new HashMap<>();
        differing.forEach(m -> byObject.computeIfAbsent(m.change().objectType().value(), _ -> new ArrayList<>())
                .add(m));
        for (var entry : byObject.entrySet()) {
            Map<String, String> why = hub.why(
                    system.value(),
                    entry.getKey(),
                    entry.getValue().stream()
                            .map(m -> m.change().externalId().value())
                            .toList());
            entry.getValue()
                    .forEach(m -> differ(
                            type, m, Optional.ofNullable(known.get(m.meant().externalId())), why));
        }
    }

    private void differ(String type, Meaning meaning, Optional<HubSide.Known> known, Map<String, String> why) {
        Optional<Measure> there = Measure.of(type, meaning.meant().attributes());
        Optional<Measure> here = known.flatMap(k -> Measure.of(type, k.body()));
        Measure any = there.or(() -> here).orElseThrow();
        BigDecimal left = there.map(Measure::value).orElse(BigDecimal.ZERO);
        BigDecimal right = here.map(Measure::value).orElse(BigDecimal.ZERO);
        String kind = known.isEmpty()
                ? "missing"
                : here.isEmpty() || there.isEmpty() ? "status" : type.equals("TimeEntry") ? "quantity" : "amount";
        String external = meaning.change().externalId().value();
        findings.differ(
                any.what(),
                kind,
                system + " " + meaning.change().objectType() + " " + external,
                there.map(Measure::says).orElse("does not count"),
                known.isEmpty() ? "not in the hub" : here.map(Measure::says).orElse("does not count"),
                left.subtract(right),
                any.currency(),
                Optional.ofNullable(why.get(external)));
    }

    /** What the hub holds as living in the system, and the system did not show. */
    private void extra(String type) throws SQLException {
        Set<String> there = seen.getOrDefault(type, Set.of());
        hub.linked(system.value(), type, (id, body) -> {
            if (!there.contains(id) && hub.inWindow(type, body)) {
                Measure.of(type, body).ifPresent(m -> {
                    findings.count("hub", system.value(), m);
                    findings.differ(
                            m.what(),
                            "extra",
                            system + " " + type + " " + id,
                            "not in " + system,
                            m.says(),
                            m.value().negate(),
                            m.currency(),
                            Optional.empty());
                });
            }
        });
    }

    /** Alike by number or code where there is one, else by name within the same customer. */
    private void name(String type, List<Meaning> meanings) {
        for (Meaning meaning : meanings) {
            Map<String, Object> body = meaning.meant().attributes();
            String number = Measure.text(body, type.equals("Project") ? "code" : "number");
            String name =
                    Measure.text(body, "name").strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
            String key = number.isBlank()
                    ? name + "|" + Measure.text(body, "customer") + "|" + Measure.text(body, "contract")
                    : "#" + number;
            if (!number.isBlank() || !name.isBlank()) {
                names.computeIfAbsent(type, _ -> new HashMap<>())
                        .computeIfAbsent(key, _ -> new HashSet<>())
                        .add(meaning.meant().externalId());
            }
        }
    }
}
