package dev.throughline.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two versions of one moment that contradict each other: the order in which they came proves nothing. */
class SameMomentTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final SystemId CRM = new SystemId("crm");
    private static final Instant MOMENT = Instant.parse("2026-03-02T09:00:00Z");

    private TenantId tenant;
    private Hub hub;

    private PaperBook open(String name) {
        PaperBook book = PaperFactory.book(name);
        book.show(customer("other", "Other"));
        connect(name);
        return book;
    }

    private void connect(String name) {
        tenant = new TenantId(name);
        var crm = new Workspace.SystemConfig(
                CRM, "paper", Role.CRM, Map.of("book", name), Set.of(), Optional.empty(), Duration.ofHours(1));
        var workspace = new Workspace(
                tenant,
                List.of(crm),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                Map.of(),
                Optional.empty(),
                "test");
        hub = Hub.open(List.of(workspace), DATABASE.source(), HubOptions.defaults("n1"), InstantSource.system());
        hub.start();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void the_version_that_came_first_wins_when_the_system_says_so() {
        PaperBook book = open("first");
        book.show(customer("c1", "True"));
        say("True");
        awaitName("True");
        say("False");
        awaitSettled();
        awaitName("True");
    }

    @Test
    void the_version_that_came_last_wins_when_the_system_says_so() {
        PaperBook book = open("last");
        book.show(customer("c1", "True"));
        say("False");
        awaitName("False");
        say("True");
        awaitSettled();
        awaitName("True");
    }

    @Test
    void a_deletion_of_the_same_moment_is_settled_too() {
        PaperBook book = open("gone");
        book.show(customer("c1", "Alive"));
        say("Alive");
        awaitName("Alive");
        var deletion = new Change(
                new ObjectType("CustomerAccount"),
                new ExternalId("c1"),
                new Change.Version(Change.Version.at(MOMENT).ordinal(), "gone"),
                Change.Operation.DELETED,
                MOMENT,
                Json.MAPPER.nullNode());
        hub.capture().accept(tenant, CRM, Capture.Via.API, List.of(deletion));
        awaitSettled();
        awaitName("Alive");
    }

    @Test
    void of_a_system_that_cannot_be_asked_the_version_that_came_last_is_taken() {
        connect("mute");
        say("First");
        awaitName("First");
        say("Second");
        awaitName("Second");
        assertThat(
                        DATABASE.value(
                                "SELECT string_agg(f.fate, ',' ORDER BY c.seq) FROM change c JOIN change_fate f USING (partition, seq) WHERE c.tenant = 'mute'"))
                .isEqualTo("applied,applied");
    }

    @Test
    void a_notice_that_bears_the_same_stamp_again_has_the_record_read_again() {
        PaperBook book = open("noticed");
        book.show(customer("c1", "Before"));
        notice();
        awaitName("Before");
        book.show(customer("c1", "After"));
        notice();
        awaitName("After");
    }

    private void notice() {
        var notice = new Change(
                new ObjectType("CustomerAccount"),
                new ExternalId("c1"),
                Change.Version.at(MOMENT),
                Change.Operation.TOUCHED,
                MOMENT,
                Json.MAPPER.nullNode());
        assertThat(hub.capture().accept(tenant, CRM, Capture.Via.WEBHOOK, List.of(notice)))
                .containsExactly(new Capture.Receipt.Noted());
    }

    private void say(String name) {
        hub.capture().accept(tenant, CRM, Capture.Via.API, List.of(customer("c1", name)));
    }

    private static Change customer(String id, String name) {
        return new Change(
                new ObjectType("CustomerAccount"),
                new ExternalId(id),
                new Change.Version(Change.Version.at(MOMENT).ordinal(), MOMENT + "~" + name),
                Change.Operation.UPSERTED,
                MOMENT,
                Json.MAPPER.valueToTree(Map.of("name", name, "status", "active", "creditHold", false)));
    }

    private void awaitName(String name) {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT coalesce(max(body ->> 'name'), '') FROM canonical_object WHERE tenant = '"
                                        + tenant + "' AND NOT deleted"))
                        .isEqualTo(name));
    }

    /** The record was read again, and what was read has been translated. */
    private void awaitSettled() {
        await().atMost(Duration.ofSeconds(90))
                .untilAsserted(() -> assertThat(DATABASE.value(
                                "SELECT count(*) FROM change c JOIN change_fate f USING (partition, seq) WHERE c.tenant = '"
                                        + tenant + "' AND c.via = 'fetch' AND f.fate IN ('applied', 'unchanged')"))
                        .isEqualTo("1"));
    }
}
