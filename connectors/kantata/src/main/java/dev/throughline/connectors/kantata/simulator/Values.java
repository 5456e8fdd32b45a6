package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connectors.kantata.simulator.Kind.Attribute;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Between what clients send and what rows keep. Values that repeat in millions of rows are kept once. */
final class Values {
    /** The account's own zone: date-times are shown with its offset, which changes twice a year. */
    static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");

    private static final int POOL_MAX = 50_000;

    private final Map<Object, Object> pool = new HashMap<>();

    /**
     * @param raw text, number, boolean, list or map as sent
     * @throws ApiError 422 when the value does not fit the attribute
     */
    @Nullable
    Object read(Attribute attribute, @Nullable Object raw) {
        if (raw == null || raw instanceof String s && s.isEmpty() && attribute.type() != Kind.Type.TEXT) {
            return null;
        }
        return switch (attribute.type()) {
            case TEXT -> shared(text(attribute, raw));
            case INT -> shared(integer(attribute, raw));
            case DEC -> decimal(attribute, raw);
            case BOOL -> bool(attribute, raw);
            case DATE -> shared(date(attribute, raw));
            case TIME -> moment(raw.toString());
            case JSON -> raw;
            case REF -> shared(id(attribute, raw));
            case REFS ->
                raw instanceof Collection<?> many
                        ? many.stream().map(one -> id(attribute, one)).toList()
                        : List.of(id(attribute, raw));
            case BACK -> throw new IllegalArgumentException(attribute.name() + " is computed");
        };
    }

    private Object shared(Object value) {
        if (pool.size() > POOL_MAX) {
            pool.clear();
        }
        Object known = pool.putIfAbsent(value, value);
        return known == null ? value : known;
    }

    private static String text(Attribute attribute, Object raw) {
        if (raw instanceof Collection || raw instanceof Map) {
            throw ApiError.invalid(attribute.name(), label(attribute) + " is invalid");
        }
        return raw instanceof BigDecimal d ? d.toPlainString() : raw.toString();
    }

    private static Long integer(Attribute attribute, Object raw) {
        try {
            return new BigDecimal(raw.toString().strip()).longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            throw ApiError.invalid(attribute.name(), label(attribute) + " must be an integer");
        }
    }

    private static BigDecimal decimal(Attribute attribute, Object raw) {
        try {
            return new BigDecimal(raw.toString().strip());
        } catch (NumberFormatException e) {
            throw ApiError.invalid(attribute.name(), label(attribute) + " is not a number");
        }
    }

    private static Boolean bool(Attribute attribute, Object raw) {
        return switch (raw.toString().toLowerCase(Locale.ROOT)) {
            case "true", "1", "t" -> true;
            case "false", "0", "f" -> false;
            default -> throw ApiError.invalid(attribute.name(), label(attribute) + " must be true or false");
        };
    }

    private static String date(Attribute attribute, Object raw) {
        String text = raw.toString();
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text)
                    .toString();
        } catch (DateTimeParseException e) {
            throw ApiError.invalid(attribute.name(), label(attribute) + " is not a valid date");
        }
    }

    private static Long id(Attribute attribute, Object raw) {
        try {
            return Long.valueOf(raw.toString());
        } catch (NumberFormatException e) {
            throw ApiError.invalid(attribute.name(), label(attribute) + " is invalid");
        }
    }

    /** @return epoch seconds of an ISO date-time with any offset, or of a plain date at the account's midnight. @throws ApiError 400 when it is neither */
    static Long moment(String text) {
        try {
            return OffsetDateTime.parse(text.replace(' ', '+')).toEpochSecond();
        } catch (DateTimeParseException e) {
            try {
                return LocalDate.parse(text).atStartOfDay(ZONE).toEpochSecond();
            } catch (DateTimeParseException again) {
                throw ApiError.system(400, "Invalid date-time: " + text);
            }
        }
    }

    static String shown(long epochSecond) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                Instant.ofEpochSecond(epochSecond).atZone(ZONE));
    }

    /** "time_in_minutes" is "Time in minutes" in messages. */
    static String label(Attribute attribute) {
        String words = attribute.name().replaceFirst("_ids?$", "").replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
