package dev.throughline.connectors.salesforce.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** One query job of Bulk API 2.0. Its rows are those of the moment at which it completes. Guarded by the org's lock. */
final class QueryJob {
    enum State {
        UploadComplete,
        InProgress,
        JobComplete,
        Aborted
    }

    /** How the answer is written. @param delimiterName such as {@code COMMA}; @param lineEndingName {@code LF} or {@code CRLF} */
    record Format(String delimiterName, String lineEndingName) {
        private static final Map<String, Character> DELIMITERS =
                Map.of("COMMA", ',', "SEMICOLON", ';', "TAB", '\t', "PIPE", '|', "CARET", '^', "BACKQUOTE", '`');

        Format {
            if (!DELIMITERS.containsKey(delimiterName)) {
                throw Refusal.bad(
                        "API_ERROR", "columnDelimiter is one of BACKQUOTE, CARET, COMMA, PIPE, SEMICOLON, TAB");
            }
            if (!lineEndingName.equals("LF") && !lineEndingName.equals("CRLF")) {
                throw Refusal.bad("API_ERROR", "lineEnding is LF or CRLF");
            }
        }

        char delimiter() {
            return DELIMITERS.getOrDefault(delimiterName, ',');
        }

        String lineEnding() {
            return lineEndingName.equals("CRLF") ? "\r\n" : "\n";
        }
    }

    private final String id;
    private final SoqlQuery query;
    private final boolean deletedToo;
    private final Format format;
    private final String version;
    private final Instant created;
    private State state = State.UploadComplete;
    private List<List<String>> rows = List.of();

    QueryJob(String id, SoqlQuery query, boolean deletedToo, Format format, String version, Instant created) {
        this.id = id;
        this.query = query;
        this.deletedToo = deletedToo;
        this.format = format;
        this.version = version;
        this.created = created;
    }

    String id() {
        return id;
    }

    SoqlQuery query() {
        return query;
    }

    boolean deletedToo() {
        return deletedToo;
    }

    Format format() {
        return format;
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
    }

    void complete(List<List<String>> found) {
        rows = List.copyOf(found);
        state = State.JobComplete;
    }

    List<List<String>> rows() {
        return rows;
    }

    ObjectNode json(String user, String object) {
        ObjectNode node = Wire.object();
        node.put("id", id);
        node.put("operation", deletedToo ? "queryAll" : "query");
        node.put("object", object);
        node.put("createdById", user);
        node.put("createdDate", Values.stamp(created));
        node.put("systemModstamp", Values.stamp(created));
        node.put("state", state.name());
        node.put("concurrencyMode", "Parallel");
        node.put("contentType", "CSV");
        node.put("apiVersion", new BigDecimal(version));
        node.put("lineEnding", format.lineEndingName());
        node.put("columnDelimiter", format.delimiterName());
        return node;
    }

    /** What is told from the first look on: the answer to the creation does not have it. */
    ObjectNode progress(String user, String object) {
        ObjectNode node = json(user, object);
        node.put("jobType", "V2Query");
        node.put("numberRecordsProcessed", rows.size());
        node.put("retries", 0);
        node.put("totalProcessingTime", 0);
        return node;
    }
}
