package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connectors.salesforce.simulator.QueryJob.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /jobs/query}: a SOQL query in, CSV out, page by page under {@code Sforce-Locator}. Like an ingest job, it moves one state on whenever it is asked after.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/queries.htm">Bulk API 2.0, query jobs</a>
 */
final class BulkQueryRoutes {
    private static final int PAGE_MAX = 50_000;

    private final Org org;
    private final Map<String, QueryJob> jobs = new LinkedHashMap<>();

    BulkQueryRoutes(Org org) {
        this.org = org;
    }

    SimResponse handle(Call call) {
        List<String> path = call.segments();
        return org.read(_ -> switch (path.size()) {
            case 2 -> jobs(call);
            case 3 -> job(call, find(path.get(2)));
            case 4 -> results(call, find(path.get(2)), path.get(3));
            default -> throw Refusal.notFound("The requested resource does not exist");
        });
    }

    private QueryJob find(String written) {
        return RecordIds.normal(written)
                .flatMap(id -> Optional.ofNullable(jobs.get(id)))
                .orElseThrow(() -> Refusal.notFound("The requested resource does not exist"));
    }

    private SimResponse jobs(Call call) {
        return switch (call.method()) {
            case "POST" -> create(call);
            case "GET" -> list(call);
            default -> throw call.notAllowed("GET,POST");
        };
    }

    private SimResponse list(Call call) {
        ObjectNode node = Wire.object().put("done", true);
        String type = call.parameter("jobType").orElse("V2Query");
        var records = node.putArray("records");
        if (type.equals("V2Query")) {
            jobs.values().forEach(j -> records.add(told(call, j)));
        }
        return Wire.json(node.putNull("nextRecordsUrl"));
    }

    private SimResponse create(Call call) {
        JsonNode body = call.json();
        String operation = text(body, "operation", "");
        if (!operation.equals("query") && !operation.equals("queryAll")) {
            throw Refusal.bad("API_ERROR", "operation is 'query' or 'queryAll', not '%s'".formatted(operation));
        }
        if (!text(body, "contentType", "CSV").equals("CSV")) {
            throw Refusal.bad("API_ERROR", "contentType is CSV for query jobs");
        }
        var format = new QueryJob.Format(text(body, "columnDelimiter", "COMMA"), text(body, "lineEnding", "LF"));
        SoqlQuery query = SoqlParser.parse(text(body, "query", ""));
        requireFlat(query);
        boolean all = operation.equals("queryAll");
        // A query that cannot run is refused now, not when the job is looked at.
        rows(query, all);
        String id = RecordIds.make("750", "dQ0", org.nextNumber("job"));
        QueryJob job = new QueryJob(id, query, all, format, call.version(), org.now());
        jobs.put(id, job);
        return Wire.json(job.json(call.session().user(), object(query)));
    }

    private static String text(JsonNode body, String name, String absent) {
        JsonNode node = body.path(name);
        if (!node.isMissingNode() && !node.isNull() && !node.isString()) {
            throw Refusal.bad("API_ERROR", "%s must be text".formatted(name));
        }
        return node.asString(absent);
    }

    private static void requireFlat(SoqlQuery query) {
        if (query.aggregated() || query.offset() > 0) {
            throw Refusal.bad(
                    "API_ERROR", "GROUP BY, OFFSET and aggregate functions are not supported in Bulk V2 Query");
        }
        if (query.select().stream().anyMatch(i -> i instanceof SoqlQuery.Item.Children)) {
            throw Refusal.bad(
                    "API_ERROR", "Aggregate Relationships not supported in Bulk V2 Query with CSV content type.");
        }
    }

    private SimResponse job(Call call, QueryJob job) {
        switch (call.method()) {
            case "GET" -> advance(job);
            case "PATCH" -> abort(job, text(call.json(), "state", ""));
            case "DELETE" -> {
                if (job.state() == State.InProgress) {
                    throw Refusal.bad("INVALIDJOBSTATE", "a job that is in progress cannot be deleted: abort it first");
                }
                jobs.remove(job.id());
                return SimResponse.empty(204);
            }
            default -> throw call.notAllowed("DELETE,GET,PATCH");
        }
        return Wire.json(told(call, job));
    }

    private ObjectNode told(Call call, QueryJob job) {
        return job.progress(call.session().user(), object(job.query()));
    }

    private String object(SoqlQuery query) {
        return org.schema().require(query.from()).name();
    }

