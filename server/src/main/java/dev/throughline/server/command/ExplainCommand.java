package dev.throughline.server.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code explain}: why something costs what it costs, where it stands and what is next. */
@Command(
        name = "explain",
        description =
                "Explain an hour, expense, milestone, instalment, invoice or invoice line by any id of any system.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline explain INV-1042",
            "  THROUGHLINE_KEY=tl_… ./throughline explain INV-1042:2      its second line",
            "  THROUGHLINE_KEY=tl_… ./throughline explain 8812 --json     an hour by the PSA's own id",
            "",
            "Exit code: 0 explained, 1 not found or not certain which, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Parameters(
            paramLabel = "ID",
            description = "canonical id, a system's own id, a command's key, or an invoice number")
    @SuppressWarnings("NullAway.Init")
    private String id;

    @Override
    public Integer call() {
        JsonNode told = hub.get("/explain/" + HubClient.word(id));
        PrintWriter out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(HubClient.pretty(told));
        } else {
            tell(told, out);
        }
        out.flush();
        return ExitCodes.FINE;
    }

    private static void tell(JsonNode told, PrintWriter out) {
        out.println(text(told, "what"));
        out.println(text(told, "stands"));
        if (told.has("pricing")) {
            out.println(text(told.path("pricing"), "says"));
        }
        told.path("held")
                .forEach(h -> out.println("Held by exception %s (%s, %s): %s"
                        .formatted(text(h, "exception"), text(h, "code"), text(h, "owner"), text(h, "says"))));
        out.println("Next: " + text(told, "next"));
        told.path("ids")
                .properties()
                .forEach(e -> out.println(
                        "Known to %s as %s.".formatted(e.getKey(), e.getValue().asString())));
        lines(told.path("lines"), out);
        if (!told.path("moves").isEmpty()) {
            out.println();
            told.path("moves")
                    .forEach(m ->
                            out.println("%s  %s. %s".formatted(text(m, "at"), text(m, "says"), text(m, "because"))));
        }
    }

    private static void lines(JsonNode lines, PrintWriter out) {
        for (JsonNode line : lines) {
            out.println();
            out.println("Line %s: %s, %s at %s, %s %s"
                    .formatted(
                            text(line, "number"),
                            text(line, "description"),
                            text(line, "quantity"),
                            text(line, "rate"),
                            text(line, "currency"),
                            text(line, "amount")));
            line.path("sources")
                    .forEach(s -> out.println("  %s  %s: %s, %s, now %s"
                            .formatted(
                                    text(s, "id"),
                                    text(s, "what"),
                                    text(s, "quantity"),
                                    text(s, "amount"),
                                    text(s, "stands"))));
            int more = line.path("count").asInt() - line.path("sources").size();
            if (more > 0) {
                out.println("  and %d more".formatted(more));
            }
        }
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
