package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connectors.bamboohr.simulator.Company.Employee;
import dev.throughline.connectors.bamboohr.simulator.Doors.User;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Employees: one by one, the paged list, the directory, hiring and changing. */
final class EmployeesApi {
    private static final int FIELDS_MAX = 400;
    private static final List<String> DIRECTORY = List.of(
            "displayName",
            "firstName",
            "lastName",
            "preferredName",
            "jobTitle",
            "workPhone",
            "mobilePhone",
            "workEmail",
            "department",
            "location",
            "division",
            "supervisor");
    /** Name in the list, and the field behind it. */
    private static final Map<String, String> LISTED = Map.ofEntries(
            Map.entry("workEmail", "workEmail"),
            Map.entry("hireDate", "hireDate"),
            Map.entry("departmentName", "department"),
            Map.entry("divisionName", "division"),
            Map.entry("locationName", "location"),
            Map.entry("employmentStatusName", "employmentHistoryStatus"),
            Map.entry("reportsToName", "supervisor"),
            Map.entry("reportsToId", "supervisorId"),
            Map.entry("employeeNumber", "employeeNumber"));

    private final Company company;

    EmployeesApi(Company company) {
        this.company = company;
    }

    SimResponse one(SimRequest request, User user) {
        Employee employee = require(request.variable("id"));
        List<String> names = names(request.parameter("fields").orElse(""));
        if (names.size() > FIELDS_MAX) {
            throw BadAnswer.old(400, "Too many fields requested (max 400)");
        }
        boolean current = !request.parameter("onlyCurrent").orElse("true").equalsIgnoreCase("false");
        LocalDate day = current ? company.today() : LocalDate.MAX;
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", Integer.toString(employee.id));
        for (String name : names) {
            // Unknown and forbidden fields are left out without a word.
            Fields.named(name)
                    .filter(f -> user.sees(f.alias()))
                    .ifPresent(f -> shown.put(
                            name, company.value(employee, f.alias(), day).orElse(null)));
        }
        return Answers.of(request, "employee", shown);
    }

    private static List<String> names(String list) {
        return java.util.Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(n -> !n.isEmpty())
                .distinct()
                .toList();
    }

    /** @throws BadAnswer 404; id 0 is the key's own employee, the first one here */
    Employee require(String id) {
        if (id.equals("0")) {
            return company.employees().stream().findFirst().orElseThrow(() -> BadAnswer.old(404, "Employee not found"));
        }
        return Optional.of(id)
                .filter(i -> i.matches("\\d{1,9}"))
                .flatMap(i -> company.employee(Integer.parseInt(i)))
                .orElseThrow(() -> BadAnswer.old(404, "Employee not found"));
    }

    SimResponse directory(SimRequest request, User user) {
        List<Map<String, Object>> fields = DIRECTORY.stream()
                .map(alias -> Fields.ALL.get(alias))
                .map(f -> Map.<String, Object>of("id", f.alias(), "type", f.type(), "name", f.label()))
                .toList();
        List<Map<String, Object>> employees = new ArrayList<>();
        for (Employee e : company.employees()) {
            if (status(e).equals("Active") && hired(e)) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("id", Integer.toString(e.id));
                DIRECTORY.forEach(a -> row.put(
                        a, user.sees(a) ? company.value(e, a, company.today()).orElse(null) : null));
                employees.add(row);
            }
        }
        if (employees.isEmpty()) {
            throw BadAnswer.old(404, "No employees found");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("fields", fields);
        answer.put("employees", employees);
        return Answers.of(request, "directory", answer);
    }

    private String status(Employee e) {
        return company.value(e, "status", company.today()).orElse("");
    }

    /** People who begin later show only where the future is asked for. */
    private boolean hired(Employee e) {
        return Optional.ofNullable(e.fields.get("hireDate"))
                .map(d -> d.compareTo(company.today().toString()) <= 0)
                .orElse(true);
    }

