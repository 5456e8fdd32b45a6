package dev.throughline.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.throughline.server.testing.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The demo as a person starts it, with the hub killed under it or broken off by Ctrl-C. */
@DisabledOnOs(WINDOWS)
class DemoKillTest {
    @TempDir
    private Path folder;

    @Test
    void a_demo_whose_hub_is_killed_twice_ends_like_one_that_was_left_alone() throws Exception {
        ObjectNode undisturbed = afterOneThatWasEndedInOrder();
        killWhen("week 1 of 1: deals are won");
        killWhen("week 1 of 1: work is invoiced");
        try (var last = demo("killed")) {
            assertThat(last.exitCode()).as(last.output()).isZero();
            assertThat(last.output()).contains("it goes on where it was").doesNotContain("people and customers");
        }
        assertThat(outcome("killed")).isEqualTo(undisturbed);
        assertThat(processes()).isEmpty();
    }

    /** The same command works after a {@code kill} in mid-play; nothing of the first is left. */
    private ObjectNode afterOneThatWasEndedInOrder() throws Exception {
        Path place = Files.createDirectories(folder.resolve("place"));
        Path output = Files.createDirectories(folder.resolve("output"));
        var options = List.of("-Dthroughline.home=" + place);
        String[] words = {
            "demo",
            "--weeks",
            "1",
            "--seed",
            "7",
            "--exit",
            "--json",
            folder.resolve("alone.json").toString()
        };
        try (var ended = Launched.start(output, options, words)) {
            ended.awaitOutput("week 1 of 1: deals are won");
            assertThat(ended.stop()).as(ended.output()).isEqualTo(143);
        }
        assertThat(processes()).isEmpty();
        try (var alone = Launched.start(output, options, words)) {
            assertThat(alone.exitCode()).as(alone.output()).isZero();
        }
        return outcome("alone");
    }

    private void killWhen(String said) throws Exception {
        try (var hub = demo("killed")) {
            hub.awaitOutput(said);
            hub.kill();
        }
        assertThat(processes()).as("the vendors live on").anyMatch(p -> p.contains("VendorsProcess"));
    }

    @ParameterizedTest
    @CsvSource({"starting PostgreSQL, 130", "week 1 of 1: deals are won, 130", "starting PostgreSQL, 143"})
    void ctrl_c_and_kill_leave_no_process_and_no_folder_whenever_they_come(String moment, int code) throws Exception {
        Path place = Files.createDirectories(folder.resolve("place"));
        Path output = Files.createDirectories(folder.resolve("output"));
        var options = List.of("-Dthroughline.home=" + place);
        try (var demo = Launched.start(output, options, "demo", "--weeks", "1")) {
            demo.awaitOutput(moment);
            assertThat(code == 130 ? demo.interrupt() : demo.stop())
                    .as(demo.output())
                    .isEqualTo(code);
        }
        assertThat(processes()).as("after %d at '%s'", code, moment).isEmpty();
        assertThat(place.resolve(".throughline").resolve("demo")).doesNotExist();
    }

    @Test
    void vendors_that_no_hub_comes_back_to_end_with_all_that_is_left() throws Exception {
        Path place = Files.createDirectories(folder.resolve("left"));
        Process vendors = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VendorsProcess.class.getName(),
                        place.toString(),
                        "true",
                        "PT1S",
                        "1",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("vendors.txt").toFile())
                .start();
        assertThat(vendors.waitFor()).isZero();
        assertThat(place).doesNotExist();
    }

    private Launched demo(String name) throws IOException {
        Path output = Files.createDirectories(folder.resolve(name + "-output"));
        return Launched.start(
                output,
                "demo",
                "--weeks",
                "1",
                "--seed",
                "7",
                "--exit",
                "--data",
                folder.resolve(name).toString(),
                "--json",
                folder.resolve(name + ".json").toString());
    }

    /** Without how often the same record was read, and how long it took: both hang on time. */
    private ObjectNode outcome(String name) throws IOException {
        var outcome = (ObjectNode) JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve(name + ".json")));
        assertThat(outcome.path("rows").path("underWay").asLong()).isZero();
        outcome.remove("seconds");
        outcome.remove("rows");
        return outcome;
    }

    /** Command lines of all processes that have to do with this test's folder. */
    private List<String> processes() {
        String ours = folder.toString();
        return ProcessHandle.allProcesses()
                .map(p -> p.info().commandLine().orElse(""))
                .filter(c -> c.contains(ours))
                .toList();
    }
}
