package dev.throughline.hub.workspace;

import dev.throughline.mapping.CanonicalJson;
import dev.throughline.mapping.CanonicalJsonException;
import dev.throughline.processes.policy.Policy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads policies. What they state is tried on the policy's own record, so a value or a combination that it would refuse when running is refused here; then their examples are run.
 */
final class PolicyReader {
    private static final String EXAMPLES = "examples";

    private final Map<String, Record> defaults = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    PolicyReader(List<Record> policies) {
        policies.forEach(p -> defaults.put(p.getClass().getSimpleName(), p));
    }

    /** @param node policies by name. Several files may each hold some; a policy stands in one of them */
    Map<String, Map<String, Object>> read(YamlNode node) {
        var all = new LinkedHashMap<String, Map<String, Object>>();
        node.map().forEach((name, policy) -> {
            Record standard = defaults.get(name);
            if (standard == null) {
                policy.mistake(
                        "UNKNOWN_POLICY",
                        "no policy is called '%s'".formatted(name),
                        Keys.meant(name, defaults.keySet())
                                + "there are "
                                + defaults.keySet().stream().sorted().toList());
            } else if (!seen.add(name)) {
                policy.mistake(
                        "DUPLICATE", "the policy '%s' stands in two files".formatted(name), "Keep one of the two");
            } else {
                all.put(name, policy(standard, policy));
            }
        });
        return all;
    }

    private static Map<String, Object> policy(Record standard, YamlNode node) {
        Map<String, YamlNode> given = node.map();
        var known = new LinkedHashSet<>(attributes(standard));
        known.addAll(List.of(Workspace.ENTITIES, EXAMPLES));
        Keys.unknown(given, known, "to " + standard.getClass().getSimpleName());
        Map<String, Object> values = values(standard, given);
        var firm = new Tried(standard).with(values, given, node);
        Map<String, Record> byEntity = new LinkedHashMap<>();
        Map<String, Object> layers = new LinkedHashMap<>();
        if (given.containsKey(Workspace.ENTITIES)) {
            given.get(Workspace.ENTITIES).map().forEach((code, layer) -> {
                Map<String, YamlNode> own = layer.map();
                Keys.unknown(
                        own, attributes(standard), "to " + standard.getClass().getSimpleName());
                Map<String, Object> stated = values(standard, own);
                layers.put(code, stated);
                firm.ifPresent(base -> new Tried(base).with(stated, own, layer).ifPresent(p -> byEntity.put(code, p)));
            });
        }
        if (given.containsKey(EXAMPLES)) {
            firm.ifPresent(policy -> examples(policy, byEntity, given.get(EXAMPLES)));
        }
        if (!layers.isEmpty()) {
            values.put(Workspace.ENTITIES, Map.copyOf(layers));
        }
        return Map.copyOf(values);
    }

    private static List<String> attributes(Record standard) {
        return Arrays.stream(standard.getClass().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    private static Map<String, Object> values(Record standard, Map<String, YamlNode> given) {
        var values = new LinkedHashMap<String, Object>();
        var known = attributes(standard);
        given.forEach((name, value) -> {
            if (known.contains(name) && !value.isNothing()) {
                values.put(name, value.plain());
            }
        });
        return values;
    }

    private static void examples(Record policy, Map<String, Record> byEntity, YamlNode node) {
        if (policy instanceof Policy<?> exemplified) {
            new PolicyExamples(exemplified, byEntity).run(node);
        } else {
            node.mistake(
                    "NO_EXAMPLES",
                    "%s takes no examples: its attributes are plain switches"
                            .formatted(policy.getClass().getSimpleName()),
                    "Take 'examples' out");
        }
    }

    /** One layer of a policy over what lies below it. */
    private record Tried(Record below) {
        /** Empty, and told, when what is stated cannot be. */
        Optional<Record> with(Map<String, Object> values, Map<String, YamlNode> nodes, YamlNode all) {
            try {
                return Optional.of(merged(values));
            } catch (IllegalArgumentException together) {
                long alone = values.keySet().stream()
                        .filter(name -> !tellAlone(name, values.get(name), nodes.get(name)))
                        .count();
                if (alone == 0) {
                    all.mistake(
                            "CONTRADICTION",
                            "the policy refuses this together: " + together.getMessage(),
                            "Correct one of the two");
                }
                return Optional.empty();
            }
        }

        /** Whether the attribute can be what is stated, whatever the others are. */
        private boolean tellAlone(String name, Object value, YamlNode node) {
            try {
                merged(Map.of(name, value));
                return true;
            } catch (CanonicalJsonException wrong) {
                node.at(wrong.path().startsWith(name) ? wrong.path().substring(name.length()) : "")
                        .mistake("WRONG_VALUE", "this cannot be: " + wrong.getMessage(), "Correct the value");
            } catch (IllegalArgumentException refused) {
                node.mistake("WRONG_VALUE", "the policy refuses this: " + refused.getMessage(), "Correct the value");
            }
            return false;
        }

        private Record merged(Map<String, Object> values) {
            var merged = new HashMap<String, Object>(CanonicalJson.toMap(below));
            merged.putAll(values);
            return CanonicalJson.read(merged, below.getClass());
        }
    }
}
