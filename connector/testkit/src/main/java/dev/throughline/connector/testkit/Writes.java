package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ExternalId;
import dev.throughline.model.IdempotencyKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.JsonNode;

/** What both writing suites need: items, and a count of what the vendor really holds. */
public abstract class Writes extends ConnectorConformance {
    private static final int POLLS_MAX = 500;

    protected Vendor.WriteTarget target;
    protected Writer writer;
    protected Capabilities.ObjectCapability capability;
    private int before;

    @BeforeEach
    void theWriter() {
        target = role(vendor.writing(), "object that is written");
        writer = role(connector.writer(), "writer");
        capability = capability(target.object());
        before = held();
    }

    /** A wish to create record n. */
    protected final WriteItem item(int n) {
        return item(n, target.body(seeded, n));
    }

    protected final WriteItem item(int n, JsonNode body) {
        return new WriteItem(
                new IdempotencyKey("conformance-" + n), creating(), Optional.empty(), Optional.empty(), body);
    }

    protected final WriteItem.Verb creating() {
        return capability.verbs().contains(WriteItem.Verb.CREATE) ? WriteItem.Verb.CREATE : WriteItem.Verb.UPSERT;
    }

    protected final WriteResult write(WriteItem item) {
        return write(writer, item);
    }

    protected final WriteResult write(Writer by, WriteItem item) {
        List<WriteResult> results = by.write(target.object(), List.of(item));
        assertThat(results).hasSize(1);
        return settled(results.getFirst());
    }

    /** Asks after what was only accepted, until it is settled. */
    protected final WriteResult settled(WriteResult result) {
        WriteResult now = result;
        for (int i = 0; i < POLLS_MAX && now instanceof WriteResult.Accepted(var ticket); i++) {
            now = writer.poll(target.object(), ticket);
        }
        return now;
    }

    /** A writer that shares nothing with the first, as after a restart. */
    protected final Writer restarted() {
        Connector fresh = open();
        return fresh.writer().orElseThrow();
    }

    protected final ExternalId applied(WriteResult result) {
        assertThat(result).isInstanceOf(WriteResult.Applied.class);
        return ((WriteResult.Applied) result).id();
    }

    /** The effect is there once, whether this write had it or an earlier one. */
    protected final ExternalId there(WriteResult result) {
        return switch (result) {
            case WriteResult.Applied applied -> applied.id();
            case WriteResult.Duplicate(var existing) -> existing;
            default -> throw new AssertionError("expected Applied or Duplicate, got " + result);
        };
    }

    protected final Writer.Sought.Found found(WriteItem item) {
        Writer.Sought sought = restarted().find(target.object(), item);
        assertThat(sought).isInstanceOf(Writer.Sought.Found.class);
        return (Writer.Sought.Found) sought;
    }

    protected final void assertAbsent(WriteItem item) {
        assertThat(restarted().find(target.object(), item)).isInstanceOf(Writer.Sought.Absent.class);
    }

    /** How many records the vendor holds more than at the beginning of the test. */
    protected final int made() {
        return held() - before;
    }

    protected final List<WriteItem> items(int count) {
        List<WriteItem> items = new ArrayList<>();
        for (int n = 1; n <= count; n++) {
            items.add(item(n));
        }
        return items;
    }

    private int held() {
        return simulator.screen().records(target.screenObject()).size();
    }
}
