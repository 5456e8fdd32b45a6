package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connectors.netsuite.simulator.sql.Query;
import dev.throughline.connectors.netsuite.simulator.sql.SqlProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** {@code POST /query/v1/suiteql}. */
final class SuiteQlService {
    private static final int PAGE_MAX = 1000;
    private static final int ROWS_MAX = 100_000;

    private final Account account;
    private final View view;
    private final Tables tables;

    SuiteQlService(Account account, View view) {
        this.account = account;
        this.view = view;
        this.tables = new Tables(account);
    }

    SimResponse query(SimRequest request) {
        if (!Prefer.has(request, "transient")) {
            throw Problem.header("Prefer", "The required request header 'Prefer' is missing or is not 'transient'.");
        }
        JsonNode body = request.json();
        String sql = body.path("q").asString("");
        if (sql.isBlank()) {
            throw Problem.request("The body must hold the query under q.");
        }
        int limit = Paging.number(request, "limit", PAGE_MAX, 1, PAGE_MAX);
        int offset = Paging.number(request, "offset", 0, 0, ROWS_MAX);
        List<Object> params = params(body.path("params"));
        try {
            Query.Page page = account.reading(() ->
                    new Query(tables::find, params, Tables.time(account.now())).page(sql, offset, limit, ROWS_MAX));
            return Answers.resource(body(request, page, offset, limit), "collection");
        } catch (SqlProblem e) {
            throw Problem.of(
                    400,
                    "INVALID_PARAMETER",
                    "Invalid search query. Detailed unprocessed description follows. " + e.getMessage());
        }
    }

    private static List<Object> params(JsonNode node) {
        List<Object> params = new ArrayList<>();
        for (JsonNode value : node) {
            params.add(value.isNumber() ? value.decimalValue() : value.asString(""));
        }
        return params;
    }

    private Map<String, Object> body(SimRequest request, Query.Page page, int offset, int limit) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Map<String, String> row : page.items()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("links", List.of());
            item.putAll(row);
            items.add(item);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("links", Paging.links(view.href(request.path()), offset, limit, page.total()));
        body.put("count", items.size());
        body.put("hasMore", offset + items.size() < page.total());
        body.put("items", items);
        body.put("offset", offset);
        body.put("totalResults", page.total());
        return body;
    }
}
