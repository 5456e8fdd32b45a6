package dev.throughline.server.web;

import dev.throughline.server.web.ApiProblem.FieldError;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The fields of one JSON object, read by name. Gathers every mistake, among them fields that nobody asked for, and tells all of them at once when {@link #done} is
 * called; a value read before that may be a stand-in.
 */
public final class Fields {
    private final JsonNode node;
    private final String path;
    private final Set<String> known = new HashSet<>();
    private final List<FieldError> errors;

    private Fields(JsonNode node, String path, List<FieldError> errors) {
        this.node = node;
        this.path = path;
        this.errors = errors;
        if (!node.isObject()) {
            errors.add(new FieldError(path.isEmpty() ? "/" : path, "WRONG_TYPE", "must be an object"));
        }
    }

    public static Fields of(JsonNode node) {
        return new Fields(node, "", new ArrayList<>());
    }

    public static Fields of(JsonNode node, String path) {
        return new Fields(node, path, new ArrayList<>());
    }

    public String text(String name, int charactersMax) {
        return optionalText(name, charactersMax).orElseGet(() -> missing(name));
    }

    public Optional<String> optionalText(String name, int charactersMax) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isString()) {
            wrong(name, "WRONG_TYPE", "must be text");
            return Optional.of("-");
        }
        String text = value.stringValue();
        if (text.isBlank() || text.length() > charactersMax) {
            wrong(name, "WRONG_LENGTH", "must have 1 to %d characters, has %d".formatted(charactersMax, text.length()));
            return Optional.of("-");
        }
        if (text.indexOf('\0') >= 0) {
            wrong(name, "WRONG_VALUE", "must not hold the character U+0000");
            return Optional.of("-");
        }
        if (!isUnicode(text)) {
            wrong(name, "WRONG_VALUE", "holds half a character (an unpaired surrogate), which no store can keep");
            return Optional.of("-");
        }
        return Optional.of(text);
    }

    /** Two texts that differ in half a character only would become the same one when they are stored. */
    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    public LocalDate date(String name) {
        return optional(name, 10, LocalDate::parse, "a date such as 2026-03-31").orElseGet(() -> {
            missing(name);
            return LocalDate.EPOCH;
        });
    }

    public Optional<LocalDate> optionalDate(String name) {
        return optional(name, 10, LocalDate::parse, "a date such as 2026-03-31");
    }

    public Optional<Instant> optionalInstant(String name) {
        return optional(name, 40, Instant::parse, "an instant in UTC such as 2026-03-31T08:30:00Z");
    }

    public long whole(String name) {
        return optionalWhole(name).orElseGet(() -> {
            missing(name);
            return 0L;
        });
    }

    public Optional<Long> optionalWhole(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            wrong(name, "WRONG_TYPE", "must be a whole number");
            return Optional.of(0L);
        }
        return Optional.of(value.longValue());
    }

    public Optional<Boolean> optionalFlag(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isBoolean()) {
            wrong(name, "WRONG_TYPE", "must be true or false");
            return Optional.of(false);
        }
        return Optional.of(value.booleanValue());
    }

    /** Any JSON, as it stands. */
    public Optional<JsonNode> any(String name) {
        known.add(name);
        JsonNode value = node.isObject() ? node.get(name) : null;
        return Optional.ofNullable(value);
    }

    public <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> type) {
        return optional(
                name,
                40,
                text -> Enum.valueOf(type, text.toUpperCase(java.util.Locale.ROOT)),
                "one of " + choices(type));
    }

    public void wrong(String name, String code, String says) {
        errors.add(new FieldError(path + "/" + name, code, says));
    }

    public boolean has(String name) {
        return node.isObject() && node.hasNonNull(name);
    }

    /** @throws ApiProblem 422 naming every mistake */
    public void done() {
        if (node.isObject()) {
            for (String name : node.propertyNames()) {
                if (!known.contains(name)) {
                    wrong(
                            shown(name),
                            "UNKNOWN_FIELD",
                            "is not known here; known are "
                                    + known.stream().sorted().toList());
                }
            }
        }
        if (!errors.isEmpty()) {
            throw ApiProblem.fields(errors);
        }
    }

    private <T> Optional<T> optional(String name, int charactersMax, Function<String, T> parse, String wanted) {
        return optionalText(name, charactersMax).flatMap(text -> {
            try {
                return Optional.of(parse.apply(text));
            } catch (DateTimeParseException | IllegalArgumentException notThat) {
                wrong(name, "WRONG_VALUE", "must be " + wanted);
                return Optional.empty();
            }
        });
    }

    private @Nullable JsonNode value(String name) {
        known.add(name);
        JsonNode value = node.isObject() ? node.get(name) : null;
        return value == null || value.isNull() ? null : value;
    }

    private String missing(String name) {
        if (node.isObject() && !node.hasNonNull(name)) {
            wrong(name, "MISSING", "is required");
        }
        return "-";
    }

    private static String shown(String name) {
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }

    private static <E extends Enum<E>> List<String> choices(Class<E> type) {
        return java.util.Arrays.stream(type.getEnumConstants())
                .map(e -> e.name().toLowerCase(java.util.Locale.ROOT))
                .toList();
    }
}
