package dev.throughline.hub.workspace;

import dev.throughline.hub.workspace.WorkspaceFile.ApiKey;
import dev.throughline.hub.workspace.WorkspaceFile.Database;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads who may come in and where everything is kept: {@code apiKeys} and {@code database}. */
final class AccessReader {
    private static final Set<String> KEY_KEYS = Set.of("name", "key", "scopes", "role");
    private static final Set<String> DATABASE_KEYS = Set.of("url", "user", "password");
    private static final Pattern KEY = Pattern.compile("tl_[A-Za-z0-9_-]{32,160}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final WorkspaceRules rules;
    private final SecretReferences secrets;

    AccessReader(WorkspaceRules rules, SecretReferences secrets) {
        this.rules = rules;
        this.secrets = secrets;
    }

    Optional<Database> database(YamlNode node) {
        Map<String, YamlNode> keys = node.map();
        Keys.unknown(keys, DATABASE_KEYS, "for a database");
        YamlNode url = keys.get("url");
        if (url == null) {
            node.mistake(
                    "MISSING", "'database.url' is missing", "Add it, such as jdbc:postgresql://host:5432/throughline");
            return Optional.empty();
        }
        String text = url.scalar().map(u -> resolved(url, u)).orElse("");
        if (!text.startsWith("jdbc:postgresql:") || text.contains("password=")) {
            url.mistake(
                    "WRONG_VALUE",
                    "'database.url' must begin with jdbc:postgresql: and must not hold the password",
                    "Write url, user and password each in its own line, the password as env:NAME");
        }
        return Optional.of(new Database(
                text,
                Optional.ofNullable(keys.get("user")).flatMap(YamlNode::scalar),
                Optional.ofNullable(keys.get("password")).flatMap(this::secret)));
    }

    List<ApiKey> apiKeys(Optional<YamlNode> node) {
        var all = new ArrayList<ApiKey>();
        var names = new HashSet<String>();
        for (YamlNode item : node.map(YamlNode::list).orElse(List.of())) {
            apiKey(item, names).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private Optional<ApiKey> apiKey(YamlNode node, Set<String> names) {
        Map<String, YamlNode> keys = node.map();
        Keys.unknown(keys, KEY_KEYS, "for an API key");
        Optional<String> name = Optional.ofNullable(keys.get("name")).flatMap(YamlNode::scalar);
        if (name.filter(n -> NAME.matcher(n).matches()).isEmpty()) {
            node.mistake(
                    "MISSING",
                    "an API key needs a 'name' of letters, digits, '.', '_' and '-'",
                    "Add 'name: billing-feed'");
        } else if (!names.add(name.get())) {
            node.mistake("DUPLICATE", "two API keys are called '%s'".formatted(name.get()), "Give each its own name");
        }
        Set<String> scopes = scopes(keys.get("scopes"));
        Optional<String> role = Optional.ofNullable(keys.get("role")).flatMap(this::role);
        if (!keys.containsKey("scopes") && !keys.containsKey("role")) {
            node.mistake(
                    "MISSING",
                    "an API key needs 'scopes' or a 'role'",
                    "Add 'role: integrator', or 'scopes: [changes:write]'");
        }
        if (!keys.containsKey("key")) {
            node.mistake("MISSING", "an API key needs 'key'", "Add 'key: env:NAME'");
            return Optional.empty();
        }
        return secret(keys.get("key"))
                .flatMap(key -> wellFormed(keys.get("key"), key))
                .map(key -> new ApiKey(name.orElse("?"), key, scopes, role));
    }

    private static Optional<String> wellFormed(YamlNode node, String key) {
        if (!KEY.matcher(key).matches()) {
            node.mistake(
                    "KEY_WEAK",
                    "an API key is tl_ and 32 or more letters, digits, '-' and '_'",
                    "Make one with: echo tl_$(openssl rand -hex 24)");
            return Optional.empty();
        }
        return Optional.of(key);
    }

    private Set<String> scopes(@org.jspecify.annotations.Nullable YamlNode node) {
        var scopes = new HashSet<String>();
        if (node != null) {
            for (YamlNode item : node.list()) {
                item.scalar().ifPresent(scope -> {
                    if (!rules.scopes().contains(scope)) {
                        item.mistake(
                                "UNKNOWN_SCOPE",
                                "'%s' is no scope".formatted(scope),
                                Keys.meant(scope, rules.scopes()) + "scopes are "
                                        + rules.scopes().stream().sorted().toList());
                    }
                    scopes.add(scope);
                });
            }
        }
        return Set.copyOf(scopes);
    }

    private Optional<String> role(YamlNode node) {
        return node.scalar().filter(role -> {
            boolean known = rules.roles().contains(role);
            if (!known) {
                node.mistake(
                        "UNKNOWN_ROLE",
                        "'%s' is no role of people and programs".formatted(role),
                        Keys.meant(role, rules.roles()) + "roles are "
                                + rules.roles().stream().sorted().toList());
            }
            return known;
        });
    }

    private Optional<String> secret(YamlNode node) {
        Optional<String> text = node.scalar();
        if (text.isPresent() && !SecretReferences.isReference(text.get())) {
            node.mistake(
                    "SECRET_IN_THE_CLEAR",
                    "'%s' is a secret and stands here in the clear".formatted(node.path()),
                    "Change it, since it may have been seen; then write env:NAME or file:PATH");
            return Optional.empty();
        }
        return text.flatMap(reference -> secrets.resolve(node, reference));
    }

    private String resolved(YamlNode node, String text) {
        return SecretReferences.isReference(text) ? secrets.resolve(node, text).orElse("") : text;
    }
}
