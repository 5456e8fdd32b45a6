package dev.throughline.server;

import static dev.throughline.server.testing.TestServer.get;
import static dev.throughline.server.testing.TestServer.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.server.command.ForecastCommand;
import dev.throughline.server.command.MarginsCommand;
import dev.throughline.server.testing.TestServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

/** Margins and forecasts, by API and by command line. */
class OutlookTest {
    @TempDir
    private Path folder;

    private String run(Object command, int exit, String... arguments) throws IOException {
        var key = Files.writeString(folder.resolve("key"), TestServer.ADMIN_KEY);
        var out = new StringWriter();
        var line = new CommandLine(command).setOut(new PrintWriter(out));
        var all = new ArrayList<>(List.of("--url", TestServer.APP.url().toString(), "--key-file", key.toString()));
        all.addAll(List.of(arguments));
        assertThat(line.execute(all.toArray(String[]::new))).as(out.toString()).isEqualTo(exit);
        return out.toString();
    }

    @Test
    void margins_say_what_is_known_and_what_is_missing() throws IOException {
        var margin = JsonMapper.shared()
                .readTree(get("/api/v1/margins").body())
                .path("margins")
                .get(0);
        assertThat(margin.path("sold").path("percent").asString()).isEqualTo("65.0");
        assertThat(margin.path("planned").has("cost")).isFalse();
        assertThat(margin.path("planned").path("lacks").get(0).path("code").asString())
                .isEqualTo("COST_RATE_MISSING");
        assertThat(run(new MarginsCommand(), 1, "--report"))
                .containsPattern("sold +12000.00 +4200.00 +7800.00 +65.0")
                .contains("missing: no cost of an hour of res_1 is known (COST_RATE_MISSING)")
                .contains("Margins of 1 project(s)");
        assertThat(get("/api/v1/margins?project=8812").statusCode()).isEqualTo(422);
        assertThat(post("/api/v1/margins/report", "{\"nonsense\": 1}").statusCode())
                .isEqualTo(422);
    }

    @Test
    void a_forecast_is_a_table_or_a_file() throws IOException {
        assertThat(run(new ForecastCommand(), 0, "--months", "2")).contains("2026-03", "100.00", "50.00");
        assertThat(run(new ForecastCommand(), 0, "--csv"))
                .contains("kind,month,entity,role,currency,figure,value")
                .contains("pipeline,2026-03,ent_1,,USD,weighted,50.00")
                .contains("staffing,2026-03,,'=consultant,,firm,8");
        assertThat(get("/api/v1/forecast?months=61").statusCode()).isEqualTo(422);
    }

    @Test
    void recognised_revenue_is_told_and_an_intercompany_month_is_asked_for() {
        assertThat(get("/api/v1/revenue").body()).contains("prj_1");
        assertThat(post(
                                "/api/v1/processes/post-intercompany",
                                "{\"provider\": \"ent_de\", \"receiver\": \"ent_uk\", \"month\": \"2026-03-31\"}")
                        .statusCode())
                .isEqualTo(202);
    }
}
