package dev.throughline.server.command;

import java.io.PrintWriter;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A what-if in words and columns. */
final class WhatIfWords {
    private static final String ROW = "%-10s %-18s %-18s %-24s %4s %20s %20s %12s  %s";
    private static final String SUM = "%-28s %4s %16s %16s %14s %7s";

    private WhatIfWords() {}

    static void table(JsonNode report, PrintWriter out) {
        out.println("Work from %s to %s, replayed from %s captured changes in %s s."
                .formatted(
                        text(report, "from"),
                        text(report, "to"),
                        text(report, "changes"),
                        new java.math.BigDecimal(report.path("millis").asLong())
                                .movePointLeft(3)
                                .toPlainString()));
        report.path("changed").forEach(c -> out.println("  changed: " + c.asString("")));
        if (!report.path("lines").isEmpty()) {
            out.println();
            out.println(
                    ROW.formatted("day", "customer", "project", "line", "", "was", "would be", "difference", "why"));
            report.path("lines").forEach(l -> out.println(row(l)));
            more(report, out);
        }
        out.println();
        out.println(SUM.formatted("customer", "", "was", "would be", "difference", "lines"));
        report.path("totals")
                .forEach(t -> out.println(SUM.formatted(
                        cut(text(t, "customer"), 28),
                        text(t, "currency"),
                        text(t, "was"),
                        text(t, "would"),
                        text(t, "difference"),
                        text(t, "lines"))));
        out.println();
        out.println(
                text(report, "differing").equals("0")
                        ? "Nothing would be billed differently."
                        : text(report, "differing") + " lines would differ.");
        held(report, out);
        today(report, out);
    }

    private static void more(JsonNode report, PrintWriter out) {
        long rest = report.path("differing").asLong() - report.path("lines").size();
        if (rest > 0) {
            out.println("… and %d more; the totals are of all".formatted(rest));
        }
    }

    private static void held(JsonNode report, PrintWriter out) {
        JsonNode held = report.path("held");
        if (!text(held, "was").equals(text(held, "would"))) {
            out.println("Changes that could not be used: %s as it is, %s as it would be."
                    .formatted(text(held, "was"), text(held, "would")));
        }
    }

    /** Says how far the replay may be trusted. */
    private static void today(JsonNode report, PrintWriter out) {
        long not = report.path("notAsToday").asLong();
        out.println("The replay as it is brings %d lines to what the ledger holds today%s."
                .formatted(
                        report.path("asToday").asLong(),
                        not == 0
                                ? ", all of them"
                                : "; %d stand otherwise there, by people or by earlier terms".formatted(not)));
    }

    private static String row(JsonNode l) {
        return ROW.formatted(
                        text(l, "day"),
                        cut(text(l, "customer"), 18),
                        cut(text(l, "project"), 18),
                        cut(text(l, "description"), 24),
                        text(l, "currency"),
                        side(l.path("was")),
                        side(l.path("would")),
                        text(l, "difference"),
                        text(l, "why"))
                .stripTrailing();
    }

    static String side(JsonNode side) {
        if (side.isMissingNode() || side.isNull()) {
            return "not there";
        }
        String place = text(side, "place");
        return place.equals("billed") ? text(side, "billed") : "%s %s".formatted(place, text(side, "billed"));
    }

    static void csv(JsonNode report, PrintWriter out) {
        out.println(
                "day,customer,project,source,kind,description,currency,was_place,was_quantity,was,would_place,would_quantity,would,difference,why");
        report.path("lines")
                .forEach(l -> out.println(Csv.line(List.of(
                        text(l, "day"),
                        text(l, "customer"),
                        text(l, "project"),
                        text(l, "source"),
                        text(l, "kind"),
                        text(l, "description"),
                        text(l, "currency"),
                        text(l.path("was"), "place"),
                        text(l.path("was"), "quantity"),
                        text(l.path("was"), "billed"),
                        text(l.path("would"), "place"),
                        text(l.path("would"), "quantity"),
                        text(l.path("would"), "billed"),
                        text(l, "difference"),
                        text(l, "why")))));
    }

    private static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most - 1) + "…" : text;
    }

    static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
