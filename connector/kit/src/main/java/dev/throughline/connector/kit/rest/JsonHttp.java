package dev.throughline.connector.kit.rest;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.auth.AuthorisedHttp;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.Troubles;
import dev.throughline.connector.kit.http.VendorRequest;
import dev.throughline.connector.spi.Trouble;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Questions over REST with JSON answers. A connector gives it the vendor's reading of errors; writes look at the {@link Outcome} themselves. Thread-safe. */
public final class JsonHttp {
    /** What this vendor means by an answer that is not 2xx; empty leaves it to the HTTP status. */
    @FunctionalInterface
    public interface VendorErrors {
        Optional<Trouble> read(Outcome.Answer answer);
    }

    private final AuthorisedHttp http;
    private final VendorErrors errors;
    private final InstantSource clock;

    public JsonHttp(AuthorisedHttp http, VendorErrors errors, InstantSource clock) {
        this.http = http;
        this.errors = errors;
        this.clock = clock;
    }

    /** Sends a question, which changes nothing at the vendor. */
    public Read read(VendorRequest request) {
        VendorRequest accepting =
                request.headers().containsKey("Accept") ? request : request.header("Accept", "application/json");
        return switch (http.send(accepting)) {
            case AuthorisedHttp.Sent.Barred(var trouble) -> new Failed(trouble);
            case AuthorisedHttp.Sent.Out(var outcome) -> read(outcome, request);
        };
    }

    private Read read(Outcome outcome, VendorRequest request) {
        if (outcome instanceof Outcome.Answer answer) {
            if (answer.ok()) {
                return parsed(answer, request);
            }
            Optional<Trouble> said = errors.read(answer);
            if (said.isPresent()) {
                return new Failed(said.get());
            }
        }
        return new Failed(Troubles.reading(outcome, clock.instant()).orElseThrow());
    }

    private static Read parsed(Outcome.Answer answer, VendorRequest request) {
        if (answer.body().length == 0) {
            return new Body(Json.MAPPER.nullNode(), answer);
        }
        return parse(answer)
                .<Read>map(node -> new Body(node, answer))
                .orElseGet(() -> new Failed(new Trouble.Malformed(
                        "%s answered %d with something that is no JSON".formatted(request, answer.status()))));
    }

    /** @return empty when the body is no JSON */
    public static Optional<JsonNode> parse(Outcome.Answer answer) {
        try {
            JsonNode node = Json.MAPPER.readTree(answer.body());
            return node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** An answer, or why there is none. */
    public sealed interface Read {}

    /** @param json a JSON null when the answer had no body */
    public record Body(JsonNode json, Outcome.Answer answer) implements Read {}

    public record Failed(Trouble trouble) implements Read {}
}
