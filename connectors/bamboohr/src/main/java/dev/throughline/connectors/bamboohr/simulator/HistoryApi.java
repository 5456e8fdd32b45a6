package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connectors.bamboohr.simulator.Company.Employee;
import dev.throughline.connectors.bamboohr.simulator.Company.TableRow;
import dev.throughline.connectors.bamboohr.simulator.Doors.User;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tables with a history, and the journal of changes. */
final class HistoryApi {
    private final Company company;
    private final EmployeesApi employees;

    HistoryApi(Company company, EmployeesApi employees) {
        this.company = company;
        this.employees = employees;
    }

    SimResponse rows(SimRequest request, User user) {
        String table = table(request, user);
        String id = request.variable("id");
        List<Employee> whose = id.equals("all") ? List.copyOf(company.employees()) : List.of(employees.require(id));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Employee e : whose) {
            e.table(table).forEach(r -> rows.add(row(e, table, r, true)));
        }
        return Answers.of(request, "table", rows);
    }

    private static String table(SimRequest request, User user) {
        String table = request.variable("table");
        if (!Fields.TABLES.containsKey(table)) {
            throw BadAnswer.old(404, "Table not found");
        }
        if (user.hiddenTables().contains(table)) {
            throw BadAnswer.old(403, "You do not have access to this table");
        }
        return table;
    }

    private static Map<String, Object> row(Employee e, String table, TableRow row, boolean withIds) {
        Map<String, Object> shown = new LinkedHashMap<>();
        if (withIds) {
            shown.put("id", Integer.toString(row.id()));
            shown.put("employeeId", Integer.toString(e.id));
        }
        Fields.TABLES
                .get(table)
                .forEach(column -> shown.put(column, row.values().get(column)));
        return shown;
    }

    SimResponse add(SimRequest request, User user, Map<String, Object> body) {
        String table = table(request, user);
        Employee employee = employees.require(request.variable("id"));
        Object date = body.getOrDefault("date", body.get("startDate"));
        if (date == null || !date.toString().matches("\\d{4}-\\d{2}-\\d{2}")) {
            throw BadAnswer.old(406, "Invalid date");
        }
        company.addRow(employee, table, body, company.now());
        return SimResponse.empty(200);
    }

    SimResponse changed(SimRequest request) {
        Instant since = since(request);
        String type = request.parameter("type").orElse("all").toLowerCase(Locale.ROOT);
        if (!List.of("inserted", "updated", "deleted", "all").contains(type)) {
            throw BadAnswer.old(400, "Invalid type");
        }
        Map<String, Object> changed = new LinkedHashMap<>();
        Instant latest = since;
        for (Company.Entry entry : company.journal().values()) {
            Instant at = entry.at().truncatedTo(ChronoUnit.SECONDS);
            if (at.isBefore(since) || !type.equals("all") && !type.equalsIgnoreCase(entry.action())) {
                continue;
            }
            latest = at.isAfter(latest) ? at : latest;
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("id", Integer.toString(entry.employee()));
            shown.put("action", entry.action());
            shown.put("lastChanged", Stamps.offset(at));
            changed.put(Integer.toString(entry.employee()), shown);
        }
        if (!Answers.wantsJson(request)) {
            return SimResponse.text(200, "text/xml; charset=utf-8", xml(changed, latest));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("latest", Stamps.offset(latest));
        // The vendor's PHP writes an empty map as an empty list.
        answer.put("employees", changed.isEmpty() ? List.of() : changed);
        return SimResponse.json(answer);
    }

    private static String xml(Map<String, Object> changed, Instant latest) {
        StringBuilder out = new StringBuilder(
                "<?xml version=\"1.0\"?>\n<employees latest=\"%s\">".formatted(Stamps.offset(latest)));
        changed.values().forEach(v -> {
            Map<?, ?> e = (Map<?, ?>) v;
            out.append("<employee id=\"%s\" action=\"%s\" lastChanged=\"%s\"/>"
                    .formatted(e.get("id"), e.get("action"), e.get("lastChanged")));
        });
        return out.append("</employees>").toString();
    }

    /** Rows carry no ids here, and stamps end in Z. */
    SimResponse changedTable(SimRequest request, User user) {
        String table = table(request, user);
        Instant since = since(request);
        Map<String, Object> changed = new LinkedHashMap<>();
        for (Employee e : company.employees()) {
            if (!e.lastChanged.truncatedTo(ChronoUnit.SECONDS).isBefore(since)) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("lastChanged", Stamps.zulu(e.lastChanged));
                shown.put(
                        "rows",
                        e.table(table).stream()
                                .map(r -> row(e, table, r, false))
                                .toList());
                changed.put(Integer.toString(e.id), shown);
            }
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("table", table);
        answer.put("employees", changed.isEmpty() ? List.of() : changed);
        return Answers.of(request, "table", answer);
    }

    private static Instant since(SimRequest request) {
        String text = request.parameter("since").orElseThrow(() -> BadAnswer.old(400, "since is required"));
        try {
            // A plus sign that was not encoded arrives as a blank.
            return OffsetDateTime.parse(text.replace(' ', '+')).toInstant();
        } catch (DateTimeParseException e) {
            throw BadAnswer.old(400, "Invalid since: " + text.replaceAll("[^ -~]", "?"));
        }
    }
}
