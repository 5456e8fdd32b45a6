package dev.throughline.server.portfolio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.testing.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs over files that are ended in their midst, or lose their database. */
@DisabledOnOs(WINDOWS)
class BrokenOffTest {
    private static final String HEADER =
            "original_contract_id,current_item_id,department_name,vendor,short_desc,start_dt,end_dt,amt,tot_payments,remaining";

    @TempDir
    private Path folder;

    private Launched portfolio() throws IOException {
        Path files = Files.createDirectories(folder.resolve("files"));
        for (int quarter = 1; quarter <= 4; quarter++) {
            int paid = quarter * 10;
            Runs.write(
                    files,
                    "FY-2019-Q" + quarter + ".csv",
                    IntStream.rangeClosed(0, 200)
                            .mapToObj(i -> i == 0 ? HEADER : term(1_920_000 + i, paid))
                            .toArray(String[]::new));
        }
        Path temporary = Files.createDirectories(folder.resolve("tmp"));
        return Launched.start(
                folder,
                List.of("-Djava.io.tmpdir=" + temporary),
                "demo",
                "--portfolio",
                files.toString(),
                "--json",
                folder.resolve("summary.json").toString());
    }

    private static String term(int contract, int paid) {
        return "%d,%d,WATER,Vendor,Work,7/1/2018,6/30/2019,%d.00,%d.00,0".formatted(contract, contract, 1000, paid);
    }

    /** Those of this test's run that name its folder, whoever their parent is: PostgreSQL has none. */
    private Stream<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(p -> p.info().commandLine().orElse("").contains(folder.toString()));
    }

    /** Without this file PostgreSQL refuses its folder: else the guard has it running again, now before and now after the run gives up. */
    private void endDatabaseForGood() throws IOException {
        try (var all = Files.walk(folder)) {
            Path version = all.filter(
                            p -> p.endsWith("PG_VERSION") && Files.exists(p.resolveSibling("postgresql.conf")))
                    .findFirst()
                    .orElseThrow();
            Files.delete(version);
        }
        processes()
                .filter(p -> p.info().command().orElse("").endsWith("postgres"))
                .forEach(ProcessHandle::destroyForcibly);
    }

    private JsonNode summary() throws IOException {
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("summary.json")));
    }

    @ParameterizedTest
    @CsvSource({"under way, 130", "FY-2019-Q1.csv, 143"})
    void what_ctrl_c_or_kill_leaves_between_the_sides_is_in_flight_and_nothing_is_unexplained(String moment, int code)
            throws Exception {
        try (var run = portfolio()) {
            run.awaitOutput(moment);
            assertThat(code == 130 ? run.interrupt() : run.stop())
                    .as(run.output())
                    .isEqualTo(code);
            JsonNode summary = summary();
            assertThat(summary.path("reconciliation").path("unexplained").asLong())
                    .as(run.output())
                    .isZero();
            assertThat(summary.path("exceptionsByReason").propertyNames()).contains("STILL_UNDER_WAY");
            assertThat(run.output()).contains("interrupted").doesNotContain("nothing explains", "\tat ");
            assertThat(processes()).isEmpty();
        }
    }

    @Test
    void without_its_database_a_run_tells_what_it_knows_and_what_happened() throws Exception {
        try (var run = portfolio()) {
            run.awaitOutput("FY-2019-Q1.csv");
            endDatabaseForGood();
            assertThat(run.exitCode()).as(run.output()).isEqualTo(ExitCodes.CANNOT_REACH);
            JsonNode summary = summary();
            assertThat(summary.path("error").asString()).isNotEmpty();
            assertThat(summary.path("invoices").asLong()).isGreaterThanOrEqualTo(200);
            assertThat(summary.path("exceptionsByReason").propertyNames()).contains("RUN_BROKEN");
            assertThat(run.output()).contains("No summary can be drawn up", "Run it again");
            assertThat(run.output().lines().filter(l -> l.startsWith("\tat ")).limit(20))
                    .isEmpty();
        }
    }
}
