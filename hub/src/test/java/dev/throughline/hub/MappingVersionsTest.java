package dev.throughline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.Asks.ReplayMapping;
import dev.throughline.hub.Asks.ReplayScope;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.storage.Json;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.workspace.Workspace;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.Role;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Mappings of then and now: any change can be translated again with either, and neither is edited in silence. */
class MappingVersionsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SystemId CRM = new SystemId("crm");
    private static final ReplayScope ALL = new ReplayScope.All("crm", "Account", Optional.empty());

    @TempDir
    private Path folder;

    @Test
    void a_change_is_translated_again_with_the_old_mapping_or_the_new_one() throws IOException {
        var tenant = new TenantId("versions");
        write("account-1.yaml", 1, "short");
        String first;
        try (Hub hub = open(tenant)) {
            hub.capture().accept(tenant, CRM, Capture.Via.API, List.of(account()));
            awaitName(tenant, "Alder");
            first = hub.mappings().digest(tenant);
        }
        write("account-2.yaml", 2, "long");
        try (Hub hub = open(tenant)) {
            replay(hub, tenant, new ReplayMapping.InForce());
            awaitName(tenant, "Alder LLP");
            replay(hub, tenant, new ReplayMapping.Named("paper/account@1"));
            awaitName(tenant, "Alder");
            replay(hub, tenant, new ReplayMapping.InForce());
            awaitName(tenant, "Alder LLP");
            replay(hub, tenant, new ReplayMapping.Named(first.substring(0, 12)));
            awaitName(tenant, "Alder");
            assertThat(DATABASE.value("SELECT s.documents ->> 'paper/account' FROM change_fate f"
                            + " JOIN mapping_set s ON s.id = f.mapping WHERE s.tenant = 'versions'"))
                    .as("the change keeps the version that it was translated with")
                    .isEqualTo("1");
            assertThatThrownBy(() -> replay(hub, tenant, new ReplayMapping.Named("paper/account@7")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there are [paper/account@1, paper/account@2]");
            assertThatThrownBy(() -> replay(hub, tenant, new ReplayMapping.Named("abcdef")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no mapping set");
        }
        Files.delete(folder.resolve("account-1.yaml"));
        try (Hub hub = open(tenant)) {
            replay(hub, tenant, new ReplayMapping.InForce());
            awaitName(tenant, "Alder LLP");
            replay(hub, tenant, new ReplayMapping.Named("paper/account@1"));
            awaitName(tenant, "Alder");
        }
    }

    @Test
    void a_released_version_is_not_edited_in_silence() throws IOException {
        var tenant = new TenantId("edited");
        write("account-1.yaml", 1, "short");
        open(tenant).close();
        Files.writeString(
                folder.resolve("account-1.yaml"),
                "# a comment changes nothing\n" + Files.readString(folder.resolve("account-1.yaml")));
        open(tenant).close();
        write("account-1.yaml", 1, "long");

        assertThatThrownBy(() -> open(tenant).close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("account-1.yaml")
                .hasMessageContaining("give it a new version (version: 2)");

        write("account-1.yaml", 2, "long");
        open(tenant).close();
    }

    private static void replay(Hub hub, TenantId tenant, ReplayMapping mapping) {
        assertThat(hub.asks().replay(tenant, ALL, mapping, "ann", "test")).isEqualTo(1);
    }

    private Hub open(TenantId tenant) {
        var crm = new Workspace.SystemConfig(
                CRM,
                "paper",
                Role.CRM,
                Map.of("book", tenant + "-book"),
                Set.of(),
                Optional.empty(),
                Duration.ofHours(1));
        var workspace = new Workspace(
                tenant,
                List.of(crm),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.of(folder),
                "test");
        Hub hub = Hub.open(List.of(workspace), DATABASE.source(), HubOptions.defaults("n1"), InstantSource.system());
        hub.start();
        return hub;
    }

    private static Change account() {
        return new Change(
                new ObjectType("Account"),
                new ExternalId("a1"),
                new Change.Version(1, "v1"),
                Change.Operation.UPSERTED,
                Instant.parse("2026-03-02T09:00:00Z"),
                Json.MAPPER.valueToTree(Map.of("short", "Alder", "long", "Alder LLP")));
    }

    private void write(String file, int version, String name) throws IOException {
        Files.writeString(folder.resolve(file), """
                mapping: paper/account
                version: %d
                source: https://throughline.example/paper
                from: {object: Account}
                to: CustomerAccount/1
                owner: INTEGRATION
                fields:
                  name: %s
                required: [name]
                examples:
                  - name: a record that lacks what is required stops here
                    in: {}
                    fails: {code: FIELD_MISSING, field: name}
                """.formatted(version, name));
    }

    private static void awaitName(TenantId tenant, String name) {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT coalesce(max(body ->> 'name'), '') FROM canonical_object WHERE tenant = '"
                                        + tenant + "'"))
                        .isEqualTo(name));
    }
}
