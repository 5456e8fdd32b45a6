package dev.throughline.server.testing;

import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A desk in memory: versions count up with every action, as in the real one. */
public final class FakeDesk implements Exceptions {
    /** What a vendor may have written into a name. */
    public static final String HOSTILE = "<script>alert('x')</script> & \"Alder\"";

    private final Map<Long, Item> items = new TreeMap<>(Comparator.reverseOrder());
    public final List<Map<String, Object>> corrections = new ArrayList<>();

    public FakeDesk() {
        for (long id = 1; id <= 60; id++) {
            put(id, 1, "open", null, null, id % 3 == 0 ? "CUSTOMER_INCOMPLETE" : "LOOKUP_MISSING");
        }
    }

    private void put(
            long id, long version, String state, @Nullable String assignee, @Nullable String why, String code) {
        items.put(
                id,
                new Item(
                        id,
                        code,
                        "quotetoproject",
                        "SALES_OPS",
                        "error",
                        id == 1 || id == 60 ? HOSTILE : "Opportunity 006-" + id,
                        "the stage 'Dreaming' is not in the lookup salesforce.stage",
                        "Add the row to the lookup salesforce.stage, then replay",
                        Optional.of(new BigDecimal("12000.50")),
                        Optional.of("EUR"),
                        Instant.parse("2026-03-02T08:00:00Z"),
                        Instant.parse("2026-03-02T09:30:00Z"),
                        3,
                        Optional.ofNullable(assignee),
                        state,
                        Optional.ofNullable(why).map(_ -> "user:admin"),
                        Optional.ofNullable(why),
                        "translate",
                        "3:" + id,
                        "corr-" + id,
                        version));
    }

    @Override
    public synchronized Page list(TenantId tenant, Filter filter, Optional<Long> before, int limit) {
        List<Item> found = items.values().stream()
                .filter(i -> i.state().equals(filter.state().orElse("open")))
                .filter(i -> filter.code().map(i.code()::equals).orElse(true))
                .filter(i -> filter.search().map(i.subject()::contains).orElse(true))
                .filter(i -> before.map(b -> i.id() < b).orElse(true))
                .limit(limit)
                .toList();
        return new Page(
                found,
                found.size() < limit
                        ? Optional.empty()
                        : Optional.of(found.getLast().id()));
    }

    @Override
    public synchronized Optional<Item> get(TenantId tenant, long id) {
        return Optional.ofNullable(items.get(id));
    }

    @Override
    public synchronized List<Group> groups(TenantId tenant, Filter filter) {
        var counts = new TreeMap<String, List<Item>>();
        list(tenant, filter, Optional.empty(), 1000)
                .items()
                .forEach(i ->
                        counts.computeIfAbsent(i.code(), _ -> new ArrayList<>()).add(i));
        return counts.entrySet().stream()
                .map(e -> new Group(
                        e.getKey(),
                        "quotetoproject",
                        "SALES_OPS",
                        e.getValue().size(),
                        Map.of(
                                "EUR",
                                new BigDecimal("12000.50")
                                        .multiply(
                                                BigDecimal.valueOf(e.getValue().size()))),
                        Instant.parse("2026-03-02T08:00:00Z"),
                        e.getValue().getFirst().remedy()))
                .toList();
    }

    @Override
    public void retry(TenantId tenant, long id, long version, String by) {
        act(id, version, "open", null, null);
    }

    @Override
    public synchronized int retryAll(TenantId tenant, Filter filter, String by) {
        return list(tenant, filter, Optional.empty(), 1000).items().size();
    }

    @Override
    public void correct(
            TenantId tenant, long id, long version, Map<String, Object> corrections, String by, String reason) {
        this.corrections.add(corrections);
        act(id, version, "open", null, null);
    }

    @Override
    public void skip(TenantId tenant, long id, long version, String by, String reason) {
        act(id, version, "skipped", null, reason);
    }

    @Override
    public void assign(TenantId tenant, long id, long version, String to, String by) {
        act(id, version, "open", to, null);
    }

    private synchronized void act(
            long id, long version, String state, @Nullable String assignee, @Nullable String why) {
        Item item = items.get(id);
        if (item == null || item.version() != version) {
            throw new Stale("exception %d was changed by somebody else".formatted(id));
        }
        put(id, version + 1, state, assignee, why, item.code());
    }
}
