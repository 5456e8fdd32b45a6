package dev.throughline.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The whole road under load, with a table of what it did and, beside it, what the machine's PostgreSQL does alone. */
@Command(
        name = "bench",
        description = "Measure the hub on this machine: intake, the road to the ERP, latency, memory, start-up.",
        mixinStandardHelpOptions = true)
public final class EndToEnd implements Callable<Integer> {
    @Option(names = "--entries", defaultValue = "20000", description = "time entries of each measured run")
    private int entries;

    @Option(
            names = "--stored",
            defaultValue = "200000",
            description = "entries that lie there already in the second run; 0 leaves it out")
    private int stored;

    @Option(names = "--seconds", defaultValue = "10", description = "how long each timed part lasts")
    private int seconds;

    @Option(
            names = "--wait",
            defaultValue = "300",
            description = "seconds after which a run that does not end is given up")
    private int wait;

    @Option(names = "--rate", defaultValue = "200", description = "changes a second when latency is measured")
    private int rate;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures for machines")
    private @Nullable Path json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where the database lies; a temporary folder when absent")
    private @Nullable Path data;

    @Option(names = "--only-carry", description = "leave out HTTP and latency")
    private boolean onlyCarry;

    private final Table table = new Table();

    public static void main(String[] args) {
        System.exit(new CommandLine(new EndToEnd()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = data == null ? Files.createTempDirectory("throughline-bench") : data;
        try (Rig rig = Rig.start(folder)) {
            measure(rig);
        } finally {
            if (data == null) {
                delete(folder);
            }
        }
        if (json != null) {
            table.write(json);
        }
        return 0;
    }

    private void measure(Rig rig) {
        machine(rig, "before");
        table.head("Start-up");
        table.row("databaseStart", "embedded PostgreSQL, first start of an empty folder", rig.databaseStart);
        table.row("nodeStart", "hub and server, until the first request is answered", rig.nodeStart);
        long begun = System.nanoTime();
        List<String> projects = rig.projects();
        table.row("firm", "%d won deals to projects in CRM, PSA and ERP".formatted(Firm.PROJECTS), Clock.since(begun));

        var carry = new Carry(rig, projects, Duration.ofSeconds(wait));
        carry.run(Math.min(entries, 5_000));
        carried("fresh", "on a small database", carry.run(entries), rig);
        if (!onlyCarry) {
            door(rig, carry, projects);
            steady(new Steady(rig, carry, projects).run(rate, Duration.ofSeconds(seconds)));
            carry.bill();
        }
        if (stored > 0) {
            fill(rig, carry);
            carried("after", "after %,d stored entries".formatted(carry.take(0)), carry.run(entries), rig);
            if (!onlyCarry) {
                Steady.Result after = new Steady(rig, carry, projects, 100_000).run(rate, Duration.ofSeconds(seconds));
                carry.bill();
                table.row(
                        "afterLedgerP50",
                        "entry to ledger, p50",
                        after.toLedger().p50());
                table.row(
                        "afterLedgerP99",
                        "entry to ledger, p99",
                        after.toLedger().p99());
            }
        }
        machine(rig, "after");
        memory(rig);
    }

    private void fill(Rig rig, Carry carry) {
        int there = carry.take(0);
        int more = stored - there;
        if (more > 0) {
            long begun = System.nanoTime();
            Stored.grow(rig.database.source(), there, more);
            carry.take(more);
            table.head("Entries that lie there already");
            table.row("grown", "%,d copied from those that were carried".formatted(more), Clock.since(begun));
        }
    }

    private void machine(Rig rig, String when) {
        table.head("The machine's own PostgreSQL, " + when);
        Machine.Rates rates = Machine.measure(rig.database.source(), Duration.ofSeconds(2));
        table.row(when + "Commits", "single-row commits, one connection", rates.commitsPerSecond(), "/s");
        table.row(when + "CommitP50", "one commit, p50", rates.commitMedian());
        table.row(when + "CommitP99", "one commit, p99", rates.commitP99());
        table.row(when + "Copy", "rows of 400 bytes by COPY", rates.rows(), "/s");
    }

    private void carried(String key, String when, Carry.Result result, Rig rig) {
        table.head("%,d approved entries and %,d repeats, %s".formatted(result.entries(), result.repeats(), when));
        table.row(
                key + "Stored",
                "changes accepted and durable, in process, 500 at once",
                result.storedPerSecond(),
                "/s");
        table.row(key + "Ledger", "entries from the door to the ledger", result.ledgerPerSecond(), "/s");
        table.row(key + "EndToEnd", "entries from the door to invoices in NetSuite", result.endToEndPerSecond(), "/s");
        table.row(
                key + "Billing",
                "of that, the billing run and its invoices",
                result.invoiced().minus(result.ledger()));
        table.row(key + "Processor", "processor time of it, database and simulator too", result.processor());
        table.row(
                key + "OfTwo",
                "entries by that on two idle processors (an estimate)",
                result.perSecondOfTwoProcessors(),
                "/s");
        table.row(key + "Invoices", "invoices that NetSuite holds by now", rig.invoicesInErp(), "");
    }

    private void door(Rig rig, Carry carry, List<String> projects) {
        table.head("Over HTTP, accepted and durable while the hub goes on working");
        var door = new Door(rig, carry, projects);
        Duration time = Duration.ofSeconds(seconds);
        door.run(8, 1, 2_000, time);
        Door.Result alone = door.run(1, 1, 5_000, time);
        table.row("httpAlone", "one at a time, 1 client", alone.perSecond(), "/s");
        table.row("httpAloneP50", "  acknowledged, p50", alone.answered().p50());
        table.row("httpAloneP99", "  acknowledged, p99", alone.answered().p99());
        Door.Result many = door.run(16, 1, 20_000, time);
        table.row("httpMany", "one at a time, 16 clients", many.perSecond(), "/s");
        table.row("httpManyP50", "  acknowledged, p50", many.answered().p50());
        table.row("httpManyP99", "  acknowledged, p99", many.answered().p99());
        Door.Result batches = door.run(4, 200, 100, time);
        table.row("httpBatches", "in batches of 200, 4 clients", batches.perSecond(), "/s");
        table.row("httpBatchesP50", "  acknowledged, p50", batches.answered().p50());
        table.row("httpBatchesP99", "  acknowledged, p99", batches.answered().p99());
        door.close();
        carry.bill();
    }

    private void steady(Steady.Result result) {
        table.head("At %d entries a second, and 4 won deals".formatted(result.perSecond()));
        table.row(
                "acknowledgedP50",
                "entry acknowledged, p50",
                result.acknowledged().p50());
        table.row(
                "acknowledgedP99",
                "entry acknowledged, p99",
                result.acknowledged().p99());
        table.row("ledgerP50", "entry to ledger, p50", result.toLedger().p50());
        table.row("ledgerP99", "entry to ledger, p99", result.toLedger().p99());
        table.row(
                "targetP50",
                "won deal to project in delivery, p50",
                result.toTarget().p50());
        table.row(
                "targetP99",
                "won deal to project in delivery, p99",
                result.toTarget().p99());
    }

    private void memory(Rig rig) {
        table.head("Memory and disk");
        Runtime runtime = Runtime.getRuntime();
        table.row("heapMax", "heap at most, hub and simulators together", runtime.maxMemory() >> 20, "MB");
        System.gc();
        table.row(
                "heapUsed",
                "heap in use at the end, after a collection",
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                "MB");
        Used.peakResident()
                .ifPresent(mb -> table.row("resident", "resident at most, hub and simulators together", mb, "MB"));
        table.row("database", "database on disk", rig.books.bytes() >> 20, "MB");
    }

    static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
