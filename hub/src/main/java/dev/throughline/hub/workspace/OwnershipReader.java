package dev.throughline.hub.workspace;

import dev.throughline.hub.workspace.Workspace.OnForeignChange;
import dev.throughline.hub.workspace.Workspace.Ownership;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Role;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code ownership}: canonical types and attributes that there are, and owners that there are. */
final class OwnershipReader {
    private static final Set<String> KEYS = Set.of("onForeignChange", "rules");
    private static final List<String> REACTIONS = List.of("ignore", "raise");
    private static final List<String> TYPES = Arrays.stream(CanonicalType.values())
            .map(CanonicalType::typeName)
            .sorted()
            .toList();

    private final Set<String> owners = new HashSet<>();

    OwnershipReader(Set<String> systems) {
        owners.addAll(systems);
        owners.add("any");
        Arrays.stream(Role.values()).map(r -> r.name().toLowerCase(Locale.ROOT)).forEach(owners::add);
    }

    Ownership read(Optional<YamlNode> node) {
        if (node.isEmpty()) {
            return new Ownership(Map.of(), OnForeignChange.IGNORE);
        }
        Map<String, YamlNode> keys = node.get().map();
        Keys.unknown(keys, KEYS, "under ownership");
        var rules = new LinkedHashMap<String, Map<String, String>>();
        if (keys.containsKey("rules")) {
            keys.get("rules").map().forEach((type, attributes) -> rules.put(type, rule(type, attributes)));
        }
        return new Ownership(Map.copyOf(rules), reaction(keys));
    }

    private static OnForeignChange reaction(Map<String, YamlNode> keys) {
        YamlNode node = keys.get("onForeignChange");
        String text = node == null ? "ignore" : node.scalar().orElse("ignore");
        if (!REACTIONS.contains(text) && node != null) {
            node.mistake(
                    "WRONG_VALUE",
                    "'onForeignChange' cannot be '%s'".formatted(text),
                    Keys.meant(text, REACTIONS) + "it is one of " + REACTIONS);
            return OnForeignChange.IGNORE;
        }
        return OnForeignChange.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private Map<String, String> rule(String type, YamlNode node) {
        if (!TYPES.contains(type)) {
            node.mistake(
                    "UNKNOWN_TYPE",
                    "no canonical type is called '%s'".formatted(type),
                    Keys.meant(type, TYPES) + "there are " + TYPES);
            return Map.of();
        }
        List<String> attributes = Arrays.stream(
                        CanonicalType.named(type).javaType().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        var rule = new LinkedHashMap<String, String>();
        node.map().forEach((attribute, owner) -> {
            if (!attribute.equals("*") && !attributes.contains(attribute)) {
                owner.mistake(
                        "UNKNOWN_ATTRIBUTE",
                        "%s has no attribute '%s'".formatted(type, attribute),
                        Keys.meant(attribute, attributes) + "it has " + attributes + ", or write \"*\" for all others");
            }
            owner.scalar().ifPresent(text -> rule.put(attribute, known(owner, text)));
        });
        return Map.copyOf(rule);
    }

    private String known(YamlNode node, String owner) {
        if (!owners.contains(owner)) {
            node.mistake(
                    "UNKNOWN_OWNER",
                    "'%s' is neither a role nor a system of this workspace".formatted(owner),
                    Keys.meant(owner, owners) + "there are "
                            + owners.stream().sorted().toList());
        }
        return owner;
    }
}
