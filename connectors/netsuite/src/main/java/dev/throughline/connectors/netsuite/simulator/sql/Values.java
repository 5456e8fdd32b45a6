package dev.throughline.connectors.netsuite.simulator.sql;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Comparison and text forms of SQL values. */
final class Values {
    /** The account's date preference; what a date looks like unless the query formats it. */
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("M/d/uuuu", Locale.ROOT);

    private Values() {}

    static String show(Object value) {
        return switch (value) {
            case BigDecimal number ->
                number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
            case LocalDateTime date -> SHOWN.format(date);
            case Boolean truth -> truth ? "T" : "F";
            default -> value.toString();
        };
    }

    static int compare(Object a, Object b) {
        if (a instanceof BigDecimal || b instanceof BigDecimal) {
            return number(a).compareTo(number(b));
        }
        if (a instanceof LocalDateTime || b instanceof LocalDateTime) {
            return date(a).compareTo(date(b));
        }
        return show(a).compareTo(show(b));
    }

    static BigDecimal number(Object value) {
        if (value instanceof BigDecimal number) {
            return number;
        }
        try {
            return new BigDecimal(value.toString().strip());
        } catch (NumberFormatException e) {
            throw new SqlProblem("invalid number: " + value);
        }
    }

    static LocalDateTime date(Object value) {
        if (value instanceof LocalDateTime date) {
            return date;
        }
        try {
            return LocalDateTime.of(LocalDate.parse(value.toString().strip(), SHOWN), LocalTime.MIDNIGHT);
        } catch (DateTimeParseException e) {
            throw new SqlProblem(
                    "a date literal must follow the account's date format M/D/YYYY, or use TO_DATE: " + value);
        }
    }

    static @Nullable BigDecimal numberOrNull(@Nullable Object value) {
        return value == null ? null : number(value);
    }
}
