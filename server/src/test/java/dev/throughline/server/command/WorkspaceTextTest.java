package dev.throughline.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTextTest {
    @TempDir
    private Path folder;

    private String text(String file) throws IOException {
        Files.writeString(folder.resolve("throughline.yaml"), file);
        return WorkspaceText.of(folder);
    }

    @Test
    void policies_of_a_folder_stand_where_it_was_named() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("b.yaml"), "CostPolicy:\n  withoutCostRate: hold\n");
        Files.writeString(rules.resolve("a.yaml"), "BillingPolicy:\n  workItem: $1\n");

        assertThat(text("tenant: x\npolicies: rules # ours\nport: 1\n"))
                .isEqualTo(
                        "tenant: x\npolicies:\n  BillingPolicy:\n    workItem: $1\n  CostPolicy:\n    withoutCostRate: hold\nport: 1\n");
    }

    @Test
    void policies_in_the_file_itself_stay_as_they_are() throws IOException {
        var inline = "policies:\n  BillingPolicy: {lines: entry}\n";
        assertThat(text(inline)).isEqualTo(inline);
        assertThat(text("policies: {}\n")).isEqualTo("policies: {}\n");
        assertThat(text("policies: nowhere\n")).isEqualTo("policies: nowhere\n");
    }
}