    private static void abort(QueryJob job, String wanted) {
        boolean running = job.state() == State.UploadComplete || job.state() == State.InProgress;
        if (!wanted.equals("Aborted") || !running) {
            throw Refusal.bad("INVALIDJOBSTATE", "a job in state %s cannot become '%s'".formatted(job.state(), wanted));
        }
        job.state(State.Aborted);
    }

    private void advance(QueryJob job) {
        if (job.state() == State.UploadComplete) {
            job.state(State.InProgress);
        } else if (job.state() == State.InProgress) {
            job.complete(rows(job.query(), job.deletedToo()));
        }
    }

    private SimResponse results(Call call, QueryJob job, String part) {
        if (!part.equals("results")) {
            throw Refusal.notFound("The requested resource does not exist");
        }
        if (!call.method().equals("GET")) {
            throw call.notAllowed("GET");
        }
        if (job.state() != State.JobComplete) {
            throw Refusal.bad(
                    "INVALIDJOBSTATE", "the job is %s, results are there when it is complete".formatted(job.state()));
        }
        int from = from(call.parameter("locator").orElse(""), job.rows().size());
        int to = Math.min(job.rows().size(), from + pageSize(call));
        StringBuilder text = new StringBuilder(line(job, columns(job.query())));
        job.rows().subList(from, to).forEach(cells -> text.append(line(job, cells)));
        boolean more = to < job.rows().size();
        return SimResponse.text(200, "text/csv;charset=UTF-8", text.toString())
                .withHeader("Sforce-Locator", more ? locator(to) : "null")
                .withHeader("Sforce-NumberOfRecords", String.valueOf(to - from));
    }

    private static String line(QueryJob job, List<String> cells) {
        return Csv.line(cells, job.format().delimiter(), job.format().lineEnding());
    }

    private static int pageSize(Call call) {
        String wanted = call.parameter("maxRecords").orElse(String.valueOf(PAGE_MAX));
        if (!wanted.matches("[1-9]\\d{0,8}")) {
            throw Refusal.bad("API_ERROR", "maxRecords must be a whole number above zero, not '%s'".formatted(wanted));
        }
        return Math.min(PAGE_MAX, Integer.parseInt(wanted));
    }

    private static String locator(int row) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.valueOf(row).getBytes(StandardCharsets.US_ASCII));
    }

    private static int from(String locator, int rows) {
        if (locator.isEmpty()) {
            return 0;
        }
        try {
            int row = Integer.parseInt(new String(Base64.getUrlDecoder().decode(locator), StandardCharsets.US_ASCII));
            if (row > 0 && row < rows) {
                return row;
            }
        } catch (IllegalArgumentException _) {
            // Told below, as for a number that is no row's.
        }
        throw Refusal.bad("INVALID_QUERY_LOCATOR", "invalid query locator");
    }

    private List<SoqlPath> paths(SoqlQuery query) {
        ObjectDef type = org.schema().require(query.from());
        List<SoqlPath> paths = new ArrayList<>();
        for (SoqlQuery.Item item : query.select()) {
            if (item instanceof SoqlQuery.Item.Field(var path, var _)) {
                paths.add(SoqlPath.bind(org, type, path));
            } else if (item instanceof SoqlQuery.Item.Fields fields) {
                SoqlRunner.fields(type, fields).stream()
                        .filter(f -> f.type() != FieldDef.Type.ADDRESS)
                        .forEach(f -> paths.add(new SoqlPath(org, List.of(), f)));
            }
        }
        return paths;
    }

    private List<String> columns(SoqlQuery query) {
        return paths(query).stream().map(SoqlPath::canonical).toList();
    }

    private List<List<String>> rows(SoqlQuery query, boolean deletedToo) {
        List<Row> rows = new SoqlRunner(org, "", deletedToo).rows(query, _ -> true);
        List<SoqlPath> paths = paths(query);
        for (SoqlPath path : paths) {
            if (path.field().type() == FieldDef.Type.ADDRESS) {
                throw Refusal.bad(
                        "API_ERROR",
                        "FUNCTIONALITY_NOT_ENABLED: compound data %s is not supported in Bulk V2 Query"
                                .formatted(path.canonical()));
            }
        }
        return rows.stream()
                .map(row -> paths.stream().map(p -> cell(p, row)).toList())
                .toList();
    }

    private static String cell(SoqlPath path, Row row) {
        JsonNode value = Values.write(path.field(), path.value(row));
        // In CSV a moment ends in Z, where JSON writes +0000.
        return path.field().type() == FieldDef.Type.DATETIME
                ? value.asString("").replace("+0000", "Z")
                : value.asString("");
    }
}
