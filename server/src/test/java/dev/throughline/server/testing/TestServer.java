package dev.throughline.server.testing;

import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.Workspace.OnForeignChange;
import dev.throughline.hub.workspace.Workspace.Ownership;
import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.ServerApp;
import dev.throughline.server.ServerOptions;
import dev.throughline.server.database.EmbeddedDatabase;
import dev.throughline.server.security.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;

/** One server for the test JVM, on a real PostgreSQL. */
public final class TestServer {
    public static final TenantId TENANT = new TenantId("meridian");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    public static final FakeRooms ROOMS = new FakeRooms();
    public static final EmbeddedDatabase DATABASE = database();
    public static final ServerApp APP = start();
    public static final String ADMIN_PASSWORD =
            APP.users().generate(TENANT, "admin", Set.of(dev.throughline.server.security.Role.ADMIN));
    public static final String ADMIN_KEY = APP.keys().create(TENANT, "all", Set.of(Scope.values()));

    private TestServer() {}

    public static String keyWith(Scope... scopes) {
        return APP.keys().create(TENANT, "some", Set.of(scopes));
    }

    public static HttpResponse<String> call(String method, String path, String key, String body, String... headers) {
        return send(request(method, path, key, HttpRequest.BodyPublishers.ofString(body), headers));
    }

    public static HttpResponse<String> get(String path) {
        return call("GET", path, ADMIN_KEY, "");
    }

    public static HttpResponse<String> post(String path, String body, String... headers) {
        return call("POST", path, ADMIN_KEY, body, headers);
    }

    public static HttpRequest request(
            String method, String path, String key, HttpRequest.BodyPublisher body, String... headers) {
        var builder = HttpRequest.newBuilder(URI.create(APP.url() + path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body)
                .header("Content-Type", "application/json");
        if (!key.isEmpty()) {
            builder.header("Authorization", "Bearer " + key);
        }
        for (int i = 0; i < headers.length; i += 2) {
            builder.setHeader(headers[i], headers[i + 1]);
        }
        return builder.build();
    }

    public static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static EmbeddedDatabase database() {
        try {
            var database = EmbeddedDatabase.open(Files.createTempDirectory("throughline-server-test"));
            Flyway.configure()
                    .dataSource(database.source())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return database;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ServerApp start() {
        var workspace = new Workspace(
                TENANT,
                List.of(
                        system("salesforce", dev.throughline.model.Role.CRM),
                        system("netsuite-us", dev.throughline.model.Role.ERP)),
                new Ownership(Map.of(), OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "digest");
        var app = ServerApp.start(
                ServerOptions.onLoopback(0),
                List.of(workspace),
                DATABASE.source(),
                ROOMS.rooms(),
                InstantSource.system());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            app.close();
            DATABASE.close();
        }));
        return app;
    }

    private static SystemConfig system(String id, dev.throughline.model.Role role) {
        return new SystemConfig(
                new SystemId(id), id, role, Map.of(), Set.of(), Optional.empty(), Duration.ofSeconds(30));
    }
}
