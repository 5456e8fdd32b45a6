package dev.throughline.connectors.salesforce.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** One ingest job of Bulk API 2.0. Guarded by the org's lock. */
final class BulkJob {
    enum State {
        Open,
        UploadComplete,
        InProgress,
        JobComplete,
        Failed,
        Aborted
    }

    /** What became of one row. @param cells of the row as uploaded */
    record Result(List<String> cells, String id, boolean created, String error) {}

    private final String id;
    private final ObjectDef type;
    private final String operation;
    private final String externalIdField;
    private final char delimiter;
    private final String version;
    private final Instant created;
    private final List<Result> results = new ArrayList<>();
    private State state = State.Open;
    private String csv = "";
    private boolean uploaded;
    private String error = "";
    private List<String> columns = List.of();

    BulkJob(
            String id,
            ObjectDef type,
            String operation,
            String externalIdField,
            char delimiter,
            String version,
            Instant created) {
        this.id = id;
        this.type = type;
        this.operation = operation;
        this.externalIdField = externalIdField;
        this.delimiter = delimiter;
        this.version = version;
        this.created = created;
    }

    ObjectDef type() {
        return type;
    }

    String operation() {
        return operation;
    }

    String externalIdField() {
        return externalIdField;
    }

    char delimiter() {
        return delimiter;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    void fail(String why) {
        state = State.Failed;
        error = why;
    }

    boolean uploaded() {
        return uploaded;
    }

    void upload(String text) {
        csv = text;
        uploaded = true;
    }

    String csv() {
        return csv;
    }

    void columns(List<String> names) {
        columns = List.copyOf(names);
    }

    List<String> columns() {
        return columns;
    }

    void add(Result result) {
        results.add(result);
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    ObjectNode json(String user) {
        ObjectNode node = Wire.object();
        node.put("id", id);
        node.put("operation", operation);
        node.put("object", type.name());
        node.put("createdById", user);
        node.put("createdDate", Values.stamp(created));
        node.put("systemModstamp", Values.stamp(created));
        node.put("state", state.name());
        node.put("concurrencyMode", "Parallel");
        node.put("contentType", "CSV");
        node.put("apiVersion", new java.math.BigDecimal(version));
        node.put("contentUrl", "services/data/v%s/jobs/ingest/%s/batches".formatted(version, id));
        node.put("lineEnding", "LF");
        node.put("columnDelimiter", delimiter == ';' ? "SEMICOLON" : delimiter == '\t' ? "TAB" : "COMMA");
        node.put("jobType", "V2Ingest");
        if (!externalIdField.isEmpty()) {
            node.put("externalIdFieldName", externalIdField);
        }
        node.put("numberRecordsProcessed", results.size());
        node.put("numberRecordsFailed", (int)
                results.stream().filter(r -> !r.error().isEmpty()).count());
        if (!error.isEmpty()) {
            node.put("errorMessage", error);
        }
        return node;
    }
}
