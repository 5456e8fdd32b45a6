package dev.throughline.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a house of its own, with a JDK and a Maven that only say what they were asked. */
@DisabledOnOs(WINDOWS)
class LauncherTest {
    private static final List<String> TOOLS = List.of(
            "bash",
            "env",
            "cat",
            "cksum",
            "dirname",
            "find",
            "grep",
            "head",
            "ls",
            "mkdir",
            "readlink",
            "rm",
            "sed",
            "sort",
            "tail",
            "tee",
            "tr",
            "xargs");

    /** Counts its builds, and leaves what a build leaves. */
    private static final String MAVEN = """
            #!/usr/bin/env bash
            if [ "$1" = --version ]; then echo "Apache Maven ${FAKE_MAVEN_VERSION:-3.9.9}"; exit 0; fi
            echo "$*" >>"$FAKE_CALLS"
            if [ -n "${FAKE_MAVEN_FAILS:-}" ]; then echo "[ERROR] Foo.java:[3,1] cannot find symbol"; exit 1; fi
            echo "[INFO] Building Throughline model 0.1.0                       [1/2]"
            mkdir -p server/target
            : >server/target/server-0.1.0.jar
            printf '%s' "$PWD/server/target/server-0.1.0.jar" >server/target/classpath.txt
            """;

    @TempDir
    private Path folder;

    private Path house = Path.of("");
    private Path calls = Path.of("");
    private final Map<String, String> environment = new HashMap<>();

    private record Said(int exitCode, String out, String err) {}

    @BeforeEach
    void a_house() throws IOException {
        house = Files.createDirectories(folder.resolve("a house"));
        calls = folder.resolve("calls");
        Files.copy(Path.of("..", "throughline"), house.resolve("throughline"));
        executable(house.resolve("throughline"));
        source("class Foo {}");
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : TOOLS) {
            script(bin.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(found(tool)));
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", folder.toString());
        environment.put("FAKE_CALLS", calls.toString());
        environment.put("THROUGHLINE_JDK_FOLDERS", jdk("jdk-25", "25.0.1").toString());
        script(bin.resolve("mvn"), MAVEN);
    }

    @Test
    void it_builds_once_and_runs_what_was_asked_in_a_folder_with_a_space() throws Exception {
        Said first = run("check", "--workspace", "my firm");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out())
                .contains(
                        "dev.throughline.server.Main|check|--workspace|my firm|",
                        house + "/server/target/server-0.1.0.jar");
        assertThat(first.err()).contains("Building Throughline", "Throughline model", "Built in");
        Said second = run("version");
        assertThat(second.err()).isEmpty();
        assertThat(second.out()).contains("Main|version|");
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void it_builds_again_when_a_source_has_changed_or_what_was_built_is_gone() throws Exception {
        run("version");
        source("class Foo { int changed; }");
        run("version");
        assertThat(builds()).isEqualTo(2);
        Files.delete(house.resolve("server/target/server-0.1.0.jar"));
        run("version");
        assertThat(builds()).isEqualTo(3);
    }

    @Test
    void a_build_that_fails_says_why_and_is_tried_again() throws Exception {
        environment.put("FAKE_MAVEN_FAILS", "yes");
        Said failed = run("version");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("The build failed", "cannot find symbol");
        environment.remove("FAKE_MAVEN_FAILS");
        assertThat(run("version").exitCode()).isZero();
    }

    @Test
    void it_finds_its_house_through_links() throws Exception {
        Path there = Files.createDirectories(folder.resolve("there"));
        Files.createSymbolicLink(there.resolve("direct"), house.resolve("throughline"));
        Files.createSymbolicLink(there.resolve("relative"), Path.of("direct"));
        Said said = say(there.resolve("relative"), folder, "version");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out()).contains("-Dthroughline.home=" + house + "|");
    }

    @Test
    void without_a_jdk_it_says_what_it_found_and_what_to_install() throws Exception {
        environment.put("THROUGHLINE_JDK_FOLDERS", jdk("jdk-17", "17.0.9").toString());
        script(folder.resolve("bin/apt-get"), "#!/usr/bin/env bash\n");
        Said said = run("demo");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err())
                .contains(
                        "needs a JDK 25",
                        "jdk-17 is a JDK 17",
                        "apt-get install openjdk-25-jdk",
                        "THROUGHLINE_JAVA_HOME");
        assertThat(builds()).isZero();
    }

    @Test
    void a_runtime_that_cannot_compile_is_no_jdk() throws Exception {
        Path runtime = jdk("jre-25", "25.0.1");
        Files.delete(runtime.resolve("bin/javac"));
        environment.put("THROUGHLINE_JDK_FOLDERS", runtime.toString());
        Said said = run("demo");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("found none", "sdk install java");
    }

    @Test
    void without_maven_it_says_what_to_install() throws Exception {
        Files.delete(folder.resolve("bin/mvn"));
        Said said = run("demo");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("needs Maven 3.8", "no 'mvn' on the PATH", "sdk install maven");
    }

    @Test
    void an_old_maven_is_told_with_its_place() throws Exception {
        environment.put("FAKE_MAVEN_VERSION", "3.6.3");
        Said said = run("demo");
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("needs Maven 3.8", "bin/mvn is older");
    }

    @Test
    void help_needs_neither() throws Exception {
        environment.put("THROUGHLINE_JDK_FOLDERS", "");
        Said said = run("help");
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).contains("./throughline demo", "./throughline sandbox");
    }

    private Said run(String... words) throws IOException, InterruptedException {
        return say(house.resolve("throughline"), folder, words);
    }

    private Said say(Path launcher, Path from, String... words) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        var command = Stream.concat(
                        Stream.of(folder.resolve("bin/bash").toString(), launcher.toString()), Arrays.stream(words))
                .toList();
        var builder = new ProcessBuilder(command)
                .directory(from.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        int exitCode = builder.start().waitFor();
        return new Said(exitCode, Files.readString(out), Files.readString(err));
    }

    private int builds() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
    }

    private void source(String text) throws IOException {
        Path file = house.resolve("model/src/main/java/Foo.java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/java"), "#!/usr/bin/env bash\nprintf '%s|' \"$@\"\n");
        script(home.resolve("bin/javac"), "#!/usr/bin/env bash\n");
        return home;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        executable(file);
    }

    private static void executable(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path found(String tool) {
        return Stream.of("/usr/bin/", "/bin/")
                .map(place -> Path.of(place + tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("this machine has no " + tool));
    }
}
