package dev.throughline.benchmarks;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Carries approved time entries from the door to invoices in the ERP, a tenth of them sent twice. */
final class Carry {
    private static final int AT_ONCE = 500;
    private static final int SENDERS = 4;
    private static final int TWICE_EACH = 10;

    private final Rig rig;
    private final List<String> projects;
    private final Duration most;
    private int next;

    /** @param most that any one wait may take */
    Carry(Rig rig, List<String> projects, Duration most) {
        this.rig = rig;
        this.projects = projects;
        this.most = most;
    }

    /**
     * What it took.
     *
     * @param entries  different ones
     * @param repeats  sent once more, and recognised
     * @param stored   until the last was durable
     * @param ledger   until the last was in the ledger
     * @param invoiced until the last was on an invoice that the ERP had confirmed
     * @param processor processor time of hub, simulator and database together
     */
    record Result(int entries, int repeats, Duration stored, Duration ledger, Duration invoiced, Duration processor) {
        long storedPerSecond() {
            return Clock.perSecond(entries + repeats, stored);
        }

        long ledgerPerSecond() {
            return Clock.perSecond(entries, ledger);
        }

        /** What two processors would carry if they had nothing else to do. */
        long perSecondOfTwoProcessors() {
            return 2 * Clock.perSecond(entries, processor);
        }

        long endToEndPerSecond() {
            return Clock.perSecond(entries, invoiced);
        }
    }

    Result run(int entries) {
        Duration used = rig.processor();
        long begun = System.nanoTime();
        int repeats = send(take(entries), entries);
        Duration stored = Clock.since(begun);
        rig.await("entries to reach the ledger", most, rig.books::quiet);
        Duration ledger = Clock.since(begun);
        bill();
        Duration invoiced = Clock.since(begun);
        return new Result(
                entries, repeats, stored, ledger, invoiced, rig.processor().minus(used));
    }

    /** Numbers of entries that nobody sent yet. @return the first */
    int take(int entries) {
        int first = next;
        next += entries;
        return first;
    }

    /** Everything that was ever taken must be billed after a run: not one lost, not one twice. */
    void bill() {
        for (String project : rig.books.projects()) {
            rig.hub()
                    .asks()
                    .ask(
                            Rig.TENANT,
                            new CanonicalEvent.Request.PublishApprovedTimeForBilling(
                                    new Ref<Project>(project), Firm.THROUGH),
                            "bench",
                            "bench");
        }
        BigDecimal all = Firm.HOURS.multiply(BigDecimal.valueOf(next));
        rig.await("every hour to be billed", most, () -> rig.books.nothingOpen() && billed(all));
    }

    private boolean billed(BigDecimal all) {
        var hours = rig.books.hours();
        return hours.getOrDefault("BILLED", BigDecimal.ZERO).compareTo(all) == 0
                && hours.values().stream().filter(h -> h.signum() != 0).count() == 1;
    }

    private int send(int first, int entries) {
        List<Future<Integer>> parts = new ArrayList<>();
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            for (int from = first; from < first + entries; from += AT_ONCE) {
                int begin = from;
                int end = Math.min(first + entries, from + AT_ONCE);
                parts.add(senders.submit(() -> sendPart(begin, end)));
            }
        }
        return parts.stream().mapToInt(Carry::get).sum();
    }

    private int sendPart(int from, int end) {
        List<Change> changes = new ArrayList<>();
        for (int n = from; n < end; n++) {
            changes.add(Firm.timeEntry(n, projects));
            if (n % TWICE_EACH == 0) {
                changes.add(Firm.timeEntry(n, projects));
            }
        }
        return (int) rig.say(Rig.PSA, changes).stream()
                .filter(Capture.Receipt.Repeated.class::isInstance)
                .count();
    }

    static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
