package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.http.Outcome;
import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.WriteResult.Codes;
import dev.throughline.connector.spi.WriteResult.FieldError;
import dev.throughline.model.ExternalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What Salesforce's error answers mean. A failed request carries a list of errors with {@code errorCode}; a failed record of a collection carries one with
 * {@code statusCode}. The status 403 is used for missing rights and for spent quota alike, so the code decides.
 *
 * @see <a href="https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm">Status codes and error responses</a>
 */
final class SalesforceErrors {
    /** Salesforce names no time to wait: the daily quota frees itself call by call, a concurrency limit within seconds. */
    private static final Duration QUOTA_WAIT = Duration.ofMinutes(1);

    private static final Duration CONCURRENCY_WAIT = Duration.ofSeconds(5);
    private static final Pattern RECORD_ID = Pattern.compile("\\b([a-zA-Z0-9]{15}(?:[a-zA-Z0-9]{3})?)\\b");

    private SalesforceErrors() {}

    /** One error of an answer. */
    record Fault(String code, String message, List<String> fields) {}

    /** Empty when the body is none of Salesforce's, such as a proxy's page. */
    static List<Fault> faults(Outcome.Answer answer) {
        return JsonHttp.parse(answer).map(SalesforceErrors::faults).orElse(List.of());
    }

    static List<Fault> faults(JsonNode errors) {
        List<Fault> faults = new ArrayList<>();
        for (JsonNode error : errors.isArray() ? errors : List.<JsonNode>of()) {
            String code =
                    error.path("errorCode").asString(error.path("statusCode").asString(""));
            List<String> fields = new ArrayList<>();
            error.path("fields").forEach(f -> fields.add(f.asString("")));
            if (!code.isEmpty()) {
                faults.add(new Fault(code, error.path("message").asString(""), fields));
            }
        }
        return faults;
    }

    /** A 401 that a fresh token may mend; the others are faults of the set-up at the vendor. */
    static boolean isStaleToken(Outcome.Answer answer) {
        return answer.status() == 401
                && !answer.text().contains("not valid for use with the REST API")
                && !answer.text().contains("Connected app is not attached");
    }

    /** Why a question has no answer, as far as the body says; empty leaves it to the status. */
    static Optional<Trouble> trouble(Outcome.Answer answer) {
        return faults(answer).stream().findFirst().flatMap(fault -> trouble(answer.status(), fault));
    }

    private static Optional<Trouble> trouble(int status, Fault fault) {
        return switch (fault.code()) {
            case "REQUEST_LIMIT_EXCEEDED" ->
                Optional.of(new Trouble.Throttled(
                        fault.message().startsWith("Concurrent") ? CONCURRENCY_WAIT : QUOTA_WAIT));
            case "SERVER_UNAVAILABLE", "UNABLE_TO_LOCK_ROW", "QUERY_TIMEOUT" ->
                Optional.of(new Trouble.Unavailable(fault.code() + ": " + fault.message(), Optional.empty()));
            case "INVALID_SESSION_ID" -> Optional.of(new Trouble.Unauthorised(fault.message()));
            default ->
                status >= 500 ? Optional.empty() : Optional.of(new Trouble.Refused(fault.code(), fault.message()));
        };
    }

    /** What became of one record that was not written. */
    static WriteResult result(WriteItem item, String keyField, List<Fault> faults) {
        Fault first =
                faults.isEmpty() ? new Fault("UNKNOWN_EXCEPTION", "no reason was given", List.of()) : faults.getFirst();
        return switch (first.code()) {
            case "REQUEST_LIMIT_EXCEEDED", "SERVER_UNAVAILABLE", "QUERY_TIMEOUT" ->
                WriteResult.of(trouble(400, first).orElseThrow());
            case "UNABLE_TO_LOCK_ROW" -> new WriteResult.Conflict("");
            case "UNKNOWN_EXCEPTION" -> new WriteResult.Unknown(first.message());
            case "DUPLICATE_VALUE" -> duplicate(item, keyField, first, faults);
            case "ENTITY_IS_DELETED" ->
                item.verb() == WriteItem.Verb.DELETE && item.id().isPresent()
                        ? new WriteResult.Duplicate(item.id().get())
                        : rejected(Codes.NOT_FOUND, faults);
            default -> rejected(code(item, first), faults);
        };
    }

    private static WriteResult duplicate(WriteItem item, String keyField, Fault first, List<Fault> faults) {
        if (!first.message().contains(keyField)) {
            return rejected(first.code(), faults);
        }
        Matcher id =
                RECORD_ID.matcher(first.message().substring(first.message().indexOf(keyField) + keyField.length()));
        boolean named = false;
        String last = "";
        while (id.find()) {
            named = true;
            last = id.group(1);
        }
        // Two first upserts of one key at the same moment: the loser is told so and must simply be repeated.
        return named && item.verb() == WriteItem.Verb.CREATE
                ? new WriteResult.Duplicate(new ExternalId(last))
                : new WriteResult.Conflict("");
    }

    private static String code(WriteItem item, Fault fault) {
        return switch (fault.code()) {
            case "REQUIRED_FIELD_MISSING" -> Codes.FIELD_MISSING;
            case "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                    "STRING_TOO_LONG",
                    "INVALID_EMAIL_ADDRESS",
                    "NUMBER_OUTSIDE_VALID_RANGE",
                    "JSON_PARSER_ERROR",
                    "INVALID_FIELD",
                    "INVALID_FIELD_FOR_INSERT_UPDATE",
                    "INVALID_TYPE_ON_FIELD_IN_RECORD" -> Codes.FIELD_INVALID;
            case "NOT_FOUND" -> Codes.NOT_FOUND;
            case "INVALID_CROSS_REFERENCE_KEY", "MALFORMED_ID", "FIELD_INTEGRITY_EXCEPTION" ->
                // Without a field it is the record itself that is not there.
                fault.fields().isEmpty() && item.id().isPresent() ? Codes.NOT_FOUND : Codes.REFERENCE_MISSING;
            default -> fault.code();
        };
    }

    private static WriteResult rejected(String code, List<Fault> faults) {
        List<FieldError> fields = new ArrayList<>();
        for (Fault fault : faults) {
            List<String> names = fault.fields().isEmpty() ? List.of("") : fault.fields();
            names.forEach(name -> fields.add(new FieldError(name, fault.code(), fault.message())));
        }
        return new WriteResult.Rejected(code, faults.getFirst().message(), fields);
    }
}
