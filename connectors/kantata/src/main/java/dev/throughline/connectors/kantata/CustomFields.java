package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connectors.kantata.KantataErrors.Written;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Custom field values of records that exist: each is a record of its own, one for a subject and field. Setting one twice to the same value is harmless. */
final class CustomFields {
    private final KantataClient client;

    CustomFields(KantataClient client) {
        this.client = client;
    }

    /** @param fields {@code [{custom_field_id, value}]}. @return the first failure; empty when all are set */
    Optional<WriteResult> set(KantataObject object, String id, JsonNode fields) {
        for (JsonNode field : fields) {
            Optional<WriteResult> failed =
                    set(object.subjectType, id, field.path("custom_field_id").asString(""), field.path("value"));
            if (failed.isPresent()) {
                return failed;
            }
        }
        return Optional.empty();
    }

    private Optional<WriteResult> set(String subjectType, String subject, String field, JsonNode value) {
        Map<String, String> query =
                Map.of("subject_type", subjectType, "subject_id", subject, "custom_field_id", field);
        return switch (client.list("custom_field_values", query)) {
            case KantataClient.Failed(var trouble) -> Optional.of(WriteResult.of(trouble));
            case KantataClient.Rows(var rows, var ignored) -> {
                Optional<String> existing = rows.stream()
                        .filter(r -> r.path("subject_id").asString("").equals(subject)
                                && r.path("custom_field_id").asString("").equals(field))
                        .map(r -> r.path("id").asString(""))
                        .findFirst();
                yield send(existing, subjectType, subject, field, value);
            }
        };
    }

    private Optional<WriteResult> send(
            Optional<String> existing, String subjectType, String subject, String field, JsonNode value) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode inner = body.putObject("custom_field_value");
        inner.set("value", value);
        if (existing.isEmpty()) {
            inner.put("subject_type", subjectType).put("subject_id", subject).put("custom_field_id", field);
        }
        Written written = KantataErrors.writing(
                existing.isPresent()
                        ? client.send("PUT", "custom_field_values/" + existing.get(), body)
                        : client.send("POST", "custom_field_values", body),
                client.clock().instant());
        return switch (written) {
            case Written.Done _ -> Optional.empty();
            case Written.Not(var result) -> Optional.of(result);
        };
    }
}
