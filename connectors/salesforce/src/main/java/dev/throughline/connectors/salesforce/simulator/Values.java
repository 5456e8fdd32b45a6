package dev.throughline.connectors.salesforce.simulator;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Between what stands on the wire and what a row holds: text, exact decimals, booleans, dates and instants. */
final class Values {
    private static final DateTimeFormatter OUT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT);
    private static final DateTimeFormatter IN = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");
    private static final BigDecimal EXPONENT_FROM = new BigDecimal("10000000");

    private Values() {}

    /** The value of a field as a client wrote it. */
    static @Nullable Object read(FieldDef field, JsonNode node) {
        if (node.isNull()) {
            return field.type() == FieldDef.Type.BOOLEAN ? refuseNullBoolean(field) : null;
        }
        if (!node.isValueNode()) {
            throw mismatch(field, node.isArray() ? "START_ARRAY" : "START_OBJECT", "");
        }
        if (node.isString() && node.stringValue().isBlank()) {
            return null;
        }
        return switch (field.type()) {
            case BOOLEAN -> truth(field, node);
            case CURRENCY, DOUBLE, PERCENT, INT -> number(field, node);
            case DATE -> date(field, node);
            case DATETIME -> instant(field, node);
            case ID, TEXT, TEXTAREA, PHONE, URL, EMAIL, PICKLIST, REF -> text(field, node);
            case ADDRESS -> throw mismatch(field, "VALUE_STRING", node.asString());
        };
    }

    /** A value of a row as it stands in an answer. */
    static JsonNode write(FieldDef field, @Nullable Object value) {
        var json = JsonNodeFactory.instance;
        if (field.type() == FieldDef.Type.BOOLEAN) {
            return json.booleanNode(Boolean.TRUE.equals(value));
        }
        return switch (value) {
            case null -> json.nullNode();
            case BigDecimal d when field.type() == FieldDef.Type.INT -> json.numberNode(d.intValueExact());
            case BigDecimal d -> json.numberNode(shown(d));
            case Instant i -> json.stringNode(stamp(i));
            default -> json.stringNode(value.toString());
        };
    }

    /** As a cell of a CSV result. */
    static String cell(FieldDef field, @Nullable Object value) {
        JsonNode node = write(field, value);
        return node.isNull() ? "" : node.asString();
    }

    static String stamp(Instant instant) {
        return OUT.format(instant.atOffset(ZoneOffset.UTC));
    }

    static Optional<Instant> parseInstant(String text) {
        try {
            return Optional.of(OffsetDateTime.from(IN.parse(text)).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static Optional<LocalDate> parseDate(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            // Salesforce holds years 1700 to 4000 only.
            return date.getYear() < 1700 || date.getYear() > 4000 ? Optional.empty() : Optional.of(date);
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    /** What people give at the vendor's screen, as the wire would carry it. */
    static JsonNode ofScreen(@Nullable Object value) {
        var json = JsonNodeFactory.instance;
        return switch (value) {
            case null -> json.nullNode();
            case Boolean b -> json.booleanNode(b);
            case BigDecimal d -> json.numberNode(d);
            case Integer i -> json.numberNode(i);
            case Long l -> json.numberNode(l);
            case Map<?, ?> m -> {
                var node = json.objectNode();
                m.forEach((k, v) -> node.set(String.valueOf(k), ofScreen(v)));
                yield node;
            }
            default -> json.stringNode(value.toString());
        };
    }

    // Salesforce writes numbers as Java writes doubles: always a fraction, and an exponent from ten million on. Digits
    // stay exact.
    private static BigDecimal shown(BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        if (plain.abs().compareTo(EXPONENT_FROM) >= 0) {
            return plain;
        }
        return plain.scale() < 1 ? plain.setScale(1, RoundingMode.UNNECESSARY) : plain;
    }

    private static Object refuseNullBoolean(FieldDef field) {
        throw Refusal.bad(
                "INVALID_TYPE_ON_FIELD_IN_RECORD",
                "%s: value not of required type: null".formatted(field.label()),
                field.name());
    }

    private static Boolean truth(FieldDef field, JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return switch (node.asString().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw mismatch(field, kind(node), node.asString());
        };
    }

    private static BigDecimal number(FieldDef field, JsonNode node) {
        BigDecimal number;
        try {
            number = node.isNumber()
                    ? node.decimalValue()
                    : new BigDecimal(node.asString().strip());
        } catch (NumberFormatException _) {
            throw mismatch(field, kind(node), node.asString());
        }
        if (node.isBoolean()) {
            throw mismatch(field, kind(node), node.asString());
        }
        if (number.precision() - number.scale() > field.length()) {
            throw Refusal.bad(
                    "NUMBER_OUTSIDE_VALID_RANGE",
                    "%s: value outside of valid range on numeric field: %s".formatted(field.label(), node.asString()),
                    field.name());
        }
        return number.setScale(field.scale(), RoundingMode.HALF_UP);
    }

    private static LocalDate date(FieldDef field, JsonNode node) {
        String text = node.asString();
        // A date-time is taken for a date field; its clock time is cut off.
        String day = text.length() > 10 && parseInstant(text).isPresent() ? text.substring(0, 10) : text;
        return parseDate(day).orElseThrow(() -> mismatch(field, kind(node), text));
    }

    private static Instant instant(FieldDef field, JsonNode node) {
        return parseInstant(node.asString()).orElseThrow(() -> mismatch(field, kind(node), node.asString()));
    }

    private static @Nullable String text(FieldDef field, JsonNode node) {
        if (!node.isString()) {
            throw mismatch(field, kind(node), node.asString());
        }
        String text = node.stringValue().strip();
        if (text.length() > field.length()) {
            throw Refusal.bad(
                    "STRING_TOO_LONG",
                    "%s: data value too large: %s (max length=%d)"
                            .formatted(field.label(), text.substring(0, Math.min(80, text.length())), field.length()),
                    field.name());
        }
        if (field.type() == FieldDef.Type.EMAIL && !EMAIL.matcher(text).matches()) {
            throw Refusal.bad(
                    "INVALID_EMAIL_ADDRESS",
                    "%s: invalid email address: %s".formatted(field.label(), text),
                    field.name());
        }
        return text;
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case BOOLEAN -> node.booleanValue() ? "VALUE_TRUE" : "VALUE_FALSE";
            case NUMBER -> node.isIntegralNumber() ? "VALUE_NUMBER_INT" : "VALUE_NUMBER_FLOAT";
            case STRING -> "VALUE_STRING";
            case ARRAY -> "START_ARRAY";
            case OBJECT, POJO -> "START_OBJECT";
            case BINARY, MISSING, NULL -> "VALUE_NULL";
        };
    }

    private static Refusal mismatch(FieldDef field, String kind, String text) {
        return Refusal.json(
                "Cannot deserialize instance of %s from %s value %s or request may be missing a required field"
                        .formatted(field.type().wire(), kind, text.substring(0, Math.min(80, text.length()))));
    }
}
