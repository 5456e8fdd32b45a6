package dev.throughline.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.HubOptions;
import dev.throughline.hub.storage.Space;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.WorkspaceFile;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import dev.throughline.server.Node;
import dev.throughline.server.ServerOptions;
import dev.throughline.server.security.Scope;
import dev.throughline.server.testing.Waiting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A hub whose disk is really full: first so that tables cannot grow, then so that PostgreSQL cannot write its log and ends itself. */
class FullDiskTest {
    private static final String MAPPING = """
            mapping: csv/customer
            version: 1
            source: the firm's own list of customers
            from: {object: customers}
            to: CustomerAccount/1
            fields:
              name: title
            required: [name]
            examples:
              - name: a customer
                in: {title: Harrowgate Mills}
                out: {name: Harrowgate Mills}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Random random = new Random(1);
    private final Set<String> accepted = new HashSet<>();
    private Optional<EmbeddedDatabase> database = Optional.empty();
    private String url = "";
    private String key = "";
    private int number;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path folder;

    @Test
    void what_was_accepted_is_there_and_worked_to_its_end_and_what_was_not_was_told_so() throws Exception {
        Optional<SmallDisk> small = SmallDisk.mount(folder.resolve("disk"), 200);
        Assumptions.assumeTrue(small.isPresent(), "mounting a small file system is not permitted here");
        try (SmallDisk disk = small.get();
                Node node = start(disk.place().resolve("data"))) {
            url = node.server().url();
            key = node.server().keys().create(new TenantId("firm"), "feed", Set.of(Scope.values()));
            accepts();
            tablesCannotGrow(disk);
            theLogCannotGrow(disk);
        } finally {
            Space.freed();
        }
    }

    private void tablesCannotGrow(SmallDisk disk) throws Exception {
        // A new piece of the log first: it has room for more than what the tables are left.
        value("SELECT pg_switch_wal()");
        accepts();
        disk.fill(6);
        HttpResponse<String> refused = hundredsUntilRefused(60);
        isRefusal(refused, "DATABASE_FULL", 60);
        assertThat(get("/health").body()).contains("DOWN", "no disk space left", "is kept");
        assertThat(get("/health").statusCode()).isEqualTo(503);
        assertThat(get("/health/readiness").statusCode()).isEqualTo(200);

        disk.empty();
        Waiting.until("changes are accepted again", this::accepts);
        nothingIsLost();
    }

    private void theLogCannotGrow(SmallDisk disk) throws Exception {
        disk.fill(8);
        exhaustTheLog();
        HttpResponse<String> refused = hundredsUntilRefused(1);
        isRefusal(refused, "DATABASE_UNAVAILABLE", 5);
        assertThat(get("/health").body()).contains("DOWN", "does not answer", "goes on by itself");

        disk.empty();
        Waiting.until("PostgreSQL is back", this::accepts);
        nothingIsLost();
    }

    private Node start(Path data) throws IOException {
        Path mappings = Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(mappings.resolve("customer.yaml"), MAPPING);
        Path files = Files.createDirectories(folder.resolve("files"));
        var system = new Workspace.SystemConfig(
                new SystemId("files"),
                "csv",
                Role.FILES,
                Map.of("folder", files.toString(), "files", "customers=*.csv"),
                Set.of(),
                Optional.empty(),
                Duration.ofSeconds(30));
        var workspace = new Workspace(
                new TenantId("firm"),
                List.of(system),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.of(mappings),
                "full");
        EmbeddedDatabase embedded = EmbeddedDatabase.open(data);
        database = Optional.of(embedded);
        return Node.start(
                List.of(new WorkspaceFile(workspace, Optional.empty(), Optional.empty(), List.of())),
                embedded,
                ServerOptions.onLoopback(0),
                HubOptions.defaults("one"),
                InstantSource.system());
    }

    /** WAL only, until the next segment of 16 MB finds no room; the connection dies with the server. */
    private void exhaustTheLog() {
        try {
            for (int megabyte = 0; megabyte < 200; megabyte++) {
                value(
                        "SELECT pg_logical_emit_message(true, 'fill', string_agg(md5(n::text || '%d'), '')) FROM generate_series(1, 32768) n"
                                .formatted(megabyte));
            }
        } catch (IllegalStateException ended) {
            return;
        }
        throw new AssertionError("the log found room");
    }

    private HttpResponse<String> hundredsUntilRefused(int most) throws Exception {
        for (int i = 0; i < most; i++) {
            HttpResponse<String> answer = post(100, 10_000);
            if (answer.statusCode() != 202) {
                return answer;
            }
        }
        throw new AssertionError("%d batches were all accepted".formatted(most));
    }

    private boolean accepts() {
        try {
            return post(1, 10).statusCode() == 202;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private HttpResponse<String> post(int changes, int bytes) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        IntStream.range(0, changes).forEach(_ -> ids.add("c" + ++number));
        String body = ids.stream().map(id -> change(id, bytes)).collect(Collectors.joining(",", "[", "]"));
        HttpResponse<String> answer = send(request("/api/v1/changes").POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() == 202) {
            accepted.addAll(ids);
        }
        return answer;
    }

    private String change(String id, int bytes) {
        byte[] pad = new byte[bytes / 2];
        random.nextBytes(pad);
        return """
                {"system": "files", "objectType": "customers", "externalId": "%s", "version": 1, "payload": {"title": "Customer %s", "pad": "%s"}}""".formatted(id, id, HexFormat.of().formatHex(pad));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(40))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void isRefusal(HttpResponse<String> answer, String code, int seconds) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValueAsLong("Retry-After")).hasValue(seconds);
        JsonNode problem = JsonMapper.shared().readTree(answer.body());
        assertThat(problem.path("code").asString()).isEqualTo(code);
        assertThat(problem.path("detail").asString()).contains("nothing was accepted");
    }

    private void nothingIsLost() {
        Waiting.untilSame(
                "changes without an end",
                "0",
                () -> value(
                        "SELECT count(*) FROM change LEFT JOIN change_fate USING (partition, seq) WHERE fate IS NULL"));
        List<String> kept = List.of(value(
                        "SELECT string_agg(external_id, ',') FROM change JOIN change_fate USING (partition, seq) WHERE fate = 'applied'")
                .split(","));
        assertThat(kept).containsAll(accepted).doesNotHaveDuplicates();
    }

    private String value(String sql) {
        try (var connection = database.orElseThrow().source().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }
}
