package dev.throughline.connector.testkit.acme;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.config.Secret;
import dev.throughline.connector.kit.webhook.Hmac;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.model.ExternalId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Acme signs body and epoch seconds: {@code x-acme-signature}, {@code x-acme-time}. */
record AcmeWebhooks(Secret secret, InstantSource clock) implements Webhooks {
    static final Duration WINDOW = Duration.ofMinutes(5);

    @Override
    public Outcome receive(Request request) {
        String time = request.header("x-acme-time").orElse("");
        byte[] expected = Hmac.sha256(
                secret.reveal().getBytes(StandardCharsets.UTF_8),
                request.body(),
                time.getBytes(StandardCharsets.UTF_8));
        if (!Hmac.isHex(expected, request.header("x-acme-signature").orElse(""))
                || !time.matches("\\d{1,12}")
                || !Hmac.isRecent(Instant.ofEpochSecond(Long.parseLong(time)), clock.instant(), WINDOW)) {
            return new Outcome.Refused(401, "not signed by Acme, or too long ago");
        }
        try {
            JsonNode notice = Json.MAPPER.readTree(request.body());
            Instant changed = Instant.parse(notice.path("changed").asString(""));
            ExternalId id = new ExternalId(notice.path("order").asString(""));
            Change change = new Change(
                    AcmeConnector.ORDERS,
                    id,
                    Change.Version.at(changed),
                    Change.Operation.TOUCHED,
                    changed,
                    JsonNodeFactory.instance.nullNode());
            return new Outcome.Accepted(List.of(change), Answer.OK);
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            return new Outcome.Refused(400, "no notice: " + e.getMessage());
        }
    }
}
