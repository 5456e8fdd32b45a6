package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.http.Troubles;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.WriteResult.Codes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What NetSuite means by an answer that is no success. Most business refusals share the codes {@code USER_ERROR} and {@code INVALID_CONTENT}, with a text in the
 * user's language, so texts are passed on to people and never decided by.
 */
final class NetSuiteErrors {
    /** One refusal. @param path the field, such as {@code item.items[0].item}, or empty */
    record Said(String code, String detail, String path) {}

    private static final Set<String> TAKEN = Set.of("DUP_RCRD", "UNIQUE_CUST_ID_REQD", "DUP_ENTITY", "DUP_ITEM");

    private NetSuiteErrors() {}

    static Optional<Said> said(Outcome.Answer answer) {
        Optional<JsonNode> body = JsonHttp.parse(answer).filter(JsonNode::isObject);
        return body.map(json -> {
            JsonNode first = json.path("o:errorDetails").path(0);
            // Actions answer flat.
            JsonNode source = first.isMissingNode() ? json : first;
            String path = source.path("o:errorPath")
                    .asString(source.path("o:errorQueryParam")
                            .asString(source.path("o:errorHeader").asString("")));
            return new Said(
                    source.path("o:errorCode").asString("HTTP_" + answer.status()),
                    source.path("detail").asString(json.path("title").asString("no reason given")),
                    path);
        });
    }

    /** For questions. */
    static Optional<Trouble> reading(Outcome.Answer answer) {
        Optional<Said> said = said(answer);
        if (said.isEmpty()) {
            return answer.status() >= 400 && answer.status() < 500 && answer.status() != 429
                    ? Optional.of(new Trouble.Malformed("HTTP " + answer.status() + " without the vendor's error form"))
                    : Optional.empty();
        }
        Said error = said.get();
        return switch (answer.status()) {
            case 400, 404, 405, 413, 415 -> Optional.of(new Trouble.Refused(error.code(), error.detail()));
            case 403 -> Optional.of(new Trouble.Unauthorised(error.code() + ": " + error.detail()));
            default -> Optional.empty();
        };
    }

    /** For writes that were answered, with anything but the success that was expected. */
    static WriteResult writing(Outcome outcome, InstantSource clock) {
        if (outcome instanceof Outcome.Answer answer) {
            if (answer.ok()) {
                return new WriteResult.Unknown("HTTP %d where a bare confirmation was promised: %s"
                        .formatted(answer.status(), answer.excerpt()));
            }
            Optional<Said> said = said(answer);
            if (answer.status() / 100 == 4 && answer.status() != 429 && answer.status() != 401) {
                return said.map(s -> refusal(answer.status(), s))
                        .orElseGet(() -> new WriteResult.Unknown(
                                "HTTP %d that is not NetSuite's own: %s".formatted(answer.status(), answer.excerpt())));
            }
        }
        return Troubles.writing(outcome, clock.instant()).orElseThrow();
    }

    private static WriteResult refusal(int status, Said said) {
        if (status == 403) {
            return new WriteResult.Unauthorised(said.code() + ": " + said.detail());
        }
        if (said.code().equals("RCRD_HAS_BEEN_CHANGED")) {
            return new WriteResult.Conflict("");
        }
        return rejected(status == 404 ? Codes.NOT_FOUND : code(said), said);
    }

    private static String code(Said said) {
        // A field is named only where a value is wrong; whether it is missing or wrong is for people to read.
        return said.code().equals("INVALID_CONTENT") && !said.path().isEmpty() ? Codes.FIELD_INVALID : said.code();
    }

    static WriteResult.Rejected rejected(String code, Said said) {
        List<WriteResult.FieldError> fields = said.path().isEmpty()
                ? List.of()
                : List.of(new WriteResult.FieldError(said.path(), said.code(), said.detail()));
        return new WriteResult.Rejected(code, said.detail(), fields);
    }

    /** Whether a refusal may mean that the record is there already: then it is looked for by its external id. */
    static boolean mayBeTaken(Outcome outcome) {
        return outcome instanceof Outcome.Answer answer
                && answer.status() == 400
                && said(answer)
                        .filter(s -> TAKEN.contains(s.code()) || s.code().equals("USER_ERROR"))
                        .isPresent();
    }
}
