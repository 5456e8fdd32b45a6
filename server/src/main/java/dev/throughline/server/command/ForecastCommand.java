package dev.throughline.server.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code forecast}: pipeline, backlog and staffing by month, for planning. */
@Command(
        name = "forecast",
        description = "Show pipeline, backlog and staffing by month. What is missing is named.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline forecast --months 6",
            "  THROUGHLINE_KEY=tl_… ./throughline forecast --months 12 --csv > forecast.csv",
            "",
            "Exit code: 0 all known, 1 something is missing, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class ForecastCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Option(names = "--months", defaultValue = "6", description = "how many, this one first; 6 when absent")
    private int months;

    @Option(
            names = "--csv",
            description = "one line for each figure: kind, month, entity, role, currency, figure, value")
    private boolean csv;

    @Override
    public Integer call() {
        if (csv && hub.json()) {
            throw new ParameterException(spec.commandLine(), "Give --csv or --json, not both");
        }
        JsonNode told = hub.get("/forecast?months=" + months);
        var out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(HubClient.pretty(told));
        } else if (csv) {
            csv(told, out);
        } else {
            table(told, out);
        }
        out.flush();
        return told.path("lacks").isEmpty() ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }

    private static void csv(JsonNode told, PrintWriter out) {
        out.println("kind,month,entity,role,currency,figure,value");
        told.path("pipeline").forEach(line -> cells(out, "pipeline", line, List.of("amount", "weighted")));
        told.path("backlog").forEach(line -> cells(out, "backlog", line, List.of("amount")));
        told.path("staffing")
                .forEach(line -> cells(out, "staffing", line, List.of("firm", "tentative", "open", "capacity")));
    }

    private static void cells(PrintWriter out, String kind, JsonNode line, List<String> figures) {
        figures.forEach(figure -> out.println(String.join(
                ",",
                kind,
                text(line, "month"),
                cell(text(line, "entity")),
                cell(text(line, "role")),
                text(line, "currency"),
                figure,
                text(line, figure))));
    }

    /** Quoted where it must be; what a spreadsheet would take for a formula is kept from being one. */
    private static String cell(String text) {
        String safe =
                !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && text.length() > 1 ? "'" + text : text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }

    private static void table(JsonNode told, PrintWriter out) {
        out.printf("%-8s %-34s %-4s %16s %16s%n", "pipeline", "entity", "", "if won", "weighted");
        told.path("pipeline")
                .forEach(line -> out.printf(
                        "%-8s %-34s %-4s %16s %16s%n",
                        text(line, "month"),
                        text(line, "entity"),
                        text(line, "currency"),
                        text(line, "amount"),
                        text(line, "weighted")));
        out.printf("%n%-8s %-34s %-4s %16s%n", "backlog", "entity", "", "not billed");
        told.path("backlog")
                .forEach(line -> out.printf(
                        "%-8s %-34s %-4s %16s%n",
                        text(line, "month"), text(line, "entity"), text(line, "currency"), text(line, "amount")));
        out.printf("%n%-8s %-24s %10s %10s %10s %10s%n", "staffing", "role", "firm", "tentative", "open", "capacity");
        told.path("staffing")
                .forEach(line -> out.printf(
                        "%-8s %-24s %10s %10s %10s %10s%n",
                        text(line, "month"),
                        text(line, "role"),
                        text(line, "firm"),
                        text(line, "tentative"),
                        text(line, "open"),
                        text(line, "capacity")));
        told.path("lacks")
                .forEach(lack -> out.println("missing: %s (%s)".formatted(text(lack, "says"), text(lack, "code"))));
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
