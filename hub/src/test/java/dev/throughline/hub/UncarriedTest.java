package dev.throughline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFactory;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A command that the hub's own set-up cannot carry never waits in silence: it is on the desk, with an owner and a remedy, and goes out once the set-up is mended. */
class UncarriedTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SystemId HCM = new SystemId("hcm");
    private static final SystemId PSA = new SystemId("psa");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static int tenants;

    @TempDir
    private Path folder;

    private TenantId tenant = new TenantId("none");
    private PaperBook psa = PaperFactory.book("none");

    @BeforeEach
    void name() {
        tenant = new TenantId("u" + ++tenants);
        psa = PaperFactory.book(tenant + "-psa");
    }

    @Test
    void a_command_that_no_mapping_words_goes_out_when_there_is_one() throws IOException {
        Exceptions.Item item;
        try (Hub hub = open(Role.HCM, Role.PSA)) {
            hire(hub);
            item = onDesk(hub, "NO_MAPPING", "no mapping says how EnsureResource is written to slate");
            assertThat(item.says()).contains("Add a mapping 'from: EnsureResource/1' of kind slate to the workspace");
        }
        mapping("person", "UPSERT");
        goesOut(item, Role.HCM, Role.PSA);
    }

    @Test
    void a_command_to_a_role_that_nobody_has_goes_out_when_somebody_has() throws IOException {
        mapping("person", "UPSERT");
        Exceptions.Item item;
        try (Hub hub = open(Role.HCM)) {
            hire(hub);
            item = onDesk(hub, "NO_SYSTEM_FOR_ROLE", "no PSA is connected");
            assertThat(item.says()).contains("add a system of role PSA");
        }
        goesOut(item, Role.HCM, Role.PSA);
    }

    @Test
    void a_command_worded_for_an_object_or_a_verb_that_the_system_does_not_take_is_never_sent() throws IOException {
        mapping("unicorn", "UPSERT");
        Exceptions.Item item;
        try (Hub hub = open(Role.HCM, Role.PSA)) {
            hire(hub);
            item = onDesk(hub, "NOT_WRITABLE", "'to: {object: unicorn, verb: UPSERT}'");
            assertThat(item.says()).contains("correct the mapping in the workspace");
        }
        Files.delete(folder.resolve("ensure-resource.yaml"));
        mapping("person", "DELETE", 2);
        try (Hub hub = open(Role.HCM, Role.PSA)) {
            hub.exceptions().retry(tenant, item.id(), item.version(), "ann");
            item = onDesk(hub, "NOT_WRITABLE", "verb: DELETE");
        }
        Files.delete(folder.resolve("ensure-resource.yaml"));
        mapping("person", "UPSERT", 3);
        goesOut(item, Role.HCM, Role.PSA);
    }

    private void goesOut(Exceptions.Item item, Role... roles) {
        assertThat(psa.pages("person")).isEmpty();
        try (Hub hub = open(roles)) {
            hub.exceptions().retry(tenant, item.id(), item.version(), "ann");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(psa.pages("person")).hasSize(1));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(desk(hub)).isEmpty());
        }
    }

    private Exceptions.Item onDesk(Hub hub, String code, String says) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(desk(hub))
                        .singleElement()
                        .satisfies(item -> assertThat(item.code() + item.says())
                                .startsWith(code)
                                .contains(says)));
        Exceptions.Item item = desk(hub).getFirst();
        assertThat(item.owner()).isEqualTo("INTEGRATION");
        assertThat(item.remedy()).isNotEmpty();
        assertThat(DATABASE.value("SELECT count(*) FROM command WHERE state NOT IN ('done', 'refused') AND tenant = '"
                        + tenant + "'"))
                .as("nothing is as if it were on its way")
                .isEqualTo("0");
        return item;
    }

    private List<Exceptions.Item> desk(Hub hub) {
        return hub.exceptions()
                .list(tenant, Exceptions.Filter.OPEN, Optional.empty(), 50)
                .items();
    }

    private Hub open(Role... roles) {
        List<Workspace.SystemConfig> systems = List.of(roles).stream()
                .map(role -> system(role == Role.HCM ? HCM : PSA, role))
                .toList();
        var workspace = new Workspace(
                tenant,
                systems,
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.of(folder),
                "test");
        Hub hub = Hub.open(List.of(workspace), DATABASE.source(), HubOptions.defaults("n1"), InstantSource.system());
        hub.start();
        return hub;
    }

    private Workspace.SystemConfig system(SystemId id, Role role) {
        String kind = role == Role.PSA ? "slate" : "paper";
        return new Workspace.SystemConfig(
                id, kind, role, Map.of("book", tenant + "-" + id), Set.of(), Optional.empty(), Duration.ofHours(1));
    }

    private void hire(Hub hub) {
        var person = new Change(
                new ObjectType("Resource"),
                new ExternalId("p1"),
                new Change.Version(1, "v1"),
                Change.Operation.UPSERTED,
                Instant.parse("2026-03-02T09:00:00Z"),
                Json.MAPPER.valueToTree(Map.of("name", "Nia Bello", "kind", "employee", "status", "active")));
        hub.capture().accept(tenant, HCM, Capture.Via.API, List.of(person));
    }

    private void mapping(String object, String verb) throws IOException {
        mapping(object, verb, 1);
    }

    private void mapping(String object, String verb, int version) throws IOException {
        Files.writeString(folder.resolve("ensure-resource.yaml"), """
                mapping: slate/ensure-resource
                version: %d
                source: https://throughline.example/slate
                from: EnsureResource/1
                to: {object: %s, verb: %s}
                fields:
                  name: resource.name
                examples:
                  - name: a colleague
                    in: {subject: res_1, resource: {name: Nia Bello, kind: employee, status: active}}
                    out: {name: Nia Bello}
                """.formatted(version, object, verb));
    }
}
