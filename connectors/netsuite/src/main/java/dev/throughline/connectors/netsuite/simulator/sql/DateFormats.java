package dev.throughline.connectors.netsuite.simulator.sql;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Date format models as {@code TO_CHAR} and {@code TO_DATE} take them: {@code YYYY-MM-DD"T"HH24:MI:SS}. */
final class DateFormats {
    private static final Map<String, String> TOKENS = new LinkedHashMap<>();

    static {
        TOKENS.put("YYYY", "uuuu");
        TOKENS.put("MONTH", "MMMM");
        TOKENS.put("MON", "MMM");
        TOKENS.put("MM", "MM");
        TOKENS.put("DD", "dd");
        TOKENS.put("HH24", "HH");
        TOKENS.put("MI", "mm");
        TOKENS.put("SS", "ss");
        TOKENS.put("Q", "Q");
    }

    private DateFormats() {}

    static String format(LocalDateTime date, String model) {
        return formatter(model).format(date);
    }

    static LocalDateTime parse(String text, String model) {
        try {
            var parsed = formatter(model).parse(text.strip());
            if (!parsed.isSupported(ChronoField.YEAR) && !parsed.isSupported(ChronoField.EPOCH_DAY)) {
                throw new SqlProblem("TO_DATE needs a whole date: " + text);
            }
            return parsed.isSupported(ChronoField.NANO_OF_DAY)
                    ? LocalDateTime.from(parsed)
                    : LocalDate.from(parsed).atStartOfDay();
        } catch (DateTimeParseException e) {
            throw new SqlProblem("'%s' does not fit the date format '%s'".formatted(text, model));
        }
    }

    private static DateTimeFormatter formatter(String model) {
        var builder = new DateTimeFormatterBuilder();
        String rest = model;
        while (!rest.isEmpty()) {
            rest = step(builder, rest, model);
        }
        return builder.toFormatter(Locale.ROOT);
    }

    private static String step(DateTimeFormatterBuilder builder, String rest, String model) {
        if (rest.startsWith("\"")) {
            int end = rest.indexOf('"', 1);
            if (end < 0) {
                throw new SqlProblem("unclosed quote in date format '" + model + "'");
            }
            builder.appendLiteral(rest.substring(1, end));
            return rest.substring(end + 1);
        }
        for (var token : TOKENS.entrySet()) {
            if (rest.regionMatches(true, 0, token.getKey(), 0, token.getKey().length())) {
                builder.appendPattern(token.getValue());
                return rest.substring(token.getKey().length());
            }
        }
        if (Character.isLetter(rest.charAt(0))) {
            throw new SqlProblem("unknown element in date format '%s': %s".formatted(model, rest));
        }
        builder.appendLiteral(rest.charAt(0));
        return rest.substring(1);
    }
}
