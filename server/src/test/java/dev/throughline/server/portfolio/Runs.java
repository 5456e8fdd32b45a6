package dev.throughline.server.portfolio;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run over files with what it said. */
record Runs(int exit, String said, JsonNode json) {
    static Runs portfolio(Path folder) {
        return of(folder, PortfolioDemo::run, FileRun.PATIENCE);
    }

    static Runs pipeline(Path folder) {
        return of(folder, PipelineDemo::run, FileRun.PATIENCE);
    }

    static Runs of(Path folder, BiFunction<Path, Options, Integer> demo, Duration patience) {
        var said = new StringWriter();
        try {
            Path json = Files.createTempDirectory("summary").resolve("summary.json");
            int exit = demo.apply(folder, new Options(Optional.of(json), new PrintWriter(said), patience));
            System.out.println(said);
            var summary = Files.exists(json)
                    ? JsonMapper.shared().readTree(Files.readString(json))
                    : JsonMapper.shared().createObjectNode();
            return new Runs(exit, said.toString(), summary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path folder, String name, String... lines) {
        bytes(folder, name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static void bytes(Path folder, String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long number(String group, String name) {
        return json.path(group).path(name).asLong(-1);
    }

    long number(String name) {
        return json.path(name).asLong(-1);
    }

    String total(String side) {
        return json.path("totals").path(side).path("USD").asString("");
    }
}
