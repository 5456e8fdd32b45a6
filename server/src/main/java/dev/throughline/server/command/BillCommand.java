package dev.throughline.server.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code bill}: what a billing run would do, asking for one, approving it, and what became of it. */
@Command(
        name = "bill",
        description = "Preview billing, ask for a billing run, approve or reject one, and see what became of it.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline bill preview --through 2026-02-28",
            "  THROUGHLINE_KEY=tl_… ./throughline bill run --through 2026-02-28 --project prj_…",
            "  THROUGHLINE_KEY=tl_… ./throughline bill show 7",
            "  THROUGHLINE_KEY=tl_… ./throughline bill approve 8 --reason 'looked at with Ann'",
            "",
            "Exit code: 0 done, 1 nothing to bill, unknown or not to be approved now, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class BillCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: preview, run, list, show, approve or reject");
    }

    @Command(name = "preview", description = "Tell what would be billed, held and left, and why. Changes nothing.")
    int preview(@Mixin HubClient hub, @Mixin What what) {
        String project = what.project == null ? "" : "&project=" + HubClient.word(what.project);
        return say(
                hub,
                hub.get("/billing/preview?through=" + HubClient.word(what.through) + project),
                BillCommand::preview);
    }

    @Command(name = "run", description = "Ask for a billing run. It begins at once, or waits for approval.")
    int run(@Mixin HubClient hub, @Mixin What what) {
        Map<String, String> body = new LinkedHashMap<>();
        body.put("through", what.through);
        if (what.project != null) {
            body.put("project", what.project);
        }
        return say(hub, hub.post("/billing/runs", body), BillCommand::one);
    }

    @Command(name = "list", description = "List the newest billing runs.")
    int list(@Mixin HubClient hub) {
        return say(
                hub, hub.get("/billing/runs"), (told, out) -> told.path("runs").forEach(r -> one(r, out)));
    }

    @Command(name = "show", description = "Tell where the lines of a billing run stand.")
    int show(@Mixin HubClient hub, @Parameters(paramLabel = "RUN") long id) {
        return say(hub, hub.get("/billing/runs/" + id), BillCommand::one);
    }

    @Command(name = "approve", description = "Begin a run that somebody else asked for.")
    int approve(
            @Mixin HubClient hub,
            @Parameters(paramLabel = "RUN") long id,
            @Option(names = "--reason", required = true, description = "stands in the audit") String reason) {
        return say(hub, hub.post("/billing/runs/%d/approve".formatted(id), Map.of("reason", reason)), BillCommand::one);
    }

    @Command(name = "reject", description = "End a run that waits; nothing of it is billed.")
    int reject(
            @Mixin HubClient hub,
            @Parameters(paramLabel = "RUN") long id,
            @Option(names = "--reason", required = true, description = "stands in the audit") String reason) {
        return say(hub, hub.post("/billing/runs/%d/reject".formatted(id), Map.of("reason", reason)), BillCommand::one);
    }

    /** What is to be billed. */
    static final class What {
        @Option(
                names = "--through",
                required = true,
                paramLabel = "DAY",
                description = "the last day of work, such as 2026-02-28")
        private String through = "";

        @Option(
                names = "--project",
                paramLabel = "ID",
                description = "canonical id of the one project; all when absent")
        private @Nullable String project;
    }

    private int say(HubClient hub, JsonNode told, BiConsumer<JsonNode, PrintWriter> words) {
        PrintWriter out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(HubClient.pretty(told));
        } else {
            words.accept(told, out);
        }
        out.flush();
        return ExitCodes.FINE;
    }

    private static void preview(JsonNode told, PrintWriter out) {
        out.println("Up to %s a run would bill %s.".formatted(text(told, "through"), sums(told.path("ready"))));
        out.println("It would leave %s.".formatted(standings(told.path("stays"))));
        told.path("projects").forEach(p -> {
            out.println();
            out.println("%s (%s)".formatted(text(p, "name"), text(p, "project")));
            p.path("invoices").forEach(i -> invoice(i, out));
            if (!text(p, "because").isEmpty()) {
                out.println("  nothing is billed: " + text(p, "because"));
            }
            p.path("stays").forEach(s -> out.println("  stays " + standing(s)));
            p.path("causes")
                    .forEach(c -> out.println("  %s, turn of %s: %s %s"
                            .formatted(
                                    text(c, "code"),
                                    text(c, "owner").toLowerCase(Locale.ROOT).replace('_', ' '),
                                    text(c, "says"),
                                    text(c, "remedy"))));
        });
    }

    private static void invoice(JsonNode invoice, PrintWriter out) {
        out.println("  invoice to %s: %s %s"
                .formatted(text(invoice, "customer"), text(invoice, "currency"), text(invoice, "amount")));
        invoice.path("lines")
                .forEach(l -> out.println("    %s  %s x %s = %s  (%d record(s) of work)"
                        .formatted(
                                text(l, "description"),
                                text(l, "quantity"),
                                text(l, "rate"),
                                text(l, "amount"),
                                l.path("works").asInt())));
    }

    private static void one(JsonNode run, PrintWriter out) {
        out.println("Billing run %s up to %s, asked for by %s at %s with %s: %s."
                .formatted(
                        text(run, "id"),
                        text(run, "through"),
                        text(run, "askedBy"),
                        text(run, "askedAt"),
                        sums(run.path("asked")),
                        text(run, "state").toLowerCase(Locale.ROOT).replace('_', ' ')));
        if (run.has("decision")) {
            JsonNode decision = run.path("decision");
            out.println("  decided by %s: %s".formatted(text(decision, "by"), text(decision, "reason")));
        }
        if (!run.path("taken").isEmpty()) {
            out.println("  its lines stand so: " + standings(run.path("taken")));
        }
        if (run.path("pending").asInt() > 0) {
            out.println("  %d project(s) wait for their turn"
                    .formatted(run.path("pending").asInt()));
        }
    }

    private static String sums(JsonNode sums) {
        return joined(
                sums,
                s -> "%s %s on %d invoice(s)"
                        .formatted(
                                text(s, "currency"),
                                text(s, "amount"),
                                s.path("invoices").asInt()));
    }

    private static String standings(JsonNode standings) {
        return joined(standings, BillCommand::standing);
    }

    private static String standing(JsonNode s) {
        return "%s %s of %d line(s) %s"
                .formatted(
                        text(s, "currency"), text(s, "amount"), s.path("lines").asInt(), text(s, "place"));
    }

    private static String joined(JsonNode nodes, java.util.function.Function<JsonNode, String> words) {
        return nodes.isEmpty()
                ? "nothing"
                : String.join(", ", nodes.valueStream().map(words).toList());
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
