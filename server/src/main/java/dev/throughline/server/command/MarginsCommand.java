package dev.throughline.server.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code margins}: what projects were sold for, are planned to bring and have brought. */
@Command(
        name = "margins",
        description =
                "Show sold, planned and realised margin of the projects that run, or of one. What is missing is named.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline margins",
            "  THROUGHLINE_KEY=tl_… ./throughline margins --project prj_… --report",
            "",
            "Exit code: 0 all known, 1 something is missing, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class MarginsCommand implements Callable<Integer> {
    private static final String LINE = "%-34.34s %-3s %-8s %16s %16s %16s %7s%n";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Option(names = "--project", paramLabel = "ID", description = "canonical id of one project, whatever its status")
    private @Nullable String project;

    @Option(names = "--report", description = "have delivery and sales told what is known and has changed")
    private boolean report;

    @Override
    public Integer call() {
        JsonNode told = hub.get("/margins" + (project == null ? "" : "?project=" + HubClient.word(project)));
        var out = spec.commandLine().getOut();
        int missing = missing(told);
        if (hub.json()) {
            out.println(HubClient.pretty(told));
        } else {
            table(told, out);
        }
        if (report) {
            JsonNode reported = hub.post("/margins/report", project == null ? Map.of() : Map.of("project", project));
            if (!hub.json()) {
                out.println("Margins of %s project(s) were given to delivery and sales."
                        .formatted(reported.path("projects").asString()));
            }
        }
        out.flush();
        return missing == 0 ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }

    private static int missing(JsonNode told) {
        int missing = 0;
        for (JsonNode margin : told.path("margins")) {
            for (String which : new String[] {"sold", "planned", "realised"}) {
                missing += margin.path(which).path("lacks").size();
            }
        }
        return missing;
    }

    private static void table(JsonNode told, PrintWriter out) {
        out.printf(LINE, "project", "", "", "revenue", "cost", "margin", "%");
        for (JsonNode margin : told.path("margins")) {
            row(margin, "sold", out);
            row(margin, "planned", out);
            row(margin, "realised", out);
        }
        if (told.path("margins").isEmpty()) {
            out.println("No project runs.");
        }
    }

    private static void row(JsonNode margin, String which, PrintWriter out) {
        JsonNode shown = margin.path(which);
        boolean first = which.equals("sold");
        out.printf(
                LINE,
                first ? margin.path("name").asString() : "",
                first ? margin.path("currency").asString() : "",
                which,
                shown.path("revenue").asString("-"),
                shown.path("cost").asString("-"),
                shown.path("margin").asString("-"),
                shown.path("percent").asString("-"));
        shown.path("lacks")
                .forEach(lack -> out.println("    missing: %s (%s)"
                        .formatted(
                                lack.path("says").asString(), lack.path("code").asString())));
    }
}
