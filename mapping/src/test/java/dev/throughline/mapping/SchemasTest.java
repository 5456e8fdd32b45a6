package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The committed schemas are the promise that mappings and consumers rely on. After a change of a record that keeps the promise, write them anew with
 * {@code mvn -pl mapping -am test -Dtest=SchemasTest -Dsurefire.failIfNoSpecifiedTests=false -Dschemas.rewrite=true}. A change that breaks the promise is
 * refused even then. Only while a schema has never been released may its file be deleted first, which the review sees.
 */
class SchemasTest {
    private static final Path FOLDER = Path.of("..", "model", "src", "main", "resources", "schemas");
    private static final boolean REWRITE = Boolean.getBoolean("schemas.rewrite");
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    @TestFactory
    Stream<DynamicTest> every_schema_is_committed_and_keeps_its_promise() {
        return Schemas.all().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry.getKey(), entry.getValue())));
    }

    @Test
    void no_schema_is_committed_that_the_model_no_longer_has() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Schemas.all().keySet());
        }
    }

    private static void check(String file, Map<String, Object> schema) throws IOException {
        Path path = FOLDER.resolve(file);
        if (Files.exists(path)) {
            assertThat(Compatibility.breaks(read(Files.readString(path)), schema))
                    .as("what the change breaks; it needs the next major of the schema")
                    .isEmpty();
        }
        String text = PRETTY.writeValueAsString(schema).replace("\r\n", "\n") + "\n";
        if (REWRITE) {
            Files.createDirectories(FOLDER);
            Files.writeString(path, text);
        }
        assertThat(path)
                .as("write the schemas anew, as the comment of this test says")
                .hasContent(text);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read(String json) {
        return (Map<String, Object>) CanonicalJson.parse(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"nothing here\"                 | \"nothing there\"                    | ``",
                "\"note\":{\"type\":\"string\"}   | \"text\":{\"type\":\"string\"}       | note: was removed",
                "\"required\":[\"hours\"          | \"required\":[\"note\",\"hours\"     | note: is required now",
                "\"required\":[\"hours\",         | \"required\":[                       | hours: readers could count on it, and no longer can",
                "\"boolean\"                      | \"string\"                           | billable: type was boolean and is string",
                "\"draft\",                       | ``                                   | approval: no longer knows [draft]",
                "\"draft\",                       | \"draft\",\"parked\",                | ``",
                "\"note\":                        | \"more\":{\"type\":\"string\"},\"note\": | ``",
                "\"$ref\":\"#/$defs/Money\"       | \"type\":\"string\"                  | rate: type was object and is string",
                "\"currency\":{\"type\":\"string\"}}} | \"currency\":{\"type\":\"integer\"}}} | rate.currency: type was string and is integer",
            })
    void a_break_is_named(String from, String to, String expected) {
        String before = """
                {"type":"object","properties":{"hours":{"type":"string"},"billable":{"type":"boolean"},"note":{"type":"string"},\
                "approval":{"type":"string","enum":["draft","approved"]},"rate":{"$ref":"#/$defs/Money"}},\
                "required":["hours","billable"],"additionalProperties":false,\
                "$defs":{"Money":{"type":"object","properties":{"currency":{"type":"string"}}}}}""";
        assertThat(String.join("; ", Compatibility.breaks(read(before), read(before.replace(from, to)))))
                .startsWith(expected);
    }
}
