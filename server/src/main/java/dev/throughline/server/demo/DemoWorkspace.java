package dev.throughline.server.demo;

import dev.throughline.hub.workspace.Workspace;
import dev.throughline.hub.workspace.WorkspaceLoader;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The firm's own configuration: its policies, and the few lookup rows in which it differs from the connectors' defaults. */
final class DemoWorkspace {
    private static final String POLICIES = "/demo/policies.yaml";
    static final TenantId TENANT = new TenantId("meridian");

    private DemoWorkspace() {}

    /** @param settings by system; @param folder where the firm's lookups are written, as an operator would keep them */
    static Workspace of(Map<String, Map<String, String>> settings, Firm firm, Path folder, Duration poll) {
        return new Workspace(
                TENANT,
                Vendors.systems(settings, poll),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                policies(),
                Optional.of(lookups(folder, firm)),
                "demo");
    }

    private static Map<String, Map<String, Object>> policies() {
        try (var file = DemoWorkspace.class.getResourceAsStream(POLICIES)) {
            String text = new String(Objects.requireNonNull(file, POLICIES).readAllBytes(), StandardCharsets.UTF_8);
            return WorkspaceLoader.policies(POLICIES.substring(1), text, Processes.policies());
        } catch (IOException failed) {
            throw new UncheckedIOException("the demo's policies cannot be read", failed);
        }
    }

    private static Path lookups(Path folder, Firm firm) {
        var entities = new StringBuilder("lookup: bamboohr.legal-entity\nrows:\n");
        var codes = new StringBuilder("lookup: netsuite.entity-code\nrows:\n");
        for (Firm.Entity entity : firm.entities()) {
            String row = "  - {key: \"%s\", value: \"%s\"}%n".formatted(entity.title(), entity.code());
            entities.append(row);
            codes.append(row);
        }
        write(folder, "legal-entities.yaml", entities.toString());
        write(folder, "entity-codes.yaml", codes.toString());
        write(
                folder,
                "items.yaml",
                "lookup: netsuite.item\nrows:\n  - {key: \"%s\", value: \"7\"}%n".formatted(ErpDesk.EXPENSES_ITEM));
        write(
                folder,
                "departments.yaml",
                "lookup: netsuite.department\nrows:\n  - {key: \"Consulting\", value: \"1\"}\n");
        return folder;
    }

    private static void write(Path folder, String name, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), text);
        } catch (IOException failed) {
            throw new UncheckedIOException("the demo's lookups cannot be written to " + folder, failed);
        }
    }
}
