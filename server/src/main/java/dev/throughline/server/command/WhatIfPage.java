package dev.throughline.server.command;

import static dev.throughline.server.command.WhatIfWords.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;

/** A what-if as one page that needs nothing else: a bar per customer, then the lines. */
final class WhatIfPage {
    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>What if</title><style>
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid #d9dee3;vertical-align:top}
            .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.more{color:#116329}.less{color:#a40e26}
            .bar{display:flex;height:1rem;width:16rem}.bar>div{width:50%}.bar>div>i{display:block;height:100%}.l{display:flex;justify-content:flex-end}
            .less i,.l i{background:#e5626f}.r i{background:#3fa55c}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}.q{color:#57606a}
            </style></head><body>
            """;

    private WhatIfPage() {}

    static String of(JsonNode report) {
        var page = new StringBuilder(HEAD);
        page.append("<h1>What if: work from %s to %s</h1>\n".formatted(word(report, "from"), word(report, "to")));
        page.append(
                "<p class=\"q\">%s captured changes replayed twice, as it is and as it would be. %s lines differ.</p>\n<ul>"
                        .formatted(word(report, "changes"), word(report, "differing")));
        report.path("changed").forEach(c -> page.append("<li>%s</li>".formatted(safe(c.asString("")))));
        page.append("</ul>\n");
        totals(report, page);
        lines(report, page);
        return page.append("</body></html>\n").toString();
    }

    private static void totals(JsonNode report, StringBuilder page) {
        BigDecimal most = report.path("totals")
                .valueStream()
                .map(t -> number(t, "difference").abs())
                .reduce(BigDecimal.ONE, BigDecimal::max);
        page.append(
                "<h2>By customer</h2><table><tr><th>customer</th><th></th><th class=\"n\">was</th><th class=\"n\">would be</th><th class=\"n\">difference</th><th></th></tr>\n");
        report.path("totals").forEach(t -> {
            BigDecimal difference = number(t, "difference");
            String width = difference
                    .abs()
                    .multiply(BigDecimal.valueOf(100))
                    .divide(most, 1, RoundingMode.HALF_UP)
                    .toPlainString();
            String bar = "<i style=\"width:" + width + "%\"></i>";
            page.append(
                    "<tr><td>%s</td><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n %s\">%s</td><td><div class=\"bar\"><div class=\"l\">%s</div><div class=\"r\">%s</div></div></td></tr>\n"
                            .formatted(
                                    word(t, "customer"),
                                    word(t, "currency"),
                                    word(t, "was"),
                                    word(t, "would"),
                                    difference.signum() < 0 ? "less" : "more",
                                    word(t, "difference"),
                                    difference.signum() < 0 ? bar : "",
                                    difference.signum() > 0 ? bar : ""));
        });
        page.append("</table>\n");
    }

    private static void lines(JsonNode report, StringBuilder page) {
        page.append(
                "<h2>Line by line</h2><table><tr><th>day</th><th>customer</th><th>project</th><th>line</th><th class=\"n\">was</th><th class=\"n\">would be</th><th class=\"n\">difference</th><th>why</th></tr>\n");
        report.path("lines")
                .forEach(l -> page.append(
                        "<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s %s</td><td>%s</td></tr>\n"
                                .formatted(
                                        word(l, "day"),
                                        word(l, "customer"),
                                        word(l, "project"),
                                        word(l, "description"),
                                        safe(WhatIfWords.side(l.path("was"))),
                                        safe(WhatIfWords.side(l.path("would"))),
                                        word(l, "currency"),
                                        word(l, "difference"),
                                        word(l, "why"))));
        page.append("</table>\n");
    }

    private static BigDecimal number(JsonNode node, String field) {
        return new BigDecimal(text(node, field).isEmpty() ? "0" : text(node, field));
    }

    private static String word(JsonNode node, String field) {
        return safe(text(node, field));
    }

    private static String safe(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
