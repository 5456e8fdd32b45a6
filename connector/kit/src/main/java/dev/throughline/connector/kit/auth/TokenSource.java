package dev.throughline.connector.kit.auth;

import dev.throughline.connector.kit.Json;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.Troubles;
import dev.throughline.connector.kit.http.VendorHttp;
import dev.throughline.connector.spi.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** An OAuth 2 access token, asked for when it is needed, shared by all callers and by no other system. Thread-safe; one request for a token at a time. */
public final class TokenSource {
    /** A token is given up this long before its end, so that none runs out on its way. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final VendorHttp http;
    private final Grant grant;
    private final InstantSource clock;
    private final ReentrantLock one = new ReentrantLock();
    private Optional<Token> held = Optional.empty();

    public TokenSource(VendorHttp http, Grant grant, InstantSource clock) {
        this.http = http;
        this.grant = grant;
        this.clock = clock;
    }

    /** The token at hand, or a fresh one when there is none or it is about to end. */
    public Got current() {
        one.lock();
        try {
            if (held.isPresent() && held.get().livesAt(clock.instant())) {
                return held.get();
            }
            return ask();
        } finally {
            one.unlock();
        }
    }

    /** Gives up a token that the vendor refused; does nothing when another caller did so already. */
    public void refused(String token) {
        one.lock();
        try {
            held = held.filter(t -> !t.value().equals(token));
        } finally {
            one.unlock();
        }
    }

    private Got ask() {
        held = Optional.empty();
        Instant now = clock.instant();
        Outcome outcome = http.send(grant.request(now));
        if (outcome instanceof Outcome.Answer answer && answer.ok()) {
            return read(answer, now);
        }
        if (outcome instanceof Outcome.Answer answer && (answer.status() == 400 || answer.status() == 401)) {
            return new Failed(new Trouble.Unauthorised("the token service refuses us: " + reason(answer)));
        }
        return new Failed(Troubles.reading(outcome, now).orElseThrow());
    }

    private Got read(Outcome.Answer answer, Instant now) {
        try {
            JsonNode body = Json.MAPPER.readTree(answer.body());
            String value = body.path("access_token").asString("");
            if (value.isEmpty()) {
                return new Failed(new Trouble.Malformed("the token service gave no access_token"));
            }
            long seconds = body.path("expires_in").asLong(0);
            Token token =
                    new Token(value, seconds > 0 ? Optional.of(now.plusSeconds(seconds)) : Optional.empty(), body);
            grant.granted(body);
            held = Optional.of(token);
            return token;
        } catch (JacksonException e) {
            return new Failed(new Trouble.Malformed("the token service answered with something that is no JSON"));
        }
    }

    /** RFC 6749, section 5.2. Only the code and its description: the rest of the answer is not ours to print. */
    private static String reason(Outcome.Answer answer) {
        try {
            JsonNode body = Json.MAPPER.readTree(answer.body());
            String code = body.path("error").asString("HTTP " + answer.status());
            String description = body.path("error_description").asString("");
            return description.isEmpty() ? code : code + " (" + description + ")";
        } catch (JacksonException e) {
            return "HTTP " + answer.status();
        }
    }

    @Override
    public String toString() {
        return "TokenSource[" + grant.getClass().getSimpleName() + "]";
    }

    /** A token, or why there is none. */
    public sealed interface Got {}

    /**
     * @param expires empty when the service does not say: then it is used until it is refused
     * @param answer  the whole answer, since some vendors name their instance in it
     */
    public record Token(String value, Optional<Instant> expires, JsonNode answer) implements Got {
        boolean livesAt(Instant now) {
            return expires.isEmpty() || now.isBefore(expires.get().minus(MARGIN));
        }

        @Override
        public String toString() {
            return "Token[***, expires " + expires + "]";
        }
    }

    public record Failed(Trouble trouble) implements Got {}
}
