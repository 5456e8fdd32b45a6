package dev.throughline.connectors.salesforce.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * The Avro form of one object's change events. Addresses and the parts of a person's name are nested records, as in the vendor's schemas; what changed is told by
 * bitmaps over the positions of fields, in nested records as {@code position-bitmap}.
 */
final class EventSchema {
    /** A field's place. @param outer position at the top @param inner position in the nested record, or -1 */
    private record Place(int outer, int inner) {}

    private static final List<String> ADDRESSES = List.of("Billing", "Shipping", "Mailing");
    private static final List<String> NAME_PARTS = List.of("Salutation", "FirstName", "LastName");

    private final ObjectDef type;
    private final Schema avro;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final String id;

    EventSchema(ObjectDef type, int revision) {
        this.type = type;
        this.avro = build();
        this.id = "%s%02d"
                .formatted(RecordIds.make(type.prefix(), "Sch", revision).substring(0, 15), revision);
    }

    String id() {
        return id;
    }

    String json() {
        return avro.toString();
    }

    byte[] encode(ChangeEvent event) {
        GenericRecord record = new GenericData.Record(avro);
        record.put("ChangeEventHeader", header(event));
        for (Map.Entry<String, Object> value : event.values().entrySet()) {
            Place place = places.get(value.getKey());
            if (place == null) {
                continue;
            }
            Object wire = wire(value.getValue());
            if (place.inner() < 0) {
                record.put(place.outer(), wire);
            } else {
                nested(record, place.outer()).put(place.inner(), wire);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<GenericRecord>(avro).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private GenericRecord nested(GenericRecord record, int position) {
        if (record.get(position) instanceof GenericRecord there) {
            return there;
        }
        Schema schema = avro.getFields().get(position).schema().getTypes().get(1);
        GenericRecord fresh = new GenericData.Record(schema);
        record.put(position, fresh);
        return fresh;
    }

    private GenericRecord header(ChangeEvent event) {
        Schema schema = avro.getField("ChangeEventHeader").schema();
        GenericRecord header = new GenericData.Record(schema);
        List<String> nulled = event.changed().stream()
                .filter(f -> !event.values().containsKey(f))
                .toList();
        boolean update = event.type().equals("UPDATE");
        header.put("entityName", event.entity().name());
        header.put("recordIds", event.recordIds());
        header.put(
                "changeType",
                new GenericData.EnumSymbol(schema.getField("changeType").schema(), event.type()));
        header.put("changeOrigin", event.origin());
        header.put("transactionKey", event.transactionKey());
        header.put("sequenceNumber", event.sequence());
        header.put("commitTimestamp", event.committedAt().toEpochMilli());
        header.put("commitNumber", event.commitNumber());
        header.put("commitUser", event.user());
        header.put("nulledFields", update ? bitmaps(nulled) : List.of());
        header.put("diffFields", List.of());
        header.put("changedFields", update ? bitmaps(event.changed()) : List.of());
        return header;
    }

    private List<String> bitmaps(Iterable<String> fields) {
        Map<Integer, BigInteger> bits = new LinkedHashMap<>();
        for (String field : fields) {
            Place place = places.get(field);
            if (place != null && place.inner() < 0) {
                bits.merge(-1, BigInteger.ONE.shiftLeft(place.outer()), BigInteger::or);
            } else if (place != null) {
                bits.merge(place.outer(), BigInteger.ONE.shiftLeft(place.inner()), BigInteger::or);
            }
        }
        List<String> texts = new ArrayList<>();
        bits.forEach((outer, map) -> texts.add(
                (outer < 0 ? "" : outer + "-") + "0x" + map.toString(16).toUpperCase(Locale.ROOT)));
        return texts;
    }

    private static Object wire(Object value) {
        return switch (value) {
            // The vendor's schemas carry numbers as doubles; that is its loss of digits, not ours to hide.
            case BigDecimal d -> d.doubleValue();
            case Instant i -> i.toEpochMilli();
            case LocalDate d -> d.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
            default -> value;
        };
    }

    private Schema build() {
        var fields = SchemaBuilder.record(type.name() + "ChangeEvent")
                .namespace("com.sforce.eventbus")
                .fields();
        fields.name("ChangeEventHeader").type(headerSchema()).noDefault();
        int position = 1;
        Map<String, List<String>> groups = groups();
        List<String> done = new ArrayList<>();
        for (FieldDef field : type.fields()) {
            String group = groupOf(groups, field.name());
            if (List.of("Id", "IsDeleted", "SystemModstamp").contains(field.name()) || done.contains(group)) {
                continue;
            }
            if (group.isEmpty()) {
                fields.name(field.name()).type(nullable(plain(field))).withDefault(null);
                places.put(field.name(), new Place(position, -1));
            } else {
                List<String> members = groups.get(group);
                fields.name(group).type(nullable(nestedSchema(group, members))).withDefault(null);
                for (int i = 0; i < members.size(); i++) {
                    places.put(members.get(i), new Place(position, i));
                }
                done.add(group);
            }
            position++;
        }
        return fields.endRecord();
    }

    /** Which fields travel together in a nested record. */
    private Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (String prefix : ADDRESSES) {
            List<String> members = type.fields().stream()
                    .map(FieldDef::name)
                    .filter(n -> n.startsWith(prefix) && !n.endsWith("Address"))
                    .toList();
            if (!members.isEmpty()) {
                groups.put(prefix + "Address", members);
            }
        }
        if (type.name().equals("Contact")) {
            groups.put("Name", NAME_PARTS);
        }
        return groups;
    }

    private static String groupOf(Map<String, List<String>> groups, String field) {
        return groups.entrySet().stream()
                .filter(g -> g.getKey().equals(field) || g.getValue().contains(field))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private Schema nestedSchema(String group, List<String> members) {
        boolean name = group.equals("Name");
        var fields = SchemaBuilder.record(name ? "PersonName" : group)
                .namespace("com.sforce.eventbus")
                .fields();
        for (String member : members) {
            String inner = name ? member : member.substring(group.length() - "Address".length());
            fields.name(inner).type(nullable(Schema.create(Schema.Type.STRING))).withDefault(null);
        }
        return fields.endRecord();
    }

    private static Schema plain(FieldDef field) {
        return Schema.create(
                switch (field.type()) {
                    case BOOLEAN -> Schema.Type.BOOLEAN;
                    case CURRENCY, DOUBLE, PERCENT, INT -> Schema.Type.DOUBLE;
                    case DATE, DATETIME -> Schema.Type.LONG;
                    case ID, TEXT, TEXTAREA, PHONE, URL, EMAIL, PICKLIST, REF, ADDRESS -> Schema.Type.STRING;
                });
    }

    private static Schema nullable(Schema schema) {
        return Schema.createUnion(Schema.create(Schema.Type.NULL), schema);
    }

    private static Schema headerSchema() {
        Schema texts = Schema.createArray(Schema.create(Schema.Type.STRING));
        return SchemaBuilder.record("ChangeEventHeader")
                .namespace("com.sforce.eventbus")
                .fields()
                .requiredString("entityName")
                .name("recordIds")
                .type(texts)
                .noDefault()
                .name("changeType")
                .type()
                .enumeration("ChangeType")
                .symbols(
                        "CREATE",
                        "UPDATE",
                        "DELETE",
                        "UNDELETE",
                        "GAP_CREATE",
                        "GAP_UPDATE",
                        "GAP_DELETE",
                        "GAP_UNDELETE",
                        "GAP_OVERFLOW",
                        "SNAPSHOT")
                .noDefault()
                .requiredString("changeOrigin")
                .requiredString("transactionKey")
                .requiredInt("sequenceNumber")
                .requiredLong("commitTimestamp")
                .requiredLong("commitNumber")
                .requiredString("commitUser")
                .name("nulledFields")
                .type(texts)
                .noDefault()
                .name("diffFields")
                .type(texts)
                .noDefault()
                .name("changedFields")
                .type(texts)
                .noDefault()
                .endRecord();
    }
}
