package dev.throughline.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.testing.Launched;
import dev.throughline.server.testing.TestServer;
import dev.throughline.server.testing.Typed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code up} answers when it cannot, and what it leaves behind when it is ended. */
class UpTest {
    private static final String WORKSPACE = """
            tenant: meridian
            systems:
              files:
                kind: csv
                role: files
                settings: {folder: /tmp, files: "contract=*.csv"}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void a_workspace() throws IOException {
        Files.writeString(folder.resolve("throughline.yaml"), WORKSPACE);
    }

    @Test
    void a_port_in_use_is_told_before_a_database_is_started() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            var typed = Typed.run("up", "--workspace", folder.toString(), "--port", port);
            assertThat(typed.exitCode()).isEqualTo(ExitCodes.CANNOT_REACH);
            assertThat(typed.errors()).contains("127.0.0.1:" + port, "--port").doesNotContain("\tat ");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    @Test
    void a_wrong_database_password_is_told_as_such() throws IOException {
        Files.writeString(folder.resolve("password.txt"), "not-the-right-one");
        String url = ((HikariDataSource) TestServer.DATABASE.source()).getJdbcUrl();
        Files.writeString(
                folder.resolve("throughline.yaml"),
                WORKSPACE
                        + "database: {url: \"%s\", user: postgres, password: \"file:password.txt\"}\n".formatted(url));
        var typed = Typed.run("up", "--workspace", folder.toString(), "--port", "0");
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.CANNOT_REACH);
        assertThat(typed.errors())
                .contains("'postgres'", "password is wrong", "database.password")
                .doesNotContain("\tat ")
                .doesNotContain("not-the-right-one");
    }

    @Test
    void no_database_password_at_all_is_told_the_same() {
        String url = ((HikariDataSource) TestServer.DATABASE.source()).getJdbcUrl();
        var typed = Typed.run("up", "--workspace", folder.toString(), "--port", "0", "--database", url);
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.CANNOT_REACH);
        assertThat(typed.errors()).contains("THROUGHLINE_DATABASE_PASSWORD").doesNotContain("\tat ");
    }

    @Test
    void an_unreachable_database_is_told_with_its_address() throws IOException {
        int nobody;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:%d/throughline".formatted(nobody);
        var typed = Typed.run("up", "--workspace", folder.toString(), "--port", "0", "--database", url);
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.CANNOT_REACH);
        assertThat(typed.errors()).contains(url, "does not answer", "firewall").doesNotContain("\tat ");
    }

    @Test
    void a_workspace_with_a_mistake_starts_nothing() throws IOException {
        Files.writeString(folder.resolve("throughline.yaml"), WORKSPACE.replace("role: files", "role: fils"));
        var typed = Typed.run("up", "--workspace", folder.toString(), "--port", "0");
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(typed.errors()).contains("throughline.yaml:5:", "UNKNOWN_ROLE");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_mapping_that_does_not_do_what_its_example_says_starts_nothing() throws IOException {
        Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(folder.resolve("mappings/customer.yaml"), """
                mapping: csv/customer
                version: 1
                source: the firm's own list of customers
                from: {object: customers}
                to: CustomerAccount/1
                fields:
                  name: title
                examples:
                  - name: a customer
                    in: {title: Harrowgate Mills}
                    out: {name: Somebody else}
                """);
        Files.writeString(folder.resolve("throughline.yaml"), WORKSPACE + "mappings: mappings\n");
        var typed = Typed.run("up", "--workspace", folder.toString(), "--port", "0");
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(typed.errors()).contains("EXAMPLE_FAILS", "Harrowgate Mills").doesNotContain("\tat ");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_mapping_version_that_was_in_force_with_another_content_is_named_and_not_used() throws Exception {
        Files.createDirectories(folder.resolve("mappings"));
        Files.writeString(folder.resolve("throughline.yaml"), WORKSPACE + "mappings: mappings\n");
        String document = """
                mapping: csv/customer
                version: 1
                source: the firm's own list of customers
                from: {object: customers}
                to: CustomerAccount/1
                fields:
                  name: title
                examples:
                  - name: a customer
                    in: {title: Harrowgate Mills, label: Harrowgate Mills}
                    out: {name: Harrowgate Mills}
                """;
        Files.writeString(folder.resolve("mappings/customer.yaml"), document);
        try (var up = up()) {
            up.awaitOutput("Throughline runs for");
            assertThat(up.interrupt()).isEqualTo(ExitCodes.FINE);
        }
        Files.writeString(folder.resolve("mappings/customer.yaml"), document.replace("name: title", "name: label"));
        var typed = Typed.run("up", "--workspace", folder.toString(), "--port", "0");
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(typed.errors())
                .contains(
                        "mappings/customer.yaml: version 1 of csv/customer was released on",
                        "[RELEASED_MAPPING_EDITED]. Give it a new version (version: 2), or put it back as it was")
                .doesNotContain("\tat ");
    }

    @Test
    void ctrl_c_in_the_midst_of_the_start_stops_the_database_in_order() throws Exception {
        try (var up = up()) {
            up.await("PostgreSQL", () -> Files.exists(pidFile()));
            assertThat(up.interrupt()).isEqualTo(ExitCodes.FINE);
            assertInOrder(up);
        }
    }

    @Test
    void a_kill_ends_it_in_order_in_the_midst_of_the_start_and_later_and_it_starts_again() throws Exception {
        try (var up = up()) {
            up.await("PostgreSQL", () -> Files.exists(pidFile()));
            assertThat(up.stop()).isEqualTo(143);
            assertInOrder(up);
        }
        try (var up = up()) {
            up.awaitOutput("Throughline runs for");
            assertThat(up.stop()).isEqualTo(143);
            assertInOrder(up);
        }
    }

    private Launched up() throws IOException {
        return Launched.start(folder, "up", "--workspace", folder.toString(), "--port", "0");
    }

    private Path pidFile() {
        return folder.resolve("data/postgres/postmaster.pid");
    }

    /** PostgreSQL takes the file away itself, as the last thing of an orderly stop. */
    private void assertInOrder(Launched up) throws IOException {
        assertThat(pidFile()).as(up.output()).doesNotExist();
        assertThat(up.output()).doesNotContain("\tat ");
        assertThat(ProcessHandle.allProcesses()
                        .map(p -> p.info().commandLine().orElse(""))
                        .filter(c -> c.contains(folder.toString())))
                .isEmpty();
    }
}
