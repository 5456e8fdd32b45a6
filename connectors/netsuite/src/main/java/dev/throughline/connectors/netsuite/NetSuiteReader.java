package dev.throughline.connectors.netsuite;

import dev.throughline.connector.spi.Reader;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Single records as they are now. */
final class NetSuiteReader implements Reader {
    private final NetSuiteRecords records;

    NetSuiteReader(NetSuiteRecords records) {
        this.records = records;
    }

    @Override
    public List<Fetched> fetch(ObjectType objectType, List<ExternalId> ids) {
        NetSuiteObject object = NetSuiteObject.of(objectType);
        List<String> askable =
                ids.stream().map(ExternalId::value).filter(NetSuiteReader::isId).toList();
        NetSuiteRecords.Got got = records.get(object, askable);
        return ids.stream().map(id -> fetched(object, id, got)).toList();
    }

    private static Fetched fetched(NetSuiteObject object, ExternalId id, NetSuiteRecords.Got got) {
        if (!isId(id.value())) {
            return new Fetched.Missing();
        }
        return switch (got) {
            case NetSuiteRecords.Failed(var trouble) -> new Fetched.Failed(trouble);
            case NetSuiteRecords.Whole(var byId) -> {
                JsonNode record = byId.get(id.value());
                yield record == null
                        ? new Fetched.Missing()
                        : new Fetched.Found(NetSuiteRecords.change(object, record, Instant.EPOCH));
            }
        };
    }

    /** NetSuite's ids are whole numbers; nothing else is let into a query or an address. */
    static boolean isId(String id) {
        return id.matches("[0-9]{1,18}");
    }
}
