package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads records by id, 200 a call. */
final class SalesforceReader implements Reader {
    private static final int IDS_MAX = 200;

    private final SalesforceClient client;
    private final SalesforceShapes shapes;

    SalesforceReader(SalesforceClient client, SalesforceShapes shapes) {
        this.client = client;
        this.shapes = shapes;
    }

    @Override
    public List<Fetched> fetch(ObjectType objectType, List<ExternalId> ids) {
        SalesforceObjects object = SalesforceObjects.of(objectType);
        List<Fetched> fetched = new ArrayList<>();
        for (int from = 0; from < ids.size(); from += IDS_MAX) {
            fetched.addAll(some(object, ids.subList(from, Math.min(ids.size(), from + IDS_MAX))));
        }
        return fetched;
    }

    private List<Fetched> some(SalesforceObjects object, List<ExternalId> ids) {
        List<String> askable =
                ids.stream().map(ExternalId::value).filter(SoqlText::isId).toList();
        Map<String, Fetched> found = new HashMap<>();
        String after = "";
        while (!askable.isEmpty()) {
            String behind = after.isEmpty() ? "" : " AND Id > '%s'".formatted(SoqlText.id(after));
            JsonHttp.Read read = shapes.asking(
                    object,
                    shape -> client.query("SELECT %s FROM %s WHERE Id IN %s%s ORDER BY Id ASC"
                            .formatted(shape.select(), object.wire(), SoqlText.ids(askable), behind)));
            if (read instanceof JsonHttp.Failed(var trouble)) {
                return ids.stream()
                        .map(_ -> (Fetched) new Fetched.Failed(trouble))
                        .toList();
            }
            JsonHttp.Body body = (JsonHttp.Body) read;
            for (var row : body.json().path("records")) {
                after = SalesforceRecords.id(row);
                found.put(key(after), result(SalesforceRecords.change(object, row)));
            }
            if (body.json().path("done").asBoolean(true)
                    || body.json().path("records").isEmpty()) {
                break;
            }
        }
        return ids.stream()
                .map(id -> found.getOrDefault(key(id.value()), new Fetched.Missing()))
                .toList();
    }

    private static Fetched result(java.util.Optional<Change> change) {
        return change.<Fetched>map(Fetched.Found::new)
                .orElseGet(
                        () -> new Fetched.Failed(new Trouble.Malformed("a record came without Id or SystemModstamp")));
    }

    /** An id of 15 and of 18 characters are the same record; the last three only repeat how the first are written. */
    private static String key(String id) {
        return id.length() == 18 ? id.substring(0, 15) : id;
    }
}
