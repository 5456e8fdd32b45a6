package dev.throughline.benchmarks;

import dev.throughline.hub.whatif.WhatIf;
import dev.throughline.hub.whatif.WhatIf.Change;
import dev.throughline.hub.whatif.WhatIf.Question;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long it takes to say what a month would have been under another mapping, over so many captured changes. */
@Command(
        name = "what-if",
        description = "Measure a what-if over many captured changes.",
        mixinStandardHelpOptions = true)
public final class WhatIfBench implements Callable<Integer> {
    private static final int CARRIED = 5_000;

    @Option(names = "--changes", defaultValue = "1000000", description = "captured changes that are replayed")
    private int changes;

    @Option(names = "--wait", defaultValue = "7200", description = "seconds after which it is given up")
    private int wait;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures for machines")
    private @Nullable Path json;

    private final Table table = new Table();

    public static void main(String[] args) {
        System.exit(new CommandLine(new WhatIfBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("throughline-bench");
        try (Rig rig = Rig.start(folder)) {
            measure(rig);
        } finally {
            EndToEnd.delete(folder);
        }
        if (json != null) {
            table.write(json);
        }
        return 0;
    }

    private void measure(Rig rig) {
        Duration most = Duration.ofSeconds(wait);
        List<String> projects = rig.projects();
        var carry = new Carry(rig, projects, most);
        carry.run(Math.min(changes, CARRIED));
        int more = changes - carry.take(0);
        if (more > 0) {
            Stored.grow(rig.database.source(), carry.take(0), more);
            carry.take(more);
        }
        int entries = carry.take(0);
        table.head("What if, over %,d captured time entries".formatted(entries));
        Duration used = rig.processor();
        long begun = System.nanoTime();
        WhatIf.Report report = asked(rig, most);
        Duration took = Clock.since(begun);
        table.row("changes", "captured changes replayed, on each of two sides", report.changes(), "");
        table.row("took", "until the answer", took);
        table.row(
                "perSecond",
                "changes a second, each translated, decided and billed twice",
                Clock.perSecond((int) report.changes(), took),
                "/s");
        table.row(
                "processor",
                "processor time of it, database too",
                rig.processor().minus(used));
        table.row("differing", "lines that would be billed differently", report.differing(), "");
        table.row("asToday", "lines that the replay brings to what the ledger holds", report.asToday(), "");
        table.row("heapMax", "heap at most", Runtime.getRuntime().maxMemory() >> 20, "MB");
        Used.peakResident()
                .ifPresent(mb -> table.row("resident", "resident at most, hub and simulators together", mb, "MB"));
        judge(report, entries);
    }

    /** A fast answer that is wrong is none. */
    private static void judge(WhatIf.Report report, int entries) {
        if (report.differing() != entries || report.asToday() != entries || report.notAsToday() != 0) {
            throw new IllegalStateException("of %d entries %d differ, %d are as today and %d are not"
                    .formatted(entries, report.differing(), report.asToday(), report.notAsToday()));
        }
    }

    private static WhatIf.Report asked(Rig rig, Duration most) {
        var change = new Change(Optional.empty(), Optional.empty(), Map.of("time-entry.yaml", mapping()));
        String id = rig.hub()
                .whatIf()
                .begin(Rig.TENANT, new Question(Firm.THROUGH.minusDays(40), Firm.THROUGH, change), "bench");
        rig.await("the answer", most, () -> !job(rig, id).state().equals("running"));
        WhatIf.Job job = job(rig, id);
        return job.report()
                .orElseThrow(() -> new IllegalStateException(job.error().orElse("no answer")));
    }

    private static WhatIf.Job job(Rig rig, String id) {
        return rig.hub().whatIf().job(Rig.TENANT, id).orElseThrow();
    }

    /** Every entry of an hour and a half becomes one of two: what must come out is plain arithmetic. */
    private static String mapping() {
        try (var in = WhatIfBench.class.getResourceAsStream("/mappings/bench/time-entry.yaml")) {
            String present = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return present.replace("version: 1", "version: 2").replace("$hours(time_in_minutes)", "'\"2\"'");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
