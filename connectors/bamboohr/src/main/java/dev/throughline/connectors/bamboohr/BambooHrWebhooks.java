package dev.throughline.connectors.bamboohr;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.config.Secret;
import dev.throughline.connector.kit.webhook.Hmac;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Change.Operation;
import dev.throughline.connector.spi.Change.Version;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.model.ExternalId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Notices of employees. Signed with HMAC-SHA256 over the raw body followed by the timestamp, in lower-case hex. They carry no values that can be relied on, so
 * each only says that an employee is to be fetched. Order is not promised and repeats occur.
 */
final class BambooHrWebhooks implements Webhooks {
    static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int BODY_BYTES_MAX = 5 * 1024 * 1024;

    private final Secret key;

    BambooHrWebhooks(Secret key) {
        this.key = key;
    }

    @Override
    public Outcome receive(Request request) {
        if (request.body().length > BODY_BYTES_MAX) {
            return new Outcome.Refused(413, "the notice has more than %d bytes".formatted(BODY_BYTES_MAX));
        }
        String timestamp = request.header("x-bamboohr-timestamp").orElse("");
        String signature = request.header("x-bamboohr-signature").orElse("");
        byte[] expected = Hmac.sha256(
                key.reveal().getBytes(StandardCharsets.UTF_8),
                request.body(),
                timestamp.getBytes(StandardCharsets.UTF_8));
        if (!Hmac.isHex(expected, signature)) {
            return new Outcome.Refused(401, "the signature is missing or wrong");
        }
        if (!timestamp.matches("\\d{1,12}")
                || !Hmac.isRecent(Instant.ofEpochSecond(Long.parseLong(timestamp)), request.receivedAt(), WINDOW)) {
            return new Outcome.Refused(401, "the signed time is not within %s of now".formatted(WINDOW));
        }
        return parse(request.body());
    }

    private static Outcome parse(byte[] bytes) {
        try {
            JsonNode body = Json.MAPPER.readTree(bytes);
            List<Change> changes = new ArrayList<>();
            if (body.path("employees").isArray()) {
                body.path("employees").forEach(e -> byFields(bytes, e).ifPresent(changes::add));
            } else {
                event(bytes, body).ifPresent(changes::add);
            }
            return changes.isEmpty()
                    ? new Outcome.Refused(400, "the notice names no employee")
                    : new Outcome.Accepted(changes, Answer.OK);
        } catch (JacksonException e) {
            return new Outcome.Refused(400, "the notice is no JSON");
        }
    }

    private static Optional<Change> event(byte[] bytes, JsonNode body) {
        String type = body.path("type").asString("");
        return type.startsWith("employee")
                ? change(
                        bytes,
                        body.path("data").path("employeeId").asString(""),
                        body.path("timestamp"),
                        type.endsWith(".deleted"))
                : Optional.empty();
    }

    private static Optional<Change> byFields(byte[] bytes, JsonNode employee) {
        return change(
                bytes,
                employee.path("id").asString(""),
                employee.path("timestamp"),
                employee.path("action").asString("").equals("Deleted"));
    }

    /** The version is the notice itself, so that a repeat is recognised. */
    private static Optional<Change> change(byte[] bytes, String employee, JsonNode timestamp, boolean deleted) {
        Optional<Instant> at = BambooHrRecords.stamp(timestamp);
        if (at.isEmpty() || !employee.matches("[1-9]\\d{0,9}")) {
            return Optional.empty();
        }
        if (deleted) {
            return Optional.of(BambooHrRecords.deleted(BambooHrConnector.EMPLOYEES, employee, at.get()));
        }
        String hash = BambooHrRecords.hash(new String(bytes, StandardCharsets.UTF_8));
        return Optional.of(new Change(
                BambooHrConnector.EMPLOYEES,
                new ExternalId(employee),
                new Version(Version.at(at.get()).ordinal(), "notice-" + hash + "-" + employee),
                Operation.TOUCHED,
                at.get(),
                JsonNodeFactory.instance.nullNode()));
    }
}
