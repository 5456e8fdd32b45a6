package dev.throughline.hub.workspace;

import dev.throughline.mapping.CanonicalJson;
import dev.throughline.mapping.CanonicalJsonException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code policies}: each attribute is tried on the policy's own record, so a value that it would refuse when running is refused here. */
final class PolicyReader {
    private final Map<String, Record> defaults = new HashMap<>();

    PolicyReader(List<Record> policies) {
        policies.forEach(p -> defaults.put(p.getClass().getSimpleName(), p));
    }

    Map<String, Map<String, Object>> read(Optional<YamlNode> node) {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        node.map(YamlNode::map).orElse(Map.of()).forEach((name, policy) -> {
            Record standard = defaults.get(name);
            if (standard == null) {
                policy.mistake(
                        "UNKNOWN_POLICY",
                        "no policy is called '%s'".formatted(name),
                        Keys.meant(name, defaults.keySet())
                                + "there are "
                                + defaults.keySet().stream().sorted().toList());
            } else {
                all.put(name, policy(standard, policy));
            }
        });
        return Map.copyOf(all);
    }

    private static Map<String, Object> policy(Record standard, YamlNode node) {
        List<String> attributes = Arrays.stream(standard.getClass().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        Map<String, YamlNode> given = node.map();
        Keys.unknown(given, attributes, "to " + standard.getClass().getSimpleName());
        var values = new LinkedHashMap<String, Object>();
        given.forEach((name, value) -> {
            if (attributes.contains(name) && !value.isNothing()) {
                Object plain = value.plain();
                values.put(name, plain);
                tryOn(standard, name, plain, value);
            }
        });
        return Map.copyOf(values);
    }

    private static void tryOn(Record standard, String name, Object value, YamlNode node) {
        var merged = new HashMap<String, Object>(CanonicalJson.toMap(standard));
        merged.put(name, value);
        try {
            CanonicalJson.read(merged, standard.getClass());
        } catch (CanonicalJsonException wrong) {
            node.mistake("WRONG_VALUE", "this cannot be: " + wrong.getMessage(), "Correct the value");
        } catch (IllegalArgumentException refused) {
            node.mistake("WRONG_VALUE", "the policy refuses this: " + refused.getMessage(), "Correct the value");
        }
    }
}