    /** Cursor paging; the cursor breaks when the record at the border is deleted. */
    SimResponse list(SimRequest request, User user) {
        int limit = limit(request.parameter("page[limit]").orElse("250"));
        Optional<Integer> after =
                request.parameter("page[after]").filter(a -> !a.isEmpty()).map(this::cursor);
        Optional<String> status = request.parameter("filter[status]");
        List<Employee> all = company.employees().stream()
                .filter(e -> status.map(s -> s.equalsIgnoreCase(status(e))).orElse(true))
                .toList();
        List<Employee> rest =
                all.stream().filter(e -> after.map(a -> e.id > a).orElse(true)).toList();
        List<Employee> page = rest.subList(0, Math.min(limit, rest.size()));
        Optional<String> next = page.size() < rest.size() ? Optional.of(cursorOf(page.getLast())) : Optional.empty();
        List<String> wanted = wanted(request);
        Map<String, Object> paging = new LinkedHashMap<>();
        paging.put("limit", limit);
        paging.put("nextCursor", next.orElse(null));
        paging.put("prevCursor", null);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("data", page.stream().map(e -> item(e, wanted, user)).toList());
        answer.put("meta", Map.of("total", all.size(), "page", paging));
        answer.put("_links", links(request, limit, next));
        return SimResponse.json(answer);
    }

    private static List<String> wanted(SimRequest request) {
        List<String> wanted = new ArrayList<>();
        request.query().forEach((name, values) -> {
            if (name.equals("fields") || name.equals("fields[]")) {
                values.forEach(v -> wanted.addAll(names(v)));
            }
        });
        return wanted;
    }

    private static int limit(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 2500) {
            throw BadAnswer.coded(400, "BadRequest", "Invalid request parameters.");
        }
        return Integer.parseInt(text);
    }

    private static String cursorOf(Employee employee) {
        return Base64.getUrlEncoder()
                .encodeToString(("{\"cursor\":\"after-" + employee.id + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private int cursor(String text) {
        try {
            String id = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).replaceAll("\\D", "");
            if (!id.isEmpty()
                    && id.length() < 10
                    && company.employee(Integer.parseInt(id)).isPresent()) {
                return Integer.parseInt(id);
            }
        } catch (IllegalArgumentException e) {
            throw BadAnswer.coded(400, "BadPage", "The page cursor is invalid: " + e.getMessage());
        }
        throw BadAnswer.coded(400, "BadPage", "The page cursor is no longer valid; start again.");
    }

    private Map<String, Object> item(Employee e, List<String> wanted, User user) {
        Map<String, Object> item = new LinkedHashMap<>();
        List<String> restricted = new ArrayList<>();
        item.put("employeeId", Integer.toString(e.id));
        for (String name : List.of("firstName", "lastName", "preferredName")) {
            item.put(name, e.fields.get(name));
        }
        item.put("photoUrl", null);
        item.put("jobTitleName", company.value(e, "jobTitle", company.today()).orElse(null));
        item.put("status", status(e));
        for (String name : wanted) {
            String alias = LISTED.get(name);
            if (alias != null && user.sees(alias)) {
                item.put(name, company.value(e, alias, company.today()).orElse(null));
            } else if (alias != null) {
                item.put(name, null);
                restricted.add(name);
            }
        }
        item.put("_restrictedFields", restricted);
        return item;
    }

    private static Map<String, Object> links(SimRequest request, int limit, Optional<String> next) {
        String self = request.path() + "?page%5Blimit%5D=" + limit;
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("self", Map.of("href", self));
        next.ifPresent(n -> links.put("next", Map.of("href", self + "&page%5Bafter%5D=" + n)));
        return links;
    }

    SimResponse hire(SimRequest request, Map<String, Object> body) {
        if (blank(body, "firstName") || blank(body, "lastName")) {
            throw BadAnswer.old(400, "firstName and lastName are required");
        }
        requireFreeMail(body, 0);
        Employee employee = company.hire(body, company.now());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", Integer.toString(employee.id));
        answer.put("firstName", employee.fields.get("firstName"));
        answer.put("lastName", employee.fields.get("lastName"));
        answer.put("status", status(employee));
        return SimResponse.json(201, answer)
                .withHeader(
                        "Location",
                        "https://api.bamboohr.com/api/gateway.php/%s/v1/employees/%d"
                                .formatted(Doors.COMPANY, employee.id));
    }

    SimResponse change(SimRequest request, Map<String, Object> body) {
        Employee employee = require(request.variable("id"));
        requireFreeMail(body, employee.id);
        company.change(employee, body, company.now());
        return SimResponse.empty(200);
    }

    private void requireFreeMail(Map<String, Object> body, int except) {
        Object mail = body.get("workEmail");
        boolean taken = mail != null
                && company.employees().stream()
                        .anyMatch(e -> e.id != except && mail.toString().equalsIgnoreCase(e.fields.get("workEmail")));
        if (taken) {
            throw BadAnswer.old(409, "Duplicate value for workEmail");
        }
    }

    private static boolean blank(Map<String, Object> body, String name) {
        return body.get(name) == null || body.get(name).toString().isBlank();
    }
}
