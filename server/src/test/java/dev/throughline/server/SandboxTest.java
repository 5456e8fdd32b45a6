package dev.throughline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.testing.Launched;
import dev.throughline.server.testing.Typed;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SandboxTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void any_client_can_use_what_the_file_says_until_ctrl_c() throws Exception {
        Path file = folder.resolve("sandbox.json");
        try (var sandbox = Launched.start(folder, "sandbox", "all", "--json", file.toString())) {
            sandbox.await("file", () -> Files.exists(file));
            JsonNode all = JsonMapper.shared().readTree(Files.readString(file));
            assertThat(all.propertyNames())
                    .containsExactlyInAnyOrder("bamboohr", "csv", "kantata", "netsuite", "salesforce");
            all.properties().forEach(vendor -> {
                assertThat(vendor.getValue().path("baseUrl").asString()).isNotBlank();
                assertThat(vendor.getValue().path("tokenUrl").asString()).isNotBlank();
                assertThat(vendor.getValue().path("records").size())
                        .as(vendor.getKey())
                        .isPositive();
                assertThat(vendor.getValue().path("credentials").isArray()).isTrue();
            });
            assertThat(salesforceAccount(all.path("salesforce"))).isEqualTo("Harrowgate Mills");
            assertThat(kantataProject(all.path("kantata"))).isEqualTo("Harrowgate ERP integration");
            assertThat(bambooEmployee(all.path("bamboohr"))).isEqualTo("Amara");
            assertThat(get(all.path("netsuite").path("baseUrl").asString() + "/record/v1/customer/1", "")
                            .statusCode())
                    .as("without credentials nothing opens")
                    .isEqualTo(401);
            assertThat(Path.of(all.path("csv").path("settings").path("folder").asString()))
                    .isNotEmptyDirectory();

            assertThat(sandbox.interrupt()).isEqualTo(ExitCodes.FINE);
            assertThat(sandbox.output()).contains("Ctrl-C ends them").doesNotContain("Exception");
            Assertions.assertThatThrownBy(
                            () -> get(all.path("salesforce").path("baseUrl").asString(), ""))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void an_unknown_kind_is_told_with_those_that_there_are() {
        var typed =
                Typed.run("sandbox", "salsforce", "--json", folder.resolve("x").toString());
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed.errors()).contains("'salsforce'", "netsuite, salesforce");
    }

    @Test
    void a_port_in_use_is_told_plainly() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            Path file = folder.resolve("x");
            var typed = Typed.run("sandbox", "netsuite", "--json", file.toString(), "--port-base", port);
            assertThat(typed.exitCode()).isEqualTo(ExitCodes.CANNOT_REACH);
            assertThat(typed.errors()).contains("netsuite", port, "--port-base").doesNotContain("\tat ");
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void a_file_that_cannot_be_written_is_told_before_anything_starts() {
        var typed = Typed.run(
                "sandbox", "csv", "--json", folder.resolve("nowhere/x").toString());
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.USAGE);
        assertThat(typed.errors()).contains("cannot be written");
    }

    private static String salesforceAccount(JsonNode vendor) throws Exception {
        String account = vendor.path("records").path("customer-harrow").asString();
        return json(get(
                        vendor.path("baseUrl").asString() + "/services/data/v62.0/sobjects/Account/" + account,
                        "Bearer " + token(vendor)))
                .path("Name")
                .asString();
    }

    private static String kantataProject(JsonNode vendor) throws Exception {
        String project = vendor.path("records").path("project-harrow-erp").asString();
        return json(get(
                        vendor.path("baseUrl").asString() + "/workspaces/" + project + ".json",
                        "Bearer " + token(vendor)))
                .path("workspaces")
                .path(project)
                .path("title")
                .asString();
    }

    private static String bambooEmployee(JsonNode vendor) throws Exception {
        JsonNode key = credential(vendor, "api-key");
        String basic =
                key.path("username").asString() + ":" + key.path("password").asString();
        String employee = vendor.path("records").path("consultant-amara").asString();
        return json(get(
                        vendor.path("baseUrl").asString() + "/api/v1/employees/" + employee + "?fields=firstName",
                        "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8))))
                .path("firstName")
                .asString();
    }

    private static String token(JsonNode vendor) throws Exception {
        var form = new StringBuilder("grant_type=client_credentials");
        credential(vendor, "oauth2-client-credentials")
                .properties()
                .forEach(value -> form.append('&')
                        .append(value.getKey())
                        .append('=')
                        .append(URLEncoder.encode(value.getValue().asString(), StandardCharsets.UTF_8)));
        var request = HttpRequest.newBuilder(URI.create(vendor.path("tokenUrl").asString()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build();
        return json(HTTP.send(request, HttpResponse.BodyHandlers.ofString()))
                .path("access_token")
                .asString();
    }

    private static JsonNode credential(JsonNode vendor, String method) {
        for (JsonNode credential : vendor.path("credentials")) {
            if (credential.path("method").asString().equals(method)) {
                return credential.path("values");
            }
        }
        throw new AssertionError("no " + method + " in " + vendor.path("credentials"));
    }

    private static HttpResponse<String> get(String url, String authorization) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Accept", "application/json");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }
}
