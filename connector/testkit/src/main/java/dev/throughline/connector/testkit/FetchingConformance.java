package dev.throughline.connector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Describer;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ExternalId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Fetching single records, and describing objects. */
public abstract class FetchingConformance extends ConnectorConformance {
    private Vendor.ReadTarget target;
    private Reader reader;

    @BeforeEach
    void theReader() {
        target = vendor.reading();
        reader = role(connector.reader(), "reader of single records");
    }

    @Test
    void records_come_one_per_id_in_the_order_asked_for() {
        ExternalId first = insert(1);
        ExternalId second = insert(2);
        ExternalId missing = new ExternalId(target.missingId());
        List<Reader.Fetched> fetched = reader.fetch(target.object(), List.of(second, missing, first, second));
        assertThat(fetched).hasSize(4);
        assertThat(found(fetched.get(0)).externalId()).isEqualTo(second);
        assertThat(fetched.get(1)).isInstanceOf(Reader.Fetched.Missing.class);
        assertThat(found(fetched.get(2)).externalId()).isEqualTo(first);
        assertThat(found(fetched.get(3)).externalId()).isEqualTo(second);
    }

    @Test
    void a_fetched_record_has_the_version_that_the_change_source_gives_it() {
        ExternalId id = insert(1);
        Change fetched = found(reader.fetch(target.object(), List.of(id)).getFirst());
        assertThat(fetched.operation()).isEqualTo(Change.Operation.UPSERTED);
        assertThat(fetched.payload().at(target.textPointer()).isMissingNode()).isFalse();
        connector.changes().filter(s -> s.objects().contains(target.object())).ifPresent(source -> {
            Change read = Reads.pass(cursor -> source.read(target.object(), cursor, 100), Optional.empty())
                    .of(id.value());
            assertThat(fetched.version()).isEqualTo(read.version());
        });
    }

    @Test
    void a_deleted_record_is_missing() {
        ExternalId id = insert(1);
        simulator.screen().delete(target.screenObject(), id.value());
        assertThat(reader.fetch(target.object(), List.of(id)))
                .singleElement()
                .isInstanceOf(Reader.Fetched.Missing.class);
    }

    @Test
    void many_records_are_fetched_in_as_many_calls_as_it_takes() {
        List<ExternalId> ids = java.util.stream.IntStream.rangeClosed(1, 25)
                .mapToObj(this::insert)
                .toList();
        List<Reader.Fetched> fetched = reader.fetch(target.object(), ids);
        assertThat(fetched).extracting(f -> found(f).externalId()).isEqualTo(ids);
        assertThat(reader.fetch(target.object(), List.of())).isEmpty();
    }

    @Test
    void hostile_ids_are_missing_or_refused_and_reach_no_other_record() {
        insert(1);
        for (String hostile :
                List.of("' OR '1'='1", "../../etc/passwd", "a/b?c=d#e", "%00", "1 OR 1=1", "x".repeat(500), "é😀")) {
            assertThat(reader.fetch(target.object(), List.of(new ExternalId(hostile))))
                    .as("fetched by the id " + hostile)
                    .singleElement()
                    .isNotInstanceOf(Reader.Fetched.Found.class);
        }
    }

    @Test
    void a_vendor_that_cannot_be_asked_is_not_taken_for_one_that_holds_nothing() {
        ExternalId id = insert(1);
        assumeFault(Fault.SERVER_ERROR);
        simulator.faults().next(Fault.SERVER_ERROR, 1_000, "");
        Reader.Fetched fetched = reader.fetch(target.object(), List.of(id)).getFirst();
        assertThat(fetched).isInstanceOf(Reader.Fetched.Failed.class);
        assertThat(((Reader.Fetched.Failed) fetched).trouble()).isInstanceOf(Trouble.Unavailable.class);
    }

    @Test
    void an_object_is_described_with_its_fields() {
        Describer describer = role(connector.describer(), "describer");
        Describer.Described described = describer.describe(target.object());
        assertThat(described).isInstanceOf(Describer.Described.Shape.class);
        assertThat(((Describer.Described.Shape) described).fields())
                .isNotEmpty()
                .allSatisfy(field -> {
                    assertThat(field.name()).isNotBlank();
                    assertThat(field.type()).isNotBlank();
                });
    }

    private ExternalId insert(int n) {
        return new ExternalId(simulator.screen().insert(target.screenObject(), target.fields(seeded, 400 + n)));
    }

    private static Change found(Reader.Fetched fetched) {
        assertThat(fetched).isInstanceOf(Reader.Fetched.Found.class);
        return ((Reader.Fetched.Found) fetched).change();
    }
}
