package dev.throughline.server.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code shadow}: workflows that send nothing, and what they would have billed beside what people billed. */
@Command(
        name = "shadow",
        description =
                "See which workflows are off, in shadow or live, and compare shadow bills with those that people wrote.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline shadow status",
            "  THROUGHLINE_KEY=tl_… ./throughline shadow compare --period 2026-10",
            "  THROUGHLINE_KEY=tl_… ./throughline shadow compare --period 2026-10 --csv > october.csv",
            "",
            "Exit code: 0 alike, 1 differences, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class ShadowCommand implements Runnable {
    private static final String ROW = "%-9s %-20s %-20s %-12s %-12s %4s %14s %14s %14s  %s";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: status or compare");
    }

    @Command(name = "status", description = "How far each workflow may go, and how much it did without sending it.")
    int status(@Mixin HubClient hub) {
        JsonNode told = hub.get("/shadow");
        PrintWriter out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(HubClient.pretty(told));
        } else {
            told.path("workflows")
                    .forEach(w -> out.println("%-22s %-7s %s"
                            .formatted(
                                    text(w, "workflow"),
                                    text(w, "mode"),
                                    w.path("shadowed").asLong() == 0
                                            ? ""
                                            : "%d commands ended here, not sent"
                                                    .formatted(
                                                            w.path("shadowed").asLong()))));
        }
        out.flush();
        return ExitCodes.FINE;
    }

    @Command(name = "compare", description = "Compare a month's shadow bills with what people billed, line by line.")
    int compare(
            @Mixin HubClient hub,
            @Option(
                            names = "--period",
                            required = true,
                            paramLabel = "MONTH",
                            description = "the month of the work, such as 2026-10")
                    String period,
            @Option(names = "--csv", description = "write the differences as CSV") boolean csv) {
        JsonNode told = hub.get("/shadow/comparison?period=" + HubClient.word(period));
        PrintWriter out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(HubClient.pretty(told));
        } else if (csv) {
            csv(told, out);
        } else {
            table(told, out);
        }
        out.flush();
        return told.path("differences").isEmpty() ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }

    private static void table(JsonNode told, PrintWriter out) {
        out.println("Work of %s, time-to-billing is %s: what the hub would have billed, beside what people billed."
                .formatted(text(told, "period"), text(told, "mode")));
        if (!told.path("differences").isEmpty()) {
            out.println();
            out.println(ROW.formatted(
                    "what", "customer", "project", "shadow", "by hand", "", "hub", "by hand", "difference", ""));
            told.path("differences").forEach(d -> out.println(row(d)));
        }
        out.println();
        told.path("totals").forEach(t -> total(t, out));
        out.println("%d alike, %d differ%s."
                .formatted(
                        told.path("alike").asInt(),
                        told.path("differences").size(),
                        told.path("otherInvoices").asInt() == 0
                                ? ""
                                : "; %d invoices to customers without a project here were left out"
                                        .formatted(told.path("otherInvoices").asInt())));
    }

    private static String row(JsonNode d) {
        return ROW.formatted(
                        text(d, "kind"),
                        cut(text(d, "customer")),
                        cut(text(d, "project")),
                        invoices(d.path("hub"), 12),
                        invoices(d.path("byHand"), 12),
                        text(d, "currency"),
                        sum(d.path("hub")),
                        sum(d.path("byHand")),
                        text(d, "difference"),
                        text(d, "says"))
                .stripTrailing();
    }

    private static void total(JsonNode t, PrintWriter out) {
        out.println("%s  hub %s, by hand %s, difference %s"
                .formatted(text(t, "currency"), text(t, "hub"), text(t, "byHand"), text(t, "difference")));
        t.path("kinds")
                .forEach(k -> out.println("     %-9s %5d  %14s  about %s"
                        .formatted(text(k, "kind"), k.path("lines").asInt(), text(k, "difference"), text(k, "stake"))));
    }

    private static void csv(JsonNode told, PrintWriter out) {
        out.println("kind,also,customer,project,hub_invoices,hand_invoices,currency,hub,by_hand,difference,stake,says");
        told.path("differences")
                .forEach(d -> out.println(Csv.line(List.of(
                        text(d, "kind"),
                        d.path("also").valueStream().map(a -> a.asString("")).collect(Collectors.joining(" ")),
                        text(d, "customer"),
                        text(d, "project"),
                        invoices(d.path("hub"), Integer.MAX_VALUE),
                        invoices(d.path("byHand"), Integer.MAX_VALUE),
                        text(d, "currency"),
                        sum(d.path("hub")),
                        sum(d.path("byHand")),
                        text(d, "difference"),
                        text(d, "stake"),
                        text(d, "says")))));
    }

    private static String invoices(JsonNode lines, int max) {
        String names = lines.valueStream()
                .map(line -> text(line, "invoice").replace("SHADOW-", ""))
                .distinct()
                .collect(Collectors.joining(" "));
        return names.length() > max ? names.substring(0, max - 1) + "…" : names;
    }

    private static String sum(JsonNode lines) {
        return lines.isEmpty()
                ? ""
                : lines.valueStream()
                        .map(line -> new java.math.BigDecimal(text(line, "amount")))
                        .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add)
                        .toPlainString();
    }

    private static String cut(String text) {
        return text.length() > 20 ? text.substring(0, 19) + "…" : text;
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
