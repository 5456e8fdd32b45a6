package dev.throughline.connector.kit.config;

import dev.throughline.connector.spi.ConnectorContext;
import dev.throughline.connector.spi.ConnectorFactory;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A system's settings, read once when the connector is opened. Every mistake is an {@link IllegalArgumentException} that names system and setting and says how to
 * mend it; it never holds the value of a setting that is declared secret.
 */
public final class Settings {
    private final ConnectorContext context;
    private final List<ConnectorFactory.Setting> known;

    private Settings(ConnectorContext context, List<ConnectorFactory.Setting> known) {
        this.context = context;
        this.known = List.copyOf(known);
    }

    /** @param known what the factory declares; unknown names and missing required ones are refused here */
    public static Settings of(ConnectorContext context, List<ConnectorFactory.Setting> known) {
        Settings settings = new Settings(context, known);
        TreeSet<String> unknown = new TreeSet<>(context.settings().keySet());
        known.forEach(setting -> unknown.remove(setting.name()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("system %s: unknown setting '%s'; known are %s"
                    .formatted(
                            context.system(),
                            unknown.first(),
                            known.stream().map(ConnectorFactory.Setting::name).collect(Collectors.joining(", "))));
        }
        known.stream().filter(ConnectorFactory.Setting::required).forEach(s -> context.require(s.name()));
        return settings;
    }

    public String text(String name) {
        declared(name);
        return context.require(name).strip();
    }

    public Optional<String> optional(String name) {
        declared(name);
        return context.setting(name).map(String::strip);
    }

    public Secret secret(String name) {
        return new Secret(text(name));
    }

    public Optional<Secret> optionalSecret(String name) {
        return optional(name).map(Secret::new);
    }

    /** An absolute http or https address, without a slash at its end. */
    public URI address(String name) {
        return address(name, text(name));
    }

    public URI address(String name, URI otherwise) {
        return optional(name).map(value -> address(name, value)).orElse(otherwise);
    }

    public int number(String name, int min, int max, int otherwise) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.get());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, "a whole number from %d to %d".formatted(min, max), e);
        }
        throw wrong(name, "a whole number from %d to %d".formatted(min, max), null);
    }

    /** @return such as {@code PT5M}; positive */
    public Duration duration(String name, Duration otherwise) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            Duration duration = Duration.parse(value.get());
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw wrong(name, "a duration such as PT5M", e);
        }
        throw wrong(name, "a duration above zero, such as PT5M", null);
    }

    public boolean flag(String name, boolean otherwise) {
        return switch (optional(name).orElse(Boolean.toString(otherwise)).toLowerCase(Locale.ROOT)) {
            case "true", "yes" -> true;
            case "false", "no" -> false;
            default -> throw wrong(name, "true or false", null);
        };
    }

    /** One of an enumeration, written in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        Optional<String> value = optional(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(e -> word(e).equals(value.get().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        "one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(Settings::word)
                                        .collect(Collectors.joining(", ")),
                        null));
    }

    /** Comma-separated, stripped, empty ones left out. */
    public List<String> list(String name) {
        return optional(name).stream()
                .flatMap(v -> Arrays.stream(v.split(",")))
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .toList();
    }

    /** The mistake of a setting, for checks of a connector's own. @param expected what would be right */
    public IllegalArgumentException wrong(
            String name, String expected, @org.jspecify.annotations.Nullable Throwable cause) {
        String said =
                declared(name).secret() ? "its value" : "'" + context.settings().get(name) + "'";
        return new IllegalArgumentException(
                "system %s: setting '%s': %s is not %s; correct it under systems.%s.settings"
                        .formatted(context.system(), name, said, expected, context.system()),
                cause);
    }

    private URI address(String name, String value) {
        try {
            URI uri = URI.create(value.replaceAll("/+$", ""));
            if (uri.getHost() != null && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw wrong(name, "an address such as https://example.org/path", e);
        }
        throw wrong(name, "an address such as https://example.org/path", null);
    }

    private ConnectorFactory.Setting declared(String name) {
        return known.stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "the connector reads the setting '" + name + "' but does not declare it"));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
