package dev.throughline.server.console;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How values are written on pages: times in UTC, amounts with their currency. */
final class Shown {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    static String moment(Instant at) {
        return MOMENT.format(at);
    }

    static String shortMoment(Instant at) {
        return SHORT.format(at);
    }

    static String money(BigDecimal amount, String currency) {
        return (String.format(Locale.ROOT, "%,.2f", amount) + " " + currency).strip();
    }

    static String money(Map<String, BigDecimal> byCurrency) {
        return new TreeMap<>(byCurrency)
                .entrySet().stream().map(e -> money(e.getValue(), e.getKey())).collect(Collectors.joining(", "));
    }
}
