package dev.throughline.connectors.bamboohr.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.testkit.VendorSpecification;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The simulator's answers against the OpenAPI document that the vendor publishes. */
class SpecificationTest {
    private static final String V1 = "/api/v1";

    private final BambooHrSimulator simulator = new BambooHrSimulator();
    private final HttpClient http = HttpClient.newHttpClient();
    private Map<String, String> ids = Map.of();

    @BeforeEach
    void start() {
        simulator.start(0, InstantSource.fixed(Instant.parse("2026-03-02T16:00:00Z")));
        ids = simulator.seedSmallFirm();
    }

    @AfterEach
    void stop() {
        assertThat(simulator.counters().orElseThrow().crashes()).isEmpty();
        simulator.close();
    }

    @Test
    void every_answer_has_the_documented_shape() throws Exception {
        var shape = new OpenApiShape(VendorSpecification.find("bamboohr", "public-openapi.yaml"));
        String amara = ids.getOrDefault("consultant-amara", "");
        same(shape, V1 + "/employees", "?page%5Blimit%5D=3&fields=hireDate,departmentName,workEmail");
        same(shape, V1 + "/employees", "?page%5Blimit%5D=0");
        same(shape, V1 + "/employees/directory", "");
        same(shape, V1 + "/employees/changed", "?since=2020-01-01T00:00:00Z");
        same(shape, V1 + "/meta/fields", "");
        same(shape, V1 + "/meta/tables", "");
        same(shape, V1 + "/meta/lists", "");
        same(shape, V1 + "/meta/users", "");
        same(shape, V1 + "/meta/time_off/types", "");
        same(shape, V1 + "/time_off/requests", "?start=2026-01-01&end=2026-12-31");
        same(shape, V1 + "/time_off/whos_out", "?start=2026-01-01&end=2026-12-31");
        same(shape, V1 + "/webhooks/monitor_fields", "");
        get(shape, V1 + "/employees/{id}", V1 + "/employees/" + amara + "?fields=firstName,status,payRate");
        get(shape, "/api/v1_2/datasets/{datasetName}/fields", "/api/v1_2/datasets/employee/fields");
        for (String table : List.of("jobInfo", "employmentStatus", "compensation")) {
            get(shape, V1 + "/employees/{id}/tables/{table}", V1 + "/employees/" + amara + "/tables/" + table);
            get(
                    shape,
                    V1 + "/employees/changed/tables/{table}",
                    V1 + "/employees/changed/tables/" + table + "?since=2020-01-01T00:00:00Z");
        }
    }

    @Test
    void datasets_and_webhooks_have_it_too_with_their_errors() throws Exception {
        var shape = new OpenApiShape(VendorSpecification.find("bamboohr", "public-openapi.yaml"));
        String data = "/api/v2/datasets/{datasetName}/data";
        String employees = "/api/v2/datasets/employee/data";
        check(shape, "post", data, employees, "{\"fields\":[\"firstName\"],\"pageSize\":2}");
        check(shape, "post", data, employees, "{\"fields\":[\"nope\"]}");
        String hook =
                "{\"name\":\"h\",\"url\":\"https://127.0.0.1:9/x\",\"format\":\"json\",\"events\":[\"employee.updated\"],\"monitorFields\":[\"jobTitle\"]}";
        check(shape, "post", V1 + "/webhooks", V1 + "/webhooks", hook);
        check(shape, "post", V1 + "/webhooks", V1 + "/webhooks", "{\"name\":\"h\"}");
        same(shape, V1 + "/webhooks", "");
        get(shape, V1 + "/webhooks/{id}", V1 + "/webhooks/1");
        get(shape, V1 + "/webhooks/{id}", V1 + "/webhooks/99");
        get(shape, V1 + "/webhooks/{id}/log", V1 + "/webhooks/1/log");
    }

    private void same(OpenApiShape shape, String path, String query) throws Exception {
        get(shape, path, path + query);
    }

    private void get(OpenApiShape shape, String template, String path) throws Exception {
        check(shape, "get", template, path, "");
    }

    private void check(OpenApiShape shape, String method, String template, String path, String body)
            throws IOException, InterruptedException {
        String key = Base64.getEncoder().encodeToString((Doors.KEY + ":x").getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(simulator.access().baseUrl() + path))
                .header("Authorization", "Basic " + key)
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .method(method.toUpperCase(java.util.Locale.ROOT), HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(shape.departures(
                        method,
                        template,
                        answer.statusCode(),
                        JsonMapper.shared().readTree(answer.body())))
                .as("%s %s gave %s", method, path, answer.body())
                .isEmpty();
    }
}
