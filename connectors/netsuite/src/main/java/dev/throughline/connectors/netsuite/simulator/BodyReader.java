package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads request bodies against the catalogue, as strictly as the validation headers ask. */
final class BodyReader {
    /** What to do about a field that does not exist, or a value that cannot be. */
    enum Strictness {
        ERROR,
        WARNING,
        IGNORE
    }

    private static final Set<String> NAMES_LIMITED = Set.of("entityId", "companyName");
    private static final int NAME_MAX = 83;
    private static final int TEXT_MAX = 4_000;

    private final Store store;
    private final Strictness names;
    private final Strictness values;

    BodyReader(Store store, Strictness names, Strictness values) {
        this.store = store;
        this.names = names;
        this.values = values;
    }

    Draft read(RecordType type, JsonNode body) {
        if (!body.isObject()) {
            throw Problem.request("The request body must be a JSON object that holds a " + type.name() + ".");
        }
        Draft draft = new Draft();
        body.properties().forEach(property -> field(type, draft, property.getKey(), property.getValue()));
        return draft;
    }

    private void field(RecordType type, Draft draft, String name, JsonNode node) {
        Field field = type.fields().get(name);
        if (field == null) {
            unknown(name);
        } else if (name.equals("externalId")) {
            draft.externalId = node.isNull() ? draft.externalId : java.util.Optional.of(externalId(node));
        } else if (field.kind() == Field.Kind.SUBLIST) {
            draft.rows.put(name, rows(field, name, node));
        } else if (!field.readOnly()) {
            draft.values.put(name, guarded(field, name, node));
        }
        // A read-only field is ignored: clients send back what they read.
    }

    private void unknown(String path) {
        if (names == Strictness.ERROR && !path.equals("links") && !path.endsWith(".links")) {
            throw Problem.content(path, "Unknown field: " + path + ".");
        }
    }

    private List<Map<String, Object>> rows(Field sublist, String path, JsonNode node) {
        JsonNode items = node.isArray() ? node : node.path("items");
        if (!items.isArray()) {
            throw Problem.content(path, "The sublist " + path + " must hold an array under items.");
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            rows.add(row(sublist, path + ".items[" + i + "]", items.get(i)));
        }
        return rows;
    }

    private Map<String, Object> row(Field sublist, String path, JsonNode node) {
        if (!node.isObject()) {
            throw Problem.content(path, "A row of a sublist must be an object.");
        }
        Map<String, Object> row = new LinkedHashMap<>();
        node.properties().forEach(property -> {
            Field field = sublist.rows().get(property.getKey());
            String at = path + "." + property.getKey();
            if (field == null) {
                unknown(at);
            } else if (!field.readOnly()) {
                Object value = guarded(field, at, property.getValue());
                if (value != null) {
                    row.put(field.name(), value);
                }
            }
        });
        return row;
    }

    private @Nullable Object guarded(Field field, String path, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        try {
            return value(field, path, node);
        } catch (Problem wrong) {
            if (values == Strictness.ERROR) {
                throw wrong;
            }
            return null;
        }
    }

    private Object value(Field field, String path, JsonNode node) {
        return switch (field.kind()) {
            case TEXT, DURATION -> text(field, path, node);
            case NUMBER, MONEY -> number(path, node);
            case INTEGER -> integer(path, node);
            case BOOLEAN -> bool(path, node);
            case DATE, DATETIME -> date(path, node);
            case REF -> reference(field, path, node);
            case REFS -> references(field, path, node);
            case ENUM -> choice(field, path, node);
            case OBJECT -> node.toString();
            case SUBLIST -> throw new IllegalStateException("a sublist is not a value: " + path);
        };
    }

    private static String text(Field field, String path, JsonNode node) {
        if (!node.isString() && !node.isNumber()) {
            throw Problem.badReference(path, node.toString());
        }
        String text = node.asString();
        int max = NAMES_LIMITED.contains(field.name()) ? NAME_MAX : TEXT_MAX;
        if (text.length() > max) {
            throw Problem.content(
                    path, "The field %s holds more than the maximum of %d characters.".formatted(path, max));
        }
        return text;
    }

    private static BigDecimal number(String path, JsonNode node) {
        if (!node.isNumber()) {
            throw Problem.badReference(path, node.toString());
        }
        BigDecimal number = node.decimalValue();
        if (number.precision() - number.scale() > 15) {
            throw Problem.badReference(path, node.toString());
        }
        return number;
    }

    private static BigDecimal integer(String path, JsonNode node) {
        if (!node.isNumber() || number(path, node).stripTrailingZeros().scale() > 0) {
            throw Problem.badReference(path, node.toString());
        }
        return number(path, node);
    }

    private static Boolean bool(String path, JsonNode node) {
        if (!node.isBoolean()) {
            throw Problem.badReference(path, node.toString());
        }
        return node.booleanValue();
    }

    private static LocalDate date(String path, JsonNode node) {
        try {
            LocalDate date = LocalDate.parse(node.asString(""));
            if (date.getYear() < 1980 || date.getYear() > 2200) {
                throw Problem.badReference(path, node.toString());
            }
            return date;
        } catch (DateTimeParseException e) {
            throw Problem.badReference(path, node.toString());
        }
    }

    private static String choice(Field field, String path, JsonNode node) {
        String id = node.isObject() ? node.path("id").asString("") : node.asString("");
        if (!field.choices().containsKey(id)) {
            throw Problem.badReference(path, id);
        }
        return id;
    }

    private List<String> references(Field field, String path, JsonNode node) {
        JsonNode items = node.isArray() ? node : node.path("items");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ids.add(reference(field, path + ".items[" + i + "]", items.get(i)));
        }
        return List.copyOf(ids);
    }

    /** A reference is an object with an id or an external id, or the bare id. */
    private String reference(Field field, String path, JsonNode node) {
        if (node.isObject() && node.has("externalId")) {
            String external = node.get("externalId").asString("");
            return field.targets().stream()
                    .flatMap(target -> store.findExternal(target, external).stream())
                    .map(rec -> String.valueOf(rec.id))
                    .findFirst()
                    .orElseThrow(() -> Problem.badReference(path, external));
        }
        String id = node.isObject() ? node.path("id").asString("") : node.asString("");
        if (!exists(field, id)) {
            throw Problem.badReference(path, id.isEmpty() ? node.toString() : id);
        }
        return id;
    }

    /** Lists that the simulator does not hold, such as price levels with their negative ids, are taken at their word. */
    private boolean exists(Field field, String id) {
        if (field.targets().stream().anyMatch(target -> store.find(target, id).isPresent())) {
            return true;
        }
        boolean held = field.targets().stream().anyMatch(HELD::contains);
        return !held && Store.digits(id.startsWith("-") ? id.substring(1) : id);
    }

    private static final Set<String> HELD =
            Set.copyOf(new Catalog().types().stream().map(RecordType::name).toList());

    static String externalId(JsonNode node) {
        String text = node.asString("");
        if (!text.matches("[A-Za-z0-9_-]{1,255}")) {
            throw Problem.content(
                    "externalId", "An external id holds letters, digits, underscores and hyphens only: " + text);
        }
        return text;
    }
}
