package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Describer;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.model.ObjectType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * What fields an object has in this org, for this user: selecting one that is hidden or missing fails a whole query. Asked again every quarter of an hour and after
 * each refusal, so that a new field is read without a restart.
 */
final class SalesforceShapes implements Describer {
    /** @param select the fields of a query for whole records @param multiCurrency whether each record has a currency */
    record Shape(String select, boolean multiCurrency, Set<String> names, Instant asked) {}

    /** A shape, or why there is none. */
    sealed interface Known {
        record Yes(Shape shape) implements Known {}

        record No(Trouble trouble) implements Known {}
    }

    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final Set<String> UNREADABLE_TYPES = Set.of("address", "location", "base64", "complexvalue");
    private static final String LINES = "OpportunityLineItems";

    private final SalesforceClient client;
    private final InstantSource clock;
    private final Map<SalesforceObjects, Shape> shapes = new ConcurrentHashMap<>();

    SalesforceShapes(SalesforceClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    @Override
    public Described describe(ObjectType objectType) {
        SalesforceObjects object = SalesforceObjects.of(objectType);
        return switch (client.get("sobjects/" + object.wire() + "/describe")) {
            case JsonHttp.Failed(var trouble) -> new Described.Failed(trouble);
            case JsonHttp.Body(var body, var _) -> {
                List<Field> fields = new ArrayList<>();
                for (JsonNode f : body.path("fields")) {
                    boolean writable = f.path("createable").asBoolean(false)
                            || f.path("updateable").asBoolean(false);
                    fields.add(new Field(
                            f.path("name").asString(""),
                            f.path("type").asString(""),
                            f.path("nillable").asBoolean(true),
                            writable));
                }
                yield fields.isEmpty()
                        ? new Described.Failed(
                                new Trouble.Malformed("describe of %s names no field".formatted(object.wire())))
                        : new Described.Shape(objectType, fields);
            }
        };
    }

    Known shape(SalesforceObjects object) {
        Shape held = shapes.get(object);
        if (held != null && clock.instant().isBefore(held.asked().plus(FRESH))) {
            return new Known.Yes(held);
        }
        return switch (client.get("sobjects/" + object.wire() + "/describe")) {
            case JsonHttp.Failed(var trouble) -> new Known.No(trouble);
            case JsonHttp.Body(var body, var _) -> {
                if (body.path("fields").isEmpty()) {
                    yield new Known.No(new Trouble.Malformed("describe of %s names no field".formatted(object.wire())));
                }
                Shape shape = shape(body);
                shapes.put(object, shape);
                yield new Known.Yes(shape);
            }
        };
    }

    /** Asks with the shape at hand, and once more with a fresh one when a field is gone. */
    JsonHttp.Read asking(SalesforceObjects object, Function<Shape, JsonHttp.Read> question) {
        for (int attempt = 0; ; attempt++) {
            switch (shape(object)) {
                case Known.No(var trouble) -> {
                    return new JsonHttp.Failed(trouble);
                }
                case Known.Yes(var shape) -> {
                    JsonHttp.Read read = question.apply(shape);
                    boolean stale = read instanceof JsonHttp.Failed(Trouble.Refused(var code, var _))
                            && code.equals("INVALID_FIELD");
                    if (!stale || attempt > 0) {
                        return read;
                    }
                    shapes.remove(object);
                }
            }
        }
    }

    private Shape shape(JsonNode body) {
        List<String> select = new ArrayList<>();
        for (JsonNode field : body.path("fields")) {
            String name = field.path("name").asString("");
            if (name.matches("[A-Za-z][A-Za-z0-9_]*")
                    && !UNREADABLE_TYPES.contains(field.path("type").asString(""))) {
                select.add(name);
            }
        }
        boolean currency = select.contains("CurrencyIsoCode");
        Set<String> names = Set.copyOf(select);
        for (JsonNode child : body.path("childRelationships")) {
            if (child.path("relationshipName").asString("").equals(LINES)
                    && child.path("childSObject").asString("").equals("OpportunityLineItem")
                    && body.path("name").asString("").equals("Opportunity")) {
                // A deal is sold line by line; without its products it cannot become a project.
                select.add(
                        "(SELECT Id, Product2Id, ProductCode, Name, Description, Quantity, UnitPrice, TotalPrice, ServiceDate, SortOrder FROM "
                                + LINES + " ORDER BY SortOrder ASC, Id ASC)");
            }
        }
        return new Shape(String.join(", ", select), currency, names, clock.instant());
    }
}
