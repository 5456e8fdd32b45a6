package dev.throughline.hub.audit;

import dev.throughline.model.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An export: one JSON object a line, entries in order, and a last line that says how many there are and what the head is. {@link #verify} needs nothing but the file; whoever
 * also noted the head elsewhere can tell that nobody replaced the whole file.
 */
public final class AuditExport {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final TenantId tenant;
    private final Writer out;
    private long entries;
    private String head = AuditHash.GENESIS;

    AuditExport(TenantId tenant, Writer out) {
        this.tenant = tenant;
        this.out = out;
    }

    void entry(long seq, AuditWriter.Row row, String previous, String hash) throws IOException {
        ObjectNode line = JSON.createObjectNode()
                .put("tenant", tenant.value())
                .put("seq", seq)
                .put("at", row.at().toString())
                .put("actor", row.actor())
                .put("action", row.action())
                .put("subject", row.subject())
                .put("reason", row.reason())
                .put("detail", row.detail())
                .put("correlationId", row.correlationId())
                .put("prevHash", previous)
                .put("hash", hash);
        write(line);
        entries++;
        head = hash;
    }

    void end() throws IOException {
        write(JSON.createObjectNode()
                .put("tenant", tenant.value())
                .put("entries", entries)
                .put("head", head));
        out.flush();
    }

    /**
     * Verifies an export offline, in bounded memory.
     *
     * @param knownHead the head hash that was noted outside, when there is one
     * @return {@code brokenAt} is the first entry that does not hold; one past the last when the end is missing
     * @throws IOException when the file cannot be read
     */
    public static Audit.Verdict verify(BufferedReader export, Optional<String> knownHead) throws IOException {
        Chain chain = new Chain(new TenantId("none"));
        boolean first = true;
        long entries = 0;
        String line;
        while ((line = export.readLine()) != null) {
            Optional<JsonNode> read = parse(line);
            if (read.isEmpty()) {
                return new Audit.Verdict(entries, Optional.of(entries + 1), "");
            }
            JsonNode node = read.get();
            if (first) {
                chain = new Chain(new TenantId(text(node, "tenant")));
                first = false;
            }
            if (node.has("head")) {
                return ended(chain, node, knownHead, export.readLine() != null);
            }
            entries++;
            next(chain, node);
        }
        return new Audit.Verdict(entries, Optional.of(entries + 1), "");
    }

    private static Audit.Verdict ended(Chain chain, JsonNode end, Optional<String> knownHead, boolean more) {
        long entries = end.path("entries").asLong(-1);
        Audit.Verdict verdict = chain.verdict(new Chain.Head(entries, text(end, "head")));
        boolean otherHead = knownHead.isPresent() && !knownHead.get().equals(verdict.headHash());
        if (verdict.brokenAt().isEmpty() && (more || otherHead)) {
            return new Audit.Verdict(verdict.entries(), Optional.of(verdict.entries() + 1), verdict.headHash());
        }
        return verdict;
    }

    private static void next(Chain chain, JsonNode node) {
        var row = new AuditWriter.Row(
                at(node),
                text(node, "actor"),
                text(node, "action"),
                text(node, "subject"),
                text(node, "reason"),
                text(node, "detail"),
                text(node, "correlationId"));
        chain.next(node.path("seq").asLong(-1), row, text(node, "prevHash"), text(node, "hash"));
    }

    /** An unreadable time breaks the chain like any other edit: no entry was hashed with the epoch's first moment. */
    private static Instant at(JsonNode node) {
        try {
            return Instant.parse(text(node, "at"));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    private static String text(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    private static Optional<JsonNode> parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            return node.isObject()
                            && !text(node, "tenant").isBlank()
                            && text(node, "tenant").length() <= 64
                    ? Optional.of(node)
                    : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private void write(ObjectNode line) throws IOException {
        out.write(JSON.writeValueAsString(line));
        out.write('\n');
    }
}
