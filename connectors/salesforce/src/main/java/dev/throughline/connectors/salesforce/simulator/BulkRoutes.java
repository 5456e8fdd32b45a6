package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connectors.salesforce.simulator.BulkJob.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /jobs/ingest}: CSV in, row by row, each with its own outcome. A job moves one state on whenever it is asked after, so that a client sees each: uploaded,
 * in progress, complete.
 */
final class BulkRoutes {
    private static final Set<String> OPERATIONS = Set.of("insert", "update", "upsert", "delete");

    private final Org org;
    private final Dml dml;
    private final Map<String, BulkJob> jobs = new LinkedHashMap<>();

    BulkRoutes(Org org, Dml dml) {
        this.org = org;
        this.dml = dml;
    }

    SimResponse handle(Call call) {
        List<String> path = call.segments();
        if (path.size() < 2 || !path.get(1).equals("ingest")) {
            throw Refusal.notFound("The requested resource does not exist");
        }
        return org.read(_ -> switch (path.size()) {
            case 2 -> jobs(call);
            case 3 -> path.get(2).isEmpty() ? jobs(call) : job(call, find(path.get(2)));
            case 4 -> part(call, find(path.get(2)), path.get(3));
            default -> throw Refusal.notFound("The requested resource does not exist");
        });
    }

    private BulkJob find(String written) {
        BulkJob job = RecordIds.normal(written).map(jobs::get).orElse(null);
        if (job == null) {
            throw Refusal.notFound("The requested resource does not exist");
        }
        return job;
    }

    private SimResponse jobs(Call call) {
        if (call.method().equals("POST")) {
            return create(call);
        }
        ObjectNode node = Wire.object().put("done", true);
        jobs.values()
                .forEach(
                        j -> node.withArray("records").add(j.json(call.session().user())));
        node.withArray("records");
        return Wire.json(node.putNull("nextRecordsUrl"));
    }

    private SimResponse create(Call call) {
        JsonNode body = call.json();
        ObjectDef type = org.schema()
                .find(body.path("object").asString(""))
                .orElseThrow(() -> Refusal.bad(
                        "INVALIDENTITY",
                        "Unable to find object: " + body.path("object").asString("")));
        String operation = body.path("operation").asString("");
        String key = body.path("externalIdFieldName").asString("");
        if (!OPERATIONS.contains(operation)) {
            throw Refusal.bad("INVALIDJOB", "Unable to find operation: " + operation);
        }
        if (operation.equals("upsert")
                && (type.field(key).isEmpty()
                        || !key.equalsIgnoreCase("Id") && !type.require(key).has("externalId"))) {
            throw Refusal.bad(
                    "INVALIDJOB",
                    "InvalidJob : Field name provided, %s does not match an External ID, Salesforce Id, or indexed field for %s"
                            .formatted(key, type.name()));
        }
        if (!body.path("contentType").asString("CSV").equals("CSV")) {
            throw Refusal.bad("INVALIDJOB", "Bulk API 2.0 takes CSV only");
        }
        char delimiter = switch (body.path("columnDelimiter").asString("COMMA")) {
            case "SEMICOLON" -> ';';
            case "TAB" -> '\t';
            case "PIPE" -> '|';
            case "CARET" -> '^';
            case "BACKQUOTE" -> '`';
            default -> ',';
        };
        String id = RecordIds.make("750", "dL0", org.nextNumber("job"));
        BulkJob job = new BulkJob(id, type, operation, key, delimiter, call.version(), org.now());
        jobs.put(id, job);
        return Wire.json(job.json(call.session().user()));
    }

    private SimResponse job(Call call, BulkJob job) {
        String user = call.session().user();
        switch (call.method()) {
            case "GET" -> advance(call, job);
            case "PATCH" -> patch(job, call.json().path("state").asString(""));
            case "DELETE" -> {
                jobs.values().remove(job);
                return SimResponse.empty(204);
            }
            default -> throw call.notAllowed("DELETE,GET,PATCH");
        }
        return Wire.json(job.json(user));
    }

    private static void patch(BulkJob job, String wanted) {
        boolean closing = wanted.equals("UploadComplete") && job.state() == State.Open;
        boolean aborting =
                wanted.equals("Aborted") && (job.state() == State.Open || job.state() == State.UploadComplete);
        if (!closing && !aborting) {
            throw Refusal.bad("INVALIDJOBSTATE", "a job in state %s cannot become '%s'".formatted(job.state(), wanted));
        }
        job.state(State.valueOf(wanted));
    }

    private void advance(Call call, BulkJob job) {
        if (job.state() == State.UploadComplete) {
            job.state(State.InProgress);
        } else if (job.state() == State.InProgress) {
            process(call, job);
        }
    }

