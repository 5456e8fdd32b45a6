package dev.throughline.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.testing.Typed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} over the workspace's own mapping documents. */
class CheckTest {
    private static final String DOCUMENT = """
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
                out: {name: Harrowgate Mills}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void a_workspace() throws IOException {
        Files.writeString(folder.resolve("throughline.yaml"), """
                tenant: meridian
                mappings: mappings
                systems:
                  files:
                    kind: csv
                    role: files
                    settings: {folder: /tmp, files: "customers=*.csv"}
                """);
        Files.createDirectories(folder.resolve("mappings"));
    }

    private Typed check(String document) throws IOException {
        Files.writeString(folder.resolve("mappings/customer.yaml"), document);
        return Typed.run("check", "--workspace", folder.toString());
    }

    @Test
    void good_documents_pass_and_nothing_is_written() throws IOException {
        Typed typed = check(DOCUMENT);
        assertThat(typed.exitCode()).as(typed.output()).isEqualTo(ExitCodes.FINE);
        assertThat(typed.output()).contains("can be used");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("throughline.yaml", "mappings");
        }
    }

    @Test
    void a_mistake_names_file_line_and_field() throws IOException {
        Typed typed = check(DOCUMENT.replace("  name: title\n", "  nmae: title\n"));
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(typed.output()).contains("mappings/customer.yaml:7:", "nmae", "MAPPING_REFUSED");
    }

    @Test
    void an_example_that_comes_out_otherwise_is_told_with_both() throws IOException {
        Typed typed = check(DOCUMENT.replace("out: {name: Harrowgate Mills}", "out: {name: Harrowgate}"));
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(typed.output())
                .contains("mappings/customer.yaml:9:", "EXAMPLE_FAILS", "'a customer'", "Harrowgate Mills");
    }

    @Test
    void a_setting_that_its_connector_cannot_use_is_told_without_calling_anybody() throws IOException {
        Files.writeString(folder.resolve("secret"), "s3cret");
        String crm = """
                tenant: meridian
                systems:
                  crm:
                    kind: salesforce
                    role: crm
                    settings:
                      loginUrl: https://meridian.my.salesforce.com
                      clientId: a
                      clientSecret: file:secret
                      %s
                """;
        for (String wrong : List.of(
                "pubSubUrl: api.pubsub.salesforce.com",
                "pubSubUrl: http://api.pubsub.salesforce.com:7443",
                "pubSubCertificate: none")) {
            Files.writeString(folder.resolve("throughline.yaml"), crm.formatted(wrong));
            Typed typed = check(DOCUMENT);
            assertThat(typed.exitCode()).as(wrong).isEqualTo(ExitCodes.FINDINGS);
            assertThat(typed.output())
                    .contains("SETTING_WRONG", "system crm", wrong.substring(0, wrong.indexOf(':')))
                    .doesNotContain("s3cret");
        }
        Files.writeString(
                folder.resolve("throughline.yaml"), crm.formatted("pubSubUrl: https://api.pubsub.salesforce.com:7443"));
        assertThat(check(DOCUMENT).exitCode()).isEqualTo(ExitCodes.FINE);
    }

    @Test
    void for_machines_it_is_json() throws IOException {
        Files.writeString(
                folder.resolve("mappings/customer.yaml"), DOCUMENT.replace("  name: title\n", "  nmae: title\n"));
        Typed typed = Typed.run("check", "--workspace", folder.toString(), "--json");
        assertThat(typed.exitCode()).isEqualTo(ExitCodes.FINDINGS);
        assertThat(typed.output()).contains("\"usable\" : false", "\"line\" : 7");
    }
}
