package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /search} with SOSL and {@code /parameterizedSearch} with the same in parameters or JSON. A record is found when all words stand in its searched fields
 * together; the order is by object, then by id, as no ranking is simulated.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_search_parameterized.htm">Parameterized Search</a>
 */
final class SearchRoutes {
    private static final Set<String> NAMES = Set.of("Name", "FirstName", "LastName");

    private final Org org;

    SearchRoutes(Org org) {
        this.org = org;
    }

    SimResponse handle(Call call) {
        boolean parameters = call.segments().getFirst().equals("parameterizedSearch");
        if (call.segments().size() > 1) {
            throw Refusal.notFound("The requested resource does not exist");
        }
        if (!call.method().equals("GET") && !(parameters && call.method().equals("POST"))) {
            throw call.notAllowed(parameters ? "GET,POST" : "GET");
        }
        Sosl sosl = parameters
                ? call.method().equals("POST") ? ofBody(call.json()) : ofParameters(call.query())
                : Sosl.parse(call.parameter("q").orElse(""));
        return org.read(o -> found(sosl, call.version()));
    }

    private SimResponse found(Sosl sosl, String version) {
        List<SoqlQuery> queries = sosl.returning().isEmpty()
                ? org.schema().objects().stream()
                        .filter(SearchRoutes::searchable)
                        .map(o -> Sosl.query(o.name(), "Id"))
                        .toList()
                : sosl.returning();
        List<JsonNode> records = new ArrayList<>();
        for (SoqlQuery query : queries) {
            ObjectDef type = type(query.from());
            records.addAll(new SoqlRunner(org, version, false).records(query, row -> matches(sosl, type, row)));
        }
        ObjectNode node = Wire.object();
        ArrayNode list = node.putArray("searchRecords");
        records.stream().limit(sosl.limit()).forEach(list::add);
        return Wire.json(node);
    }

    private ObjectDef type(String name) {
        return org.schema()
                .find(name)
                .filter(SearchRoutes::searchable)
                .orElseThrow(() -> Refusal.bad(
                        "INVALID_TYPE", "sObject type '%s' is not supported, or not searchable.".formatted(name)));
    }

    private static boolean searchable(ObjectDef type) {
        return type.field("Name").isPresent() && !type.has("readonly");
    }

    private static boolean matches(Sosl sosl, ObjectDef type, Row row) {
        String text = type.fields().stream()
                .filter(f -> searched(sosl.in(), f))
                .map(f -> row.text(f.name()))
                .collect(Collectors.joining("\n"));
        return sosl.find().in(text);
    }

    private static boolean searched(String scope, FieldDef field) {
        return switch (scope) {
            case "NAME" -> NAMES.contains(field.name());
            case "EMAIL" -> field.type() == FieldDef.Type.EMAIL;
            case "PHONE" -> field.type() == FieldDef.Type.PHONE;
            default ->
                switch (field.type()) {
                    case TEXT, TEXTAREA, PHONE, URL, EMAIL -> true;
                    case ID, PICKLIST, BOOLEAN, CURRENCY, DOUBLE, PERCENT, INT, DATE, DATETIME, REF, ADDRESS -> false;
                };
        };
    }

    private static Sosl ofParameters(Map<String, String> parameters) {
        String objects = parameters.getOrDefault("sobject", "");
        String shared = parameters.getOrDefault("fields", "");
        List<SoqlQuery> queries = new ArrayList<>();
        for (String name : objects.isEmpty() ? new String[0] : objects.split(",", -1)) {
            queries.add(query(
                    name.strip(),
                    parameters.getOrDefault(name.strip() + ".fields", shared),
                    parameters.getOrDefault(name.strip() + ".where", ""),
                    parameters.getOrDefault(name.strip() + ".limit", parameters.getOrDefault("defaultLimit", ""))));
        }
        return new Sosl(
                SearchText.of(parameters.getOrDefault("q", "")),
                Sosl.scope(parameters.getOrDefault("in", "ALL")),
                queries,
                limit(parameters.get("overallLimit")));
    }

    private static Sosl ofBody(JsonNode body) {
        String shared = joined(body.path("fields"));
        String defaultLimit = body.path("defaultLimit").asString("");
        List<SoqlQuery> queries = new ArrayList<>();
        for (JsonNode object : body.path("sobjects")) {
            String fields = joined(object.path("fields"));
            queries.add(query(
                    object.path("name").asString(""),
                    fields.isEmpty() ? shared : fields,
                    object.path("where").asString(""),
                    object.path("limit").asString(defaultLimit)));
        }
        JsonNode overall = body.path("overallLimit");
        return new Sosl(
                SearchText.of(body.path("q").asString("")),
                Sosl.scope(body.path("in").asString("ALL")),
                queries,
                limit(overall.isMissingNode() || overall.isNull() ? null : overall.asString("")));
    }

    private static String joined(JsonNode fields) {
        List<String> names = new ArrayList<>();
        fields.forEach(f -> names.add(f.asString("")));
        return String.join(",", names);
    }

    private static SoqlQuery query(String object, String fields, String where, String limit) {
        if (!object.matches("\\w{1,80}") || !fields.matches("[\\w.,\\s]*") || !limit.matches("\\d{0,6}")) {
            throw Sosl.malformed("sobject, fields or limit of '%s' cannot be read".formatted(object));
        }
        String clauses = (where.isBlank() ? "" : " WHERE " + where) + (limit.isEmpty() ? "" : " LIMIT " + limit);
        return Sosl.query(object, fields + clauses);
    }

    private static int limit(@org.jspecify.annotations.Nullable String written) {
        if (written == null) {
            return Sosl.LIMIT_MAX;
        }
        return Sosl.limit(written.matches("\\d{1,6}") ? Integer.parseInt(written) : 0);
    }
}
