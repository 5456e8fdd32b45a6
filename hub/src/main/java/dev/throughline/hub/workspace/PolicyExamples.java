package dev.throughline.hub.workspace;

import dev.throughline.mapping.CanonicalJson;
import dev.throughline.mapping.CanonicalJsonException;
import dev.throughline.processes.policy.Policy;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the examples that stand beside a policy: what it makes of {@code given} must be what {@code expect} states. */
final class PolicyExamples {
    private static final List<String> KEYS = List.of("name", "entity", "given", "expect");
    private static final List<String> NEEDED = List.of("name", "given", "expect");

    private final Policy<?> policy;
    private final Map<String, ? extends Record> byEntity;
    private final Set<String> names = new HashSet<>();

    /** @param byEntity the policy as it is for the legal entities that have a layer of their own */
    PolicyExamples(Policy<?> policy, Map<String, ? extends Record> byEntity) {
        this.policy = policy;
        this.byEntity = byEntity;
    }

    void run(YamlNode examples) {
        examples.list().forEach(this::one);
    }

    private void one(YamlNode node) {
        Map<String, YamlNode> keys = node.map();
        Keys.unknown(keys, KEYS, "to an example");
        List<String> missing =
                NEEDED.stream().filter(key -> !keys.containsKey(key)).toList();
        if (!missing.isEmpty()) {
            node.mistake("MISSING", "an example needs " + missing, "Add what is missing");
            return;
        }
        String name = keys.get("name").scalar().orElse("");
        if (!names.add(name)) {
            node.mistake("DUPLICATE", "two examples are called '%s'".formatted(name), "Give each its own name");
        }
        asked(Optional.ofNullable(keys.get("entity")))
                .ifPresent(asked -> answer(asked, keys.get("given"))
                        .ifPresent(answer -> compare(asked, name, answer, keys.get("expect"))));
    }

    private Optional<Policy<?>> asked(Optional<YamlNode> entity) {
        if (entity.isEmpty()) {
            return Optional.of(policy);
        }
        String code = entity.get().scalar().orElse("");
        if (byEntity.get(code) instanceof Policy<?> layered) {
            return Optional.of(layered);
        }
        entity.get()
                .mistake(
                        "UNKNOWN_ENTITY",
                        "the policy states nothing for the legal entity '%s'".formatted(code),
                        Keys.meant(code, byEntity.keySet()) + "it has a layer for "
                                + byEntity.keySet().stream().sorted().toList());
        return Optional.empty();
    }

    private static <C extends Record> Optional<Record> answer(Policy<C> asked, YamlNode given) {
        if (!(given.plain() instanceof Map<?, ?> stated)) {
            given.wrongType("a map of names to values");
            return Optional.empty();
        }
        try {
            @SuppressWarnings("unchecked")
            C read = CanonicalJson.read((Map<String, ?>) stated, asked.cases());
            return Optional.of(asked.judge(read));
        } catch (CanonicalJsonException wrong) {
            given.at(wrong.path()).mistake("WRONG_VALUE", "this cannot be: " + wrong.getMessage(), "Correct the value");
        } catch (IllegalArgumentException impossible) {
            given.mistake("WRONG_VALUE", "this case cannot be: " + impossible.getMessage(), "Correct the case");
        }
        return Optional.empty();
    }

    private static void compare(Policy<?> asked, String name, Record answer, YamlNode expect) {
        List<String> answers = Arrays.stream(answer.getClass().getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        Map<String, Object> got = CanonicalJson.toMap(answer);
        Map<String, YamlNode> stated = expect.map();
        String kind = asked.getClass().getSimpleName();
        if (stated.isEmpty()) {
            expect.mistake("MISSING", "'expect' states nothing", "State at least one of " + answers);
        }
        Keys.unknown(stated, answers, "to the answers of " + kind);
        stated.forEach((attribute, node) -> {
            Object expected = node.isNothing() ? null : node.plain();
            if (answers.contains(attribute) && !Objects.equals(expected, got.get(attribute))) {
                node.mistake(
                        "EXAMPLE_FAILS",
                        "%s, example '%s', %s: expected %s, got %s"
                                .formatted(kind, name, attribute, shown(expected), shown(got.get(attribute))),
                        "Correct the policy, or the example if it is the example that is wrong");
            }
        });
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "nothing" : value.toString();
    }
}
