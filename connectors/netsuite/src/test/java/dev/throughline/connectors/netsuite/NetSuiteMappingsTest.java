package dev.throughline.connectors.netsuite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.mapping.ExampleRunner;
import dev.throughline.mapping.MappingSet;
import dev.throughline.mapping.MappingSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The default mappings load, and each does what its examples say. */
class NetSuiteMappingsTest {
    @Test
    void every_example_gives_what_it_says() throws IOException {
        MappingSet.Loaded loaded = MappingSet.load(sources());
        assertThat(loaded).as(loaded.toString()).isInstanceOf(MappingSet.Loaded.Ready.class);
        List<ExampleRunner.Result> results = ExampleRunner.run(((MappingSet.Loaded.Ready) loaded).set());
        assertThat(results).hasSizeGreaterThan(20).allMatch(ExampleRunner.Result::passed);
    }

    private static List<MappingSource> sources() throws IOException {
        List<MappingSource> sources = new ArrayList<>();
        String folder = new NetSuiteConnectorFactory().mappings();
        for (String name : text(folder + "/index.txt").lines().toList()) {
            sources.add(MappingSource.shipped(name, text(folder + "/" + name)));
        }
        return sources;
    }

    private static String text(String path) throws IOException {
        try (var in = NetSuiteMappingsTest.class.getClassLoader().getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
