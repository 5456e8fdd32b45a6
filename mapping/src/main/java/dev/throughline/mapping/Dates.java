package dev.throughline.mapping;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Days and moments of vendors' texts. */
final class Dates {
    private static final int PATTERNS_MAX = 500;
    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2199, 12, 31);
    private static final Map<String, DateTimeFormatter> FORMATS = new ConcurrentHashMap<>();
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']HH:mm[:ss]")
            .appendOptional(new DateTimeFormatterBuilder()
                    .appendFraction(java.time.temporal.ChronoField.NANO_OF_SECOND, 1, 9, true)
                    .toFormatter(Locale.ROOT))
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private Dates() {}

    /** The day as it is written; of a moment, the day in its own offset. */
    static String date(String text, List<String> patterns) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > 64) {
            throw refusal("$date", text, "is not a day");
        }
        LocalDate day = patterns.isEmpty() ? iso(stripped) : fitting(stripped, patterns);
        if (day == null) {
            throw refusal(
                    "$date",
                    text,
                    patterns.isEmpty() ? "is not an ISO day or moment" : "fits none of the patterns " + patterns);
        }
        if (!sensible(day)) {
            throw refusal("$date", text, "lies outside the years 1900 to 2199");
        }
        return day.toString();
    }

    static boolean sensible(LocalDate day) {
        return !day.isBefore(FIRST) && !day.isAfter(LAST);
    }

    /** UTC. */
    static String instant(String text) {
        try {
            return OffsetDateTime.parse(text.strip(), MOMENT).toInstant().toString();
        } catch (DateTimeException e) {
            throw refusal("$instant", text, "is not an ISO date-time with an offset");
        }
    }

    private static @Nullable LocalDate iso(String text) {
        boolean moment = text.length() > 10 && (text.charAt(10) == 'T' || text.charAt(10) == ' ');
        try {
            return LocalDate.parse(moment ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDate fitting(String text, List<String> patterns) {
        for (String pattern : patterns) {
            try {
                return LocalDate.parse(text, format(pattern));
            } catch (DateTimeException e) {
                // the next pattern may fit
            }
        }
        return null;
    }

    private static DateTimeFormatter format(String pattern) {
        DateTimeFormatter known = FORMATS.get(pattern);
        if (known != null) {
            return known;
        }
        DateTimeFormatter made = compile(pattern);
        // Patterns are literals of documents; the bound only guards against one that is taken from records.
        if (FORMATS.size() < PATTERNS_MAX) {
            FORMATS.put(pattern, made);
        }
        return made;
    }

    private static DateTimeFormatter compile(String pattern) {
        try {
            return new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    // u is the year as counted; y would need an era to be strict about
                    .appendPattern(pattern.replace('y', 'u'))
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException e) {
            throw new MappingFailure(
                    MappingProblem.EXPRESSION_FAILED,
                    "$date: '%s' is not a date pattern".formatted(Words.brief(pattern)),
                    "mend the pattern in the mapping, such as dd/MM/yyyy");
        }
    }

    private static MappingFailure refusal(String function, String text, String says) {
        return new MappingFailure(
                MappingProblem.FIELD_INVALID,
                "%s: '%s' %s".formatted(function, Words.brief(text), says),
                "mend the value in its system, or give the mapping the pattern that it has");
    }
}
