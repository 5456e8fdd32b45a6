package dev.throughline.server.command;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code reconcile}: compares source, hub and target now. */
@Command(
        name = "reconcile",
        description = "Compare what the systems hold with what the hub holds, now. Reads only.",
        footer = {
            "",
            "Example:",
            "  THROUGHLINE_KEY=tl_… ./throughline reconcile --from 2026-03-01 --to 2026-03-31",
            "",
            "Exit code: 0 nothing unexplained, 1 differences that nobody can explain, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class ReconcileCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Option(names = "--from", paramLabel = "DATE", description = "first business date; from the beginning when absent")
    private @Nullable LocalDate from;

    @Option(names = "--to", paramLabel = "DATE", description = "last business date; to the end when absent")
    private @Nullable LocalDate to;

    @Override
    public Integer call() {
        var window = new LinkedHashMap<String, Object>();
        if (from != null) {
            window.put("from", from.toString());
        }
        if (to != null) {
            window.put("to", to.toString());
        }
        JsonNode report = hub.post("/reconciliation/runs", window);
        var out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(HubClient.pretty(report));
        } else {
            for (JsonNode line : report.path("compared")) {
                out.println("%-10s %-8s %-20s %-4s %8s  %s"
                        .formatted(
                                line.path("what").asString(),
                                line.path("side").asString(),
                                line.path("system").asString(),
                                line.path("currency").asString(),
                                line.path("count").asString(),
                                line.path("sum").asString()));
            }
            for (JsonNode difference : report.path("differences")) {
                out.println("%s %s %s: %s | %s  %s"
                        .formatted(
                                difference.path("what").asString(),
                                difference.path("kind").asString(),
                                difference.path("record").asString(),
                                difference.path("left").asString(),
                                difference.path("right").asString(),
                                difference.path("explanation").asString("UNEXPLAINED")));
            }
            out.println("%d differences, %s unexplained"
                    .formatted(
                            report.path("differences").size(),
                            report.path("unexplained").asString()));
        }
        out.flush();
        return report.path("unexplained").asLong() == 0 ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }
}
