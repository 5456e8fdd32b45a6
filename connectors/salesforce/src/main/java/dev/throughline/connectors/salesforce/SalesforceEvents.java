package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.model.ExternalId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;

/** Change events out of their Avro form. */
final class SalesforceEvents {
    /** What one event says. One event may name several records of one transaction. */
    record Told(List<Change> changes, List<ReadResult.Gap> gaps, Instant committed) {}

    /** The event cannot be understood. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private SalesforceEvents() {}

    static Told read(Schema schema, byte[] payload, Duration overlap) throws Unreadable {
        try {
            GenericRecord event = new GenericDatumReader<GenericRecord>(schema)
                    .read(null, DecoderFactory.get().binaryDecoder(payload, null));
            return told((GenericRecord) event.get("ChangeEventHeader"), overlap);
        } catch (IOException
                | AvroRuntimeException
                | ClassCastException
                | NullPointerException
                | IndexOutOfBoundsException e) {
            throw new Unreadable("an event does not fit its schema %s: %s".formatted(schema.getFullName(), e), e);
        }
    }

    private static Told told(GenericRecord header, Duration overlap) {
        Instant committed = Instant.ofEpochMilli((Long) header.get("commitTimestamp"));
        Optional<SalesforceObjects> object =
                SalesforceObjects.find(header.get("entityName").toString()).filter(SalesforceObjects::streamed);
        List<Change> changes = new ArrayList<>();
        List<ReadResult.Gap> gaps = new ArrayList<>();
        if (object.isPresent()) {
            String type = header.get("changeType").toString();
            Change.Version version = new Change.Version(
                    Change.Version.at(committed).ordinal(),
                    "cdc~%s.%s".formatted(header.get("commitNumber"), header.get("sequenceNumber")));
            for (Object id : (List<?>) header.get("recordIds")) {
                one(object.get(), type, id.toString(), version, committed, overlap, changes, gaps);
            }
        }
        return new Told(changes, gaps, committed);
    }

    private static void one(
            SalesforceObjects object,
            String type,
            String id,
            Change.Version version,
            Instant committed,
            Duration overlap,
            List<Change> changes,
            List<ReadResult.Gap> gaps) {
        if (type.startsWith("GAP_")) {
            // An overflow names a placeholder instead of a record: whatever changed about then must be read again.
            boolean named = !type.equals("GAP_OVERFLOW") && SoqlText.isId(id) && !id.startsWith("000");
            Optional<ExternalId> record = named ? Optional.of(new ExternalId(id)) : Optional.empty();
            gaps.add(new ReadResult.Gap(object.type(), record, committed.minus(overlap), type));
            return;
        }
        Change.Operation operation = type.equals("DELETE") ? Change.Operation.DELETED : Change.Operation.TOUCHED;
        changes.add(
                new Change(object.type(), new ExternalId(id), version, operation, committed, Json.MAPPER.nullNode()));
    }
}