    private SimResponse part(Call call, BulkJob job, String part) {
        if (part.equals("batches")) {
            if (!call.method().equals("PUT")) {
                throw call.notAllowed("PUT");
            }
            if (job.state() != State.Open || job.uploaded()) {
                throw Refusal.bad(
                        "INVALIDJOBSTATE", "Found multiple contents for job: a job takes one upload, while it is Open");
            }
            job.upload(new String(call.body(), StandardCharsets.UTF_8));
            return SimResponse.empty(201);
        }
        if (job.state() != State.JobComplete) {
            throw Refusal.bad(
                    "INVALIDJOBSTATE", "the job is %s, results are there when it is complete".formatted(job.state()));
        }
        return switch (part) {
            case "successfulResults" -> results(job, true);
            case "failedResults" -> results(job, false);
            case "unprocessedrecords" -> csv(Csv.line(job.columns()));
            default -> throw Refusal.notFound("The requested resource does not exist");
        };
    }

    private void process(Call call, BulkJob job) {
        List<List<String>> rows;
        try {
            rows = Csv.parse(job.csv(), job.delimiter());
        } catch (Refusal refusal) {
            job.fail("InvalidBatch : " + refusal.says());
            return;
        }
        if (rows.isEmpty()) {
            job.fail("InvalidBatch : The CSV is empty");
            return;
        }
        List<String> columns = rows.getFirst();
        String unknown = columns.stream()
                .filter(c -> !c.contains(".") && job.type().field(c).isEmpty())
                .findFirst()
                .orElse("");
        job.columns(columns);
        if (!unknown.isEmpty()) {
            job.fail("InvalidBatch : Field name not found : " + unknown);
            return;
        }
        rows.subList(1, rows.size()).forEach(cells -> job.add(row(call, job, columns, cells)));
        job.state(State.JobComplete);
    }

    private BulkJob.Result row(Call call, BulkJob job, List<String> columns, List<String> cells) {
        try {
            if (cells.size() != columns.size()) {
                throw Refusal.bad(
                        "INVALID_CSV", "the row has %d cells, %d are expected".formatted(cells.size(), columns.size()));
            }
            Dml.Done done = org.write(call.session(), tx -> write(tx, job, record(columns, cells)));
            return new BulkJob.Result(cells, done.id(), done.created(), "");
        } catch (Refusal refusal) {
            String fields = refusal.status() == 300 ? "" : String.join(" ", refusal.fields());
            return new BulkJob.Result(cells, "", false, "%s:%s:%s--".formatted(refusal.code(), refusal.says(), fields));
        }
    }

    private Dml.Done write(Transaction tx, BulkJob job, ObjectNode node) {
        return switch (job.operation()) {
            case "insert" -> dml.insert(tx, job.type(), node);
            case "delete" -> dml.delete(tx, job.type(), taken(node, "Id"));
            case "update" -> dml.update(tx, job.type(), taken(node, "Id"), node);
            default -> {
                FieldDef key = job.type().require(job.externalIdField());
                yield dml.upsert(tx, job.type(), key, taken(node, key.name()), node, false);
            }
        };
    }

    private static String taken(ObjectNode node, String name) {
        for (String given : List.copyOf(node.propertyNames())) {
            if (given.equalsIgnoreCase(name)) {
                return node.remove(given).asString("");
            }
        }
        throw Refusal.bad("MISSING_ARGUMENT", name + " not specified", name);
    }

    // An empty cell leaves the value alone, #N/A clears it, and Account.Throughline_Id__c points to a parent.
    private static ObjectNode record(List<String> columns, List<String> cells) {
        ObjectNode node = Wire.object();
        for (int i = 0; i < columns.size(); i++) {
            String cell = cells.get(i);
            String[] path = columns.get(i).split("\\.", 2);
            if (cell.isEmpty()) {
                continue;
            }
            if (path.length == 2) {
                node.putObject(path[0]).put(path[1], cell);
            } else {
                node.set(
                        path[0],
                        cell.equals("#N/A")
                                ? JsonNodeFactory.instance.nullNode()
                                : JsonNodeFactory.instance.stringNode(cell));
            }
        }
        return node;
    }

    private static SimResponse results(BulkJob job, boolean successes) {
        List<String> head =
                new ArrayList<>(successes ? List.of("sf__Id", "sf__Created") : List.of("sf__Id", "sf__Error"));
        head.addAll(job.columns());
        StringBuilder text = new StringBuilder(Csv.line(head));
        for (BulkJob.Result result : job.results()) {
            if (result.error().isEmpty() == successes) {
                List<String> cells = new ArrayList<>(
                        List.of(result.id(), successes ? String.valueOf(result.created()) : result.error()));
                cells.addAll(result.cells());
                text.append(Csv.line(cells));
            }
        }
        return csv(text.toString());
    }

    private static SimResponse csv(String text) {
        return SimResponse.text(200, "text/csv;charset=UTF-8", text);
    }
}
