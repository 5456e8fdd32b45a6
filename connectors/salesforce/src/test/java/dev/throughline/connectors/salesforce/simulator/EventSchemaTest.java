package dev.throughline.connectors.salesforce.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class EventSchemaTest {
    private final ObjectDef account = Schema.load().require("Account");
    private final EventSchema schema = new EventSchema(account, 1);

    @Test
    void bitmaps_count_fields_from_the_least_bit_and_name_nested_records_by_position() throws Exception {
        GenericRecord event =
                decoded(Set.of("Name", "BillingCity", "Phone"), Map.of("Name", "Alder", "BillingCity", "Leeds"));
        GenericRecord header = (GenericRecord) event.get("ChangeEventHeader");
        int name = event.getSchema().getField("Name").pos();
        int phone = event.getSchema().getField("Phone").pos();
        int address = event.getSchema().getField("BillingAddress").pos();
        assertThat(texts(header, "changedFields"))
                .containsExactlyInAnyOrder(bits(name, phone), address + "-" + bits(1));
        assertThat(texts(header, "nulledFields")).containsExactly(bits(phone));
        assertThat(((GenericRecord) event.get("BillingAddress")).get("City")).hasToString("Leeds");
        assertThat(event.get("Website")).isNull();
    }

    private static String bits(int... positions) {
        BigInteger map = BigInteger.ZERO;
        for (int position : positions) {
            map = map.setBit(position);
        }
        return "0x" + map.toString(16).toUpperCase(java.util.Locale.ROOT);
    }

    private static List<String> texts(GenericRecord header, String field) {
        return ((List<?>) header.get(field)).stream().map(Object::toString).toList();
    }

    private GenericRecord decoded(Set<String> changed, Map<String, Object> values) throws Exception {
        ChangeEvent event = new ChangeEvent(
                1,
                account,
                List.of("001dL00000001p0QAA"),
                "UPDATE",
                changed,
                values,
                "here",
                "key",
                1,
                Instant.EPOCH,
                7,
                "005");
        var avro = new org.apache.avro.Schema.Parser().parse(schema.json());
        return new GenericDatumReader<GenericRecord>(avro)
                .read(null, DecoderFactory.get().binaryDecoder(schema.encode(event), null));
    }
}
