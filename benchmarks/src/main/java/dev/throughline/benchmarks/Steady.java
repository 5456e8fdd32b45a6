package dev.throughline.benchmarks;

import dev.throughline.hub.translate.Identity;
import dev.throughline.model.CanonicalType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Changes at a steady pace, and how long each takes: a time entry until the ledger has it, a won deal until delivery was told to make the project. */
final class Steady {
    private static final int DEALS_PER_SECOND = 4;
    private static final Duration LOOK = Duration.ofMillis(3);

    private final Rig rig;
    private final Carry carry;
    private final List<String> projects;
    private int deals;

    Steady(Rig rig, Carry carry, List<String> projects) {
        this(rig, carry, projects, Firm.PROJECTS);
    }

    /** @param firstDeal number of the first deal that nobody won yet */
    Steady(Rig rig, Carry carry, List<String> projects, int firstDeal) {
        this.deals = firstDeal;
        this.rig = rig;
        this.carry = carry;
        this.projects = projects;
    }

    /** @param acknowledged until the call at the door returned */
    record Result(int perSecond, Percentiles acknowledged, Percentiles toLedger, Percentiles toTarget) {}

    /** Latencies count from the moment at which a change was due, so that a stall is not hidden by the sender waiting too. */
    Result run(int perSecond, Duration time) {
        int count = (int) (perSecond * time.toSeconds());
        int first = carry.take(count);
        Map<String, Long> due = new ConcurrentHashMap<>();
        Map<String, Long> dueDeals = new ConcurrentHashMap<>();
        List<Duration> acknowledged = java.util.Collections.synchronizedList(new ArrayList<>());
        Map<String, Long> arrived = new HashMap<>();
        LedgerWatch watch = new LedgerWatch(rig.books);
        long begun = System.nanoTime() + 100_000_000L;
        try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
            senders.submit(() -> pace(senders, perSecond, first, count, begun, due, acknowledged));
            senders.submit(() -> paceDeals(senders, time, begun, dueDeals));
            long end = begun + time.plusSeconds(30).toNanos();
            while (arrived.size() < count && System.nanoTime() < end) {
                watch.look(due.keySet(), arrived);
                Clock.pause(LOOK);
            }
        }
        rig.await("the deals to become projects", Duration.ofSeconds(60), () -> rig.books.nothingOpen());
        return new Result(
                perSecond,
                Percentiles.of(acknowledged),
                Percentiles.of(between(due, arrived)),
                Percentiles.of(between(dueDeals, told())));
    }

    private void pace(
            ExecutorService senders,
            int perSecond,
            int first,
            int count,
            long begun,
            Map<String, Long> due,
            List<Duration> acknowledged) {
        for (int i = 0; i < count; i++) {
            int n = first + i;
            long at = begun + i * 1_000_000_000L / perSecond;
            Clock.until(at);
            due.put(Identity.of(Rig.TENANT, CanonicalType.TIME_ENTRY, Rig.PSA.value(), Firm.entryId(n)), at);
            senders.submit(() -> {
                rig.say(Rig.PSA, List.of(Firm.timeEntry(n, projects)));
                acknowledged.add(Clock.since(at));
            });
        }
    }

    private void paceDeals(ExecutorService senders, Duration time, long begun, Map<String, Long> due) {
        for (int i = 0; i < DEALS_PER_SECOND * time.toSeconds(); i++) {
            int n = deals++;
            long at = begun + i * 1_000_000_000L / DEALS_PER_SECOND;
            Clock.until(at);
            due.put(Firm.dealName(n), at);
            senders.submit(() -> rig.say(Rig.CRM, List.of(Firm.wonDeal(n))));
        }
    }

    private Map<String, Long> told() {
        Map<String, Long> told = new HashMap<>();
        rig.psa()
                .held(BenchConnector.PROJECT)
                .forEach(h -> told.put(h.body().path("title").asString(), h.nanos()));
        return told;
    }

    private static List<Duration> between(Map<String, Long> from, Map<String, Long> to) {
        List<Duration> times = new ArrayList<>();
        from.forEach((key, begun) -> {
            Long end = to.get(key);
            if (end == null) {
                throw new IllegalStateException(key + " did not arrive in time");
            }
            times.add(Duration.ofNanos(end - begun));
        });
        return times;
    }

    /**
     * Sees postings as they become visible. Their numbers do so out of order, hence the look back: further than two batches of this pace, and so short that looking does not
     * itself load what is measured.
     */
    private static final class LedgerWatch {
        private static final int LOOK_BACK = 200;

        private final Books books;
        private long last;

        LedgerWatch(Books books) {
            this.books = books;
            last = books.query("SELECT coalesce(max(id), 0) FROM ledger_posting", r -> r.getLong(1))
                    .getFirst();
        }

        /** @param sent what is waited for; a look back also shows what earlier runs posted */
        void look(Set<String> sent, Map<String, Long> arrived) {
            List<Map.Entry<Long, String>> seen = books.query(
                    "SELECT id, source FROM ledger_posting WHERE id > %d".formatted(last - LOOK_BACK),
                    r -> Map.entry(r.getLong(1), r.getString(2)));
            long now = System.nanoTime();
            for (var posting : seen) {
                if (sent.contains(posting.getValue())) {
                    arrived.putIfAbsent(posting.getValue(), now);
                }
                last = Math.max(last, posting.getKey());
            }
        }
    }
}
