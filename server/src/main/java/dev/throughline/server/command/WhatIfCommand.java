package dev.throughline.server.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code what-if}: what a past period would have been billed under another mapping or other policies. */
@Command(
        name = "what-if",
        description =
                "Replay what was captured through a changed mapping or changed policies, and show line by line what would be billed differently. Touches no system and changes nothing.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline what-if --from 2026-09-01 --to 2026-09-30 --policy policy.yaml",
            "  THROUGHLINE_KEY=tl_… ./throughline what-if --mapping time-entry.yaml --html september.html",
            "  THROUGHLINE_KEY=tl_… ./throughline what-if --workspace next/ --csv > lines.csv",
            "",
            "With nothing changed it replays the period against itself, which shows that a replay gives what it gave.",
            "",
            "Exit code: 0 nothing differs, 1 something does, 2 usage or a change that cannot be, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class WhatIfCommand implements Callable<Integer> {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int BAR = 30;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Option(
            names = "--from",
            paramLabel = "DATE",
            description = "first day of work; the first of last month when absent")
    private @Nullable LocalDate from;

    @Option(
            names = "--to",
            paramLabel = "DATE",
            description = "last day of work; the end of the month of --from when absent")
    private @Nullable LocalDate to;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description =
                    "a mapping or lookup that replaces the one in force, or comes to it; may be given several times")
    private List<Path> mappings = List.of();

    @Option(
            names = "--workspace",
            paramLabel = "DIR",
            description = "another workspace: its policies, ownership and mappings; its systems are not looked at")
    private @Nullable Path workspace;

    @Option(names = "--policy", paramLabel = "FILE", description = "YAML of policies, laid over those in force")
    private @Nullable Path policy;

    @Option(names = "--csv", description = "write the lines as CSV")
    private boolean csv;

    @Option(names = "--html", paramLabel = "FILE", description = "write a page with a picture, too")
    private @Nullable Path html;

    @Override
    public Integer call() {
        JsonNode report = finished(hub.post("/what-if", question()));
        PrintWriter out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(HubClient.pretty(report));
        } else if (csv) {
            WhatIfWords.csv(report, out);
        } else {
            WhatIfWords.table(report, out);
        }
        if (html != null) {
            write(html, WhatIfPage.of(report));
            spec.commandLine().getErr().println("The page is in " + html);
        }
        out.flush();
        return report.path("differing").asLong() == 0 ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }

    private Map<String, Object> question() {
        LocalDate first = from != null
                ? from
                : InstantSource.system()
                        .instant()
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .minusMonths(1)
                        .withDayOfMonth(1);
        LocalDate last = to != null ? to : first.withDayOfMonth(first.lengthOfMonth());
        var question = new LinkedHashMap<String, Object>();
        question.put("from", first.toString());
        question.put("to", last.toString());
        var files = new LinkedHashMap<String, String>();
        if (workspace != null) {
            question.put("workspace", text(workspace));
            own(workspace, files);
        }
        mappings.forEach(file -> files.put(file.getFileName().toString(), read(file)));
        if (policy != null) {
            question.put("policies", read(policy));
        }
        if (!files.isEmpty()) {
            question.put("mappings", files);
        }
        return question;
    }

    /** The mapping files that the workspace names: those of its folder {@code mappings}, unless its file says otherwise. */
    private static void own(Path workspace, Map<String, String> files) {
        Path folder = MappingFolder.of(workspace);
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder, 4)) {
            paths.filter(p -> p.toString().endsWith(".yaml") || p.toString().endsWith(".yml"))
                    .sorted()
                    .forEach(p -> files.put(folder.relativize(p).toString(), read(p)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode finished(JsonNode begun) {
        String id = begun.path("id").asString("");
        JsonNode job = begun;
        while (job.path("state").asString("").equals("running")) {
            bar(job);
            LockSupport.parkNanos(LOOK_NANOS);
            job = hub.get("/what-if/" + HubClient.word(id));
        }
        wipe();
        if (!job.path("state").asString("").equals("done")) {
            throw new ClientTrouble(
                    ExitCodes.USAGE, "The replay failed: " + job.path("error").asString("unknown"));
        }
        return job.path("report");
    }

    private void bar(JsonNode job) {
        PrintWriter err = spec.commandLine().getErr();
        long total = Math.max(1, job.path("total").asLong());
        int share = (int) (BAR * Math.min(total, job.path("done").asLong()) / total);
        err.print("\r[%s%s] %3d %% %s"
                .formatted(
                        "#".repeat(share),
                        ".".repeat(BAR - share),
                        100 * share / BAR,
                        job.path("doing").asString("")));
        err.flush();
    }

    private void wipe() {
        PrintWriter err = spec.commandLine().getErr();
        err.print("\r" + " ".repeat(100) + "\r");
        err.flush();
    }

    private static String text(Path workspace) {
        try {
            return WorkspaceText.of(workspace);
        } catch (UncheckedIOException unreadable) {
            throw new ClientTrouble(
                    ExitCodes.USAGE, "The workspace %s cannot be read. Name a folder that is one".formatted(workspace));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new ClientTrouble(ExitCodes.USAGE, "%s cannot be read. Name a file that is there".formatted(file));
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new ClientTrouble(ExitCodes.USAGE, "%s cannot be written".formatted(file));
        }
    }
}
