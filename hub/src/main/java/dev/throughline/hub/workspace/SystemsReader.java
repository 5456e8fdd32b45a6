package dev.throughline.hub.workspace;

import dev.throughline.connector.spi.Capabilities.Limits;
import dev.throughline.connector.spi.ConnectorFactory;
import dev.throughline.connector.spi.ConnectorFactory.Setting;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code systems}: each with a kind that a connector is installed for, and settings that this connector knows. */
final class SystemsReader {
    private static final Set<String> KEYS = Set.of("kind", "role", "settings", "serves", "limits", "poll");
    private static final Set<String> LIMIT_KEYS = Set.of("concurrent", "requests", "per");
    private static final List<String> ROLES = Arrays.stream(Role.values())
            .map(r -> r.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d{1,6})(ms|s|m|h)");
    private static final Duration POLL = Duration.ofSeconds(30);

    private final Map<String, ConnectorFactory> factories;
    private final SecretReferences secrets;

    SystemsReader(Map<String, ConnectorFactory> factories, SecretReferences secrets) {
        this.factories = factories;
        this.secrets = secrets;
    }

    List<SystemConfig> read(YamlNode node) {
        var all = new ArrayList<SystemConfig>();
        node.map().forEach((id, system) -> {
            if (!ID.matcher(id).matches()) {
                system.mistake(
                        "WRONG_VALUE",
                        "'%s' cannot name a system".formatted(id),
                        "Use 1 to 63 small letters, digits and '-', such as netsuite-us");
                return;
            }
            all.add(system(new SystemId(id), system));
        });
        if (all.isEmpty()) {
            node.mistake("MISSING", "there is no system", "Name at least one under 'systems'");
        }
        return List.copyOf(all);
    }

    private SystemConfig system(SystemId id, YamlNode node) {
        Map<String, YamlNode> keys = node.map();
        Keys.unknown(keys, KEYS, "for a system");
        String kind = required(node, keys, "kind", "such as 'kind: salesforce'");
        Role role = role(node, keys);
        Optional<ConnectorFactory> factory = Optional.ofNullable(factories.get(kind));
        if (factory.isEmpty() && keys.containsKey("kind")) {
            keys.get("kind")
                    .mistake(
                            "UNKNOWN_KIND",
                            "no connector of kind '%s' is installed".formatted(kind),
                            Keys.meant(kind, factories.keySet()) + "installed are " + factories.keySet());
        }
        Map<String, String> settings = settings(node, keys.get("settings"), factory);
        return new SystemConfig(
                id,
                kind,
                role,
                settings,
                serves(keys),
                Optional.ofNullable(keys.get("limits")).flatMap(this::limits),
                Optional.ofNullable(keys.get("poll"))
                        .flatMap(SystemsReader::duration)
                        .orElse(POLL));
    }

    private static Role role(YamlNode node, Map<String, YamlNode> keys) {
        String text = required(node, keys, "role", "one of " + ROLES);
        if (ROLES.contains(text)) {
            return Role.valueOf(text.toUpperCase(Locale.ROOT));
        }
        if (keys.containsKey("role")) {
            keys.get("role")
                    .mistake(
                            "UNKNOWN_ROLE",
                            "'%s' is no role".formatted(text),
                            Keys.meant(text, ROLES) + "roles are " + ROLES);
        }
        return Role.FILES;
    }

    private Map<String, String> settings(
            YamlNode system, @org.jspecify.annotations.Nullable YamlNode node, Optional<ConnectorFactory> factory) {
        Map<String, YamlNode> given = node == null ? Map.of() : node.map();
        Map<String, Setting> known = factory.map(ConnectorFactory::settings).orElse(List.of()).stream()
                .collect(Collectors.toMap(Setting::name, Function.identity(), (a, _) -> a, LinkedHashMap::new));
        if (factory.isPresent()) {
            Keys.unknown(
                    given, known.keySet(), "to the connector " + factory.get().kind());
            known.values().stream()
                    .filter(s -> s.required() && !given.containsKey(s.name()))
                    .forEach(s -> (node == null ? system : node)
                            .mistake(
                                    "SETTING_MISSING",
                                    "the setting '%s' is missing: %s".formatted(s.name(), s.help()),
                                    "Add it, such as '%s: %s'".formatted(s.name(), s.example())));
        }
        var resolved = new LinkedHashMap<String, String>();
        given.forEach((name, value) ->
                value(value, Optional.ofNullable(known.get(name))).ifPresent(text -> resolved.put(name, text)));
        return Map.copyOf(resolved);
    }

    private Optional<String> value(YamlNode node, Optional<Setting> setting) {
        Optional<String> text = node.scalar();
        if (text.isEmpty()) {
            return text;
        }
        if (SecretReferences.isReference(text.get())) {
            return secrets.resolve(node, text.get());
        }
        if (setting.map(Setting::secret).orElse(false)) {
            node.mistake(
                    "SECRET_IN_THE_CLEAR",
                    "'%s' is a secret and stands here in the clear".formatted(node.path()),
                    "Change the secret at the vendor, since it may have been seen; then write env:NAME, file:PATH or generated:NAME");
            return Optional.empty();
        }
        return text;
    }

    private static Set<String> serves(Map<String, YamlNode> keys) {
        YamlNode node = keys.get("serves");
        if (node == null) {
            return Set.of();
        }
        var codes = new HashSet<String>();
        for (YamlNode item : node.list()) {
            item.scalar().ifPresent(code -> {
                if (!codes.add(code)) {
                    item.mistake("DUPLICATE", "'%s' stands twice".formatted(code), "Keep one of the two");
                }
            });
        }
        return Set.copyOf(codes);
    }

    private Optional<Limits> limits(YamlNode node) {
        Map<String, YamlNode> keys = node.map();
        Keys.unknown(keys, LIMIT_KEYS, "for limits");
        for (String name : LIMIT_KEYS) {
            if (!keys.containsKey(name)) {
                node.mistake(
                        "MISSING",
                        "'%s' is missing under limits".formatted(name),
                        "Write all three, such as {concurrent: 5, requests: 100, per: 1s}");
                return Optional.empty();
            }
        }
        Optional<Integer> concurrent = keys.get("concurrent").whole(1, 10_000);
        Optional<Integer> requests = keys.get("requests").whole(1, 100_000_000);
        Optional<Duration> per = duration(keys.get("per"));
        return concurrent.flatMap(c -> requests.flatMap(r -> per.map(p -> new Limits(c, r, p))));
    }

    private static Optional<Duration> duration(YamlNode node) {
        String text = node.scalar().orElse("");
        try {
            Matcher matched = SHORT_DURATION.matcher(text);
            Duration duration = matched.matches() ? ofShort(matched) : Duration.parse(text);
            if (duration.isPositive()) {
                return Optional.of(duration);
            }
        } catch (DateTimeParseException notOne) {
            // told below
        }
        node.wrongType("a duration above zero, such as 30s, 5m, 1h or PT1H30M");
        return Optional.empty();
    }

    private static Duration ofShort(Matcher matched) {
        long count = Long.parseLong(matched.group(1));
        return switch (matched.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static String required(YamlNode node, Map<String, YamlNode> keys, String name, String example) {
        if (!keys.containsKey(name)) {
            node.mistake("MISSING", "'%s.%s' is missing".formatted(node.path(), name), "Add it, " + example);
            return "";
        }
        return keys.get(name).scalar().orElse("");
    }
}
