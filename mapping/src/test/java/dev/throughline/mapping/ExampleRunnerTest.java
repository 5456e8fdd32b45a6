package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ExampleRunnerTest {
    private static final List<String> FILES = List.of("opportunity.yaml", "stages.yaml", "customer.yaml", "terms.yaml");

    @TestFactory
    Stream<DynamicTest> every_example_ends_as_it_says() {
        MappingSet set = Sets.of(FILES.stream().map(ExampleRunnerTest::text).toArray(String[]::new));
        return ExampleRunner.run(set).stream()
                .map(result -> DynamicTest.dynamicTest(
                        result.mapping() + ", " + result.example(),
                        () -> assertThat(result.differences()).isEmpty()));
    }

    @Test
    void a_wrong_example_says_where_it_differs() {
        String wrong = text("opportunity.yaml").replace("amount: \"120000.50\"", "amount: \"120000.51\"");
        var results = ExampleRunner.run(Sets.of(wrong, text("stages.yaml")));
        assertThat(results.stream().filter(result -> !result.passed()))
                .singleElement()
                .hasToString(
                        "file1.yaml:20, salesforce/opportunity v3, example 'a won deal': amount.amount: expected \"120000.51\", got \"120000.50\"");
    }

    static String text(String file) {
        try (InputStream in =
                Objects.requireNonNull(ExampleRunnerTest.class.getResourceAsStream("/examples/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
