package dev.throughline.hub.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.mapping.CanonicalJson;
import dev.throughline.processes.Processes;
import dev.throughline.processes.policy.Policy;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/policies.md} is what the records say of themselves. Written anew with {@code -Dgolden.write=true}. */
class PolicyReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "policies.md");
    private static final Path SOURCES = Path.of("..", "processes", "src", "main", "java");
    private static final Pattern COMMENT =
            Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public record ", Pattern.DOTALL);

    @Test
    void every_policy_and_attribute_is_described_with_its_default() throws IOException {
        var page = new StringBuilder(
                "# Policies, attribute by attribute\n\n"
                        + "Written from the records by `PolicyReferenceTest`; what they are for stands in [Policies](../policies.md).\n");
        for (Record policy : Processes.policies()) {
            page.append(section(policy));
        }
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }

    private static String section(Record policy) throws IOException {
        Map<String, String> words = words(policy.getClass());
        var defaults = CanonicalJson.toMap(policy);
        var section =
                new StringBuilder("\n## %s\n\n%s\n".formatted(policy.getClass().getSimpleName(), words.get("")));
        if (policy instanceof Policy<?> exemplified) {
            section.append("\nAn example gives %s.\n".formatted(attributes(exemplified.cases())));
        }
        section.append("\n| attribute | what it says | default |\n|---|---|---|\n");
        for (RecordComponent component : policy.getClass().getRecordComponents()) {
            String name = component.getName();
            assertThat(words).as("@param of %s", policy.getClass()).containsKey(name);
            Object value = defaults.get(name);
            section.append("| `%s` | %s | %s |\n"
                    .formatted(name, words.get(name), value == null ? "" : "`" + CanonicalJson.treeOf(value) + "`"));
        }
        return section.toString();
    }

    private static String attributes(Class<? extends Record> cases) {
        return java.util.Arrays.stream(cases.getRecordComponents())
                .map(c -> "`" + c.getName() + "`")
                .collect(java.util.stream.Collectors.joining(", "));
    }

    /** The Javadoc of the record: its first part under the empty name, then each attribute's. */
    private static Map<String, String> words(Class<?> type) throws IOException {
        var source = Files.readString(SOURCES.resolve(type.getName().replace('.', '/') + ".java"));
        var matcher = COMMENT.matcher(source);
        assertThat(matcher.find()).as("Javadoc of %s", type).isTrue();
        var words = new LinkedHashMap<String, String>();
        String plain = matcher.group(1).replaceAll("\\n\\s*\\* ?", "\n").replaceAll("\\{@\\w+ ([^}]*)}", "`$1`");
        for (String part : plain.split("@param ")) {
            String text = part.strip().replaceAll("\\s+", " ");
            boolean first = words.isEmpty();
            int space = text.indexOf(' ');
            words.put(first ? "" : text.substring(0, space), first ? text : text.substring(space + 1));
        }
        return words;
    }
}
