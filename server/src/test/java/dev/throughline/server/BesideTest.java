package dev.throughline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.server.testing.TestServer;
import dev.throughline.server.testing.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked at beside the hub's own work, as people type it: shadow bills and what-if. */
class BesideTest {
    @TempDir
    private Path folder;

    private Path key = Path.of("none");

    @BeforeEach
    void key() throws IOException {
        key = Files.writeString(folder.resolve("key"), TestServer.ADMIN_KEY);
    }

    private Typed typed(String... words) {
        return Typed.run(Stream.concat(
                        Arrays.stream(words), Stream.of("--url", TestServer.APP.url(), "--key-file", key.toString()))
                .toArray(String[]::new));
    }

    @Test
    void a_comparison_is_a_table_a_spreadsheet_or_json_and_its_exit_code_tells_whether_all_is_alike() {
        var table = typed("shadow", "compare", "--period", "2026-10");
        assertThat(table.exitCode()).isEqualTo(1);
        assertThat(table.output()).contains("time-to-billing is shadow", "missing", "-900.00", "3 alike, 2 differ");
        var csv = typed("shadow", "compare", "--period", "2026-10", "--csv");
        assertThat(csv.output()).startsWith("kind,also,customer").contains("rate,", "1200.00,1120.00,-80.00");
        assertThat(typed("shadow", "compare", "--period", "2026-10", "--json").output())
                .contains("\"difference\"");
        assertThat(typed("shadow", "compare", "--period", "2026-11").exitCode()).isZero();
        assertThat(typed("shadow", "compare", "--period", "soon").exitCode()).isEqualTo(2);
        assertThat(typed("shadow", "status").output()).contains("time-to-billing", "2 commands ended here");
    }

    @Test
    void a_what_if_is_a_table_a_spreadsheet_json_or_a_page() throws IOException {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), "X: {y: 2}");
        Path page = folder.resolve("page.html");
        var table = typed("what-if", "--policy", policy.toString(), "--html", page.toString());
        assertThat(table.exitCode()).isEqualTo(1);
        assertThat(table.output())
                .contains("changed: policy X.y: 1 -> 2", "1200.00", "1120.00", "-80.00", "1 lines would differ");
        assertThat(Files.readString(page)).contains("<h1>What if", "-80.00").doesNotContain("<script>");
        assertThat(typed("what-if", "--policy", policy.toString(), "--csv").output())
                .startsWith("day,customer,project")
                .contains("billed,8,1200.00,billed,8,1120.00,-80.00");
        var same = typed("what-if", "--from", "2026-09-01", "--to", "2026-09-30");
        assertThat(same.exitCode()).isZero();
        assertThat(same.output()).contains("Nothing would be billed differently", "all of them");
        assertThat(typed("what-if", "--policy", folder.resolve("none").toString())
                        .errors())
                .contains("cannot be read");
        Files.writeString(policy, "nonsense");
        assertThat(typed("what-if", "--policy", policy.toString()).exitCode()).isEqualTo(2);
    }
}
