package dev.throughline.hub.paper;

import dev.throughline.connector.spi.Capabilities;
import dev.throughline.connector.spi.Capabilities.ObjectCapability;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.model.ObjectType;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What systems of paper and of stone take: a few kinds of records, made, changed or both, one at a time. */
final class Sheets {
    private Sheets() {}

    static List<ObjectCapability> all() {
        return Stream.of(
                        "creditMemo",
                        "customer",
                        "deal",
                        "invoice",
                        "job",
                        "journal",
                        "note",
                        "order",
                        "project",
                        "person")
                .map(name -> new ObjectCapability(
                        new ObjectType(name),
                        Set.of(),
                        Set.of(WriteItem.Verb.CREATE, WriteItem.Verb.UPSERT, WriteItem.Verb.UPDATE),
                        Capabilities.Idempotency.LOOK_BEFORE_REPEAT,
                        1,
                        false,
                        Duration.ZERO))
                .toList();
    }
}
