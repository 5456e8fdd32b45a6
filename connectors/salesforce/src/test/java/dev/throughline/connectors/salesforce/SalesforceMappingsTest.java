package dev.throughline.connectors.salesforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.mapping.ExampleRunner;
import dev.throughline.mapping.MappingSet;
import dev.throughline.mapping.MappingSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SalesforceMappingsTest {
    @Test
    void every_shipped_document_loads_and_every_example_holds() throws IOException {
        MappingSet.Loaded loaded = MappingSet.load(sources());
        assertThat(loaded).isInstanceOf(MappingSet.Loaded.Ready.class);
        List<ExampleRunner.Result> results = ExampleRunner.run(((MappingSet.Loaded.Ready) loaded).set());
        assertThat(results)
                .hasSizeGreaterThan(10)
                .allSatisfy(result ->
                        assertThat(result.passed()).as(result.toString()).isTrue());
    }

    private static List<MappingSource> sources() throws IOException {
        String folder = new SalesforceFactory().mappings();
        List<MappingSource> sources = new ArrayList<>();
        for (String file : text(folder + "/index.txt").lines().toList()) {
            sources.add(MappingSource.shipped(file, text(folder + "/" + file)));
        }
        return sources;
    }

    private static String text(String path) throws IOException {
        try (InputStream in = SalesforceMappingsTest.class.getClassLoader().getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
