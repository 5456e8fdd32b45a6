package dev.throughline.connectors.netsuite;

import dev.throughline.connector.kit.rest.JsonHttp;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connector.spi.WriteResult;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Periods that are closed or locked for receivables. NetSuite refuses a transaction in one of them with a text in the user's language and a code that it uses for
 * everything, so the periods themselves are asked first.
 */
final class NetSuitePeriods {
    /** One that takes no receivables. */
    record Shut(String id, String name, LocalDate start, LocalDate end) {
        WriteResult.Rejected refusal() {
            String says =
                    "the accounting period %s (%s to %s) is closed or locked for receivables; reopen it, or date the document into an open period"
                            .formatted(name, start, end);
            var field = new WriteResult.FieldError("tranDate", WriteResult.Codes.PERIOD_CLOSED, says);
            return new WriteResult.Rejected(WriteResult.Codes.PERIOD_CLOSED, says, List.of(field));
        }
    }

    private final List<Shut> shut;
    private final LocalDate today;

    private NetSuitePeriods(List<Shut> shut, LocalDate today) {
        this.shut = shut;
        this.today = today;
    }

    /** The answer to the question which periods are shut. */
    sealed interface Asked {}

    record Known(NetSuitePeriods periods) implements Asked {}

    record Failed(Trouble trouble) implements Asked {}

    static Asked ask(NetSuiteClient client, InstantSource clock, ZoneId zone) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        return switch (client.suiteql(NetSuiteQueries.PERIODS, List.of(), 1000)) {
            // Without the permission to see periods NetSuite's own refusal must do.
            case JsonHttp.Failed(Trouble.Refused _) -> new Known(new NetSuitePeriods(List.of(), today));
            case JsonHttp.Failed(var trouble) -> new Failed(trouble);
            case JsonHttp.Body(var json, var _) -> read(json.path("items"), today);
        };
    }

    private static Asked read(JsonNode items, LocalDate today) {
        List<Shut> shut = new ArrayList<>();
        for (JsonNode item : items) {
            try {
                shut.add(new Shut(
                        item.path("id").asString(""),
                        item.path("periodname").asString(""),
                        LocalDate.parse(item.path("startdate").asString("")),
                        LocalDate.parse(item.path("enddate").asString(""))));
            } catch (DateTimeException e) {
                return new Failed(new Trouble.Malformed("an accounting period without readable dates: " + item));
            }
        }
        return new Known(new NetSuitePeriods(List.copyOf(shut), today));
    }

    /** The shut period into which a document would fall. */
    Optional<Shut> holding(JsonNode body) {
        JsonNode period = body.path("postingPeriod");
        String id = period.isObject() ? period.path("id").asString("") : period.asString("");
        if (!id.isEmpty()) {
            return shut.stream().filter(p -> p.id().equals(id)).findFirst();
        }
        return date(body)
                .flatMap(day -> shut.stream()
                        .filter(p -> !day.isBefore(p.start()) && !day.isAfter(p.end()))
                        .findFirst());
    }

    private Optional<LocalDate> date(JsonNode body) {
        String text = body.path("tranDate").asString("");
        try {
            return Optional.of(text.isEmpty() ? today : LocalDate.parse(text));
        } catch (DateTimeException e) {
            // NetSuite will say what is wrong with it.
            return Optional.empty();
        }
    }
}
