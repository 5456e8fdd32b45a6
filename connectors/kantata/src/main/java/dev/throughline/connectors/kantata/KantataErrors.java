package dev.throughline.connectors.kantata;

import dev.throughline.connector.kit.auth.AuthorisedHttp.Sent;
import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.Troubles;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.WriteResult.Codes;
import dev.throughline.connector.spi.WriteResult.FieldError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What Kantata means by an answer that is not 2xx: {@code {"errors":[{"type","message","field"}]}}, type oauth, system or validation. */
final class KantataErrors {
    private KantataErrors() {}

    /** Only refusals carry a meaning of their own; all else is as its HTTP status says. */
    static Optional<Trouble> reading(Outcome.Answer answer) {
        if (answer.status() < 400 || answer.status() >= 500 || answer.status() == 429) {
            return Optional.empty();
        }
        List<FieldError> errors = errors(answer);
        return errors.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trouble.Refused(code(answer.status(), errors), says(errors)));
    }

    /** @return the answer's body when the write took effect, else what became of it */
    static Written writing(Sent sent, Instant now) {
        return switch (sent) {
            case Sent.Barred(var trouble) -> new Written.Not(WriteResult.of(trouble));
            case Sent.Out(var outcome) -> outcome(outcome, now);
        };
    }

    private static Written outcome(Outcome outcome, Instant now) {
        if (outcome instanceof Outcome.Answer answer) {
            if (answer.ok()) {
                return new Written.Done(answer);
            }
            List<FieldError> errors = errors(answer);
            if (answer.status() < 500 && answer.status() != 429 && !errors.isEmpty()) {
                return new Written.Not(new WriteResult.Rejected(code(answer.status(), errors), says(errors), errors));
            }
            if (answer.status() == 404) {
                return new Written.Not(
                        new WriteResult.Rejected(Codes.NOT_FOUND, "Kantata holds no such record", List.of()));
            }
        }
        return new Written.Not(Troubles.writing(outcome, now).orElseThrow());
    }

    private static List<FieldError> errors(Outcome.Answer answer) {
        List<FieldError> errors = new ArrayList<>();
        Optional<JsonNode> body = JsonHttp.parse(answer);
        if (body.isPresent()) {
            for (JsonNode error : body.get().path("errors")) {
                String message = error.path("message").asString("");
                errors.add(new FieldError(error.path("field").asString(""), code(message), message));
            }
        }
        return errors;
    }

    private static String code(int status, List<FieldError> errors) {
        return switch (status) {
            case 403 -> "FORBIDDEN";
            case 404 -> Codes.NOT_FOUND;
            case 422 -> errors.getFirst().code();
            default -> "HTTP_" + status;
        };
    }

    /** The vendor gives no codes beside its words. */
    private static String code(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("locked")) {
            return Codes.PERIOD_CLOSED;
        }
        if (words.contains("can't be blank") || words.contains("is required")) {
            return Codes.FIELD_MISSING;
        }
        if (words.contains("could not be found") || words.contains("must exist")) {
            return Codes.REFERENCE_MISSING;
        }
        return Codes.FIELD_INVALID;
    }

    private static String says(List<FieldError> errors) {
        return errors.stream()
                .map(e -> e.field().isEmpty() ? e.message() : e.field() + ": " + e.message())
                .collect(Collectors.joining("; "));
    }

    /** A write as it went. */
    sealed interface Written {
        record Done(Outcome.Answer answer) implements Written {}

        record Not(WriteResult result) implements Written {}
    }
}
