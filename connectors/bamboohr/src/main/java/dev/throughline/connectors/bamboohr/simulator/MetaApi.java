package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import dev.throughline.connectors.bamboohr.simulator.Company.Employee;
import dev.throughline.connectors.bamboohr.simulator.Doors.User;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What the company's data look like, absences, and the datasets that replace reports. */
final class MetaApi {
    private static final int PAGE_MAX = 1000;
    /** Dataset names, and the field behind each. */
    private static final Map<String, String> DATASET = Map.ofEntries(
            Map.entry("eeid", "id"),
            Map.entry("employeeNumber", "employeeNumber"),
            Map.entry("firstName", "firstName"),
            Map.entry("lastName", "lastName"),
            Map.entry("email", "workEmail"),
            Map.entry("status", "status"),
            Map.entry("hireDate", "hireDate"),
            Map.entry("lastChanged", "lastChanged"),
            Map.entry("jobInformationDepartment", "department"),
            Map.entry("jobInformationDivision", "division"),
            Map.entry("jobInformationLocation", "location"),
            Map.entry("jobInformationJobTitle", "jobTitle"),
            Map.entry("compensationPayRate", "payRate"));

    private final Company company;

    MetaApi(Company company) {
        this.company = company;
    }

    SimResponse fields(SimRequest request) {
        List<Map<String, Object>> fields = new ArrayList<>();
        Fields.ALL.values().forEach(f -> {
            Map<String, Object> shown = new LinkedHashMap<>();
            // Numbers for fields of the vendor, text for sub-fields of tables.
            shown.put("id", f.table().isPresent() && f.id() > 1300 ? f.id() + ".0" : f.id());
            shown.put("name", f.label());
            shown.put("type", f.type());
            shown.put("alias", f.alias());
            fields.add(shown);
        });
        return Answers.of(request, "fields", fields);
    }

    SimResponse tables(SimRequest request) {
        List<Map<String, Object>> tables = new ArrayList<>();
        Fields.TABLES.forEach((alias, columns) -> tables.add(Map.of(
                "alias",
                alias,
                "fields",
                columns.stream()
                        .map(c -> Map.of("id", Math.abs(c.hashCode() % 9000), "name", c, "alias", c, "type", "text"))
                        .toList())));
        return Answers.of(request, "tables", tables);
    }

    SimResponse lists(SimRequest request) {
        List<Map<String, Object>> lists = new ArrayList<>();
        int id = 3440;
        for (String alias : List.of("employmentHistoryStatus", "department", "division", "location", "jobTitle")) {
            Fields.Field field = Fields.ALL.get(alias);
            TreeSet<String> names = new TreeSet<>();
            company.employees()
                    .forEach(e -> company.value(e, alias, company.today()).ifPresent(names::add));
            List<Map<String, Object>> options = new ArrayList<>();
            int option = field.id() * 100;
            for (String name : names) {
                Map<String, Object> shown = new LinkedHashMap<>();
                shown.put("id", ++option);
                shown.put("archived", "no");
                shown.put("manageable", "yes");
                shown.put("createdDate", "2025-12-15T22:28:38+00:00");
                shown.put("archivedDate", null);
                shown.put("name", name);
                options.add(shown);
            }
            Map<String, Object> list = new LinkedHashMap<>();
            list.put("id", id++);
            list.put("fieldId", field.id());
            list.put("manageable", "yes");
            list.put("multiple", "no");
            list.put("name", field.label());
            list.put("alias", field.alias());
            list.put("options", options);
            lists.add(list);
        }
        return Answers.of(request, "lists", lists);
    }

    /** Numbers here, where other endpoints have text. */
    SimResponse users(SimRequest request) {
        Map<String, Object> users = new LinkedHashMap<>();
        int id = 2370;
        for (Employee e : company.employees().stream().limit(2).toList()) {
            Map<String, Object> user = new LinkedHashMap<>();
            user.put("id", id);
            user.put("employeeId", e.id);
            user.put("firstName", e.fields.get("firstName"));
            user.put("lastName", e.fields.get("lastName"));
            user.put("email", e.fields.get("workEmail"));
            user.put("status", "enabled");
            user.put("lastLogin", "2025-10-20T22:14:17+00:00");
            users.put(Integer.toString(id++), user);
        }
        return Answers.of(request, "users", users);
    }

    SimResponse timeOffTypes(SimRequest request) {
        List<Map<String, Object>> types = List.of(
                timeOffType("78", "Vacation", "hours", "4a86e8", "palm-trees"),
                timeOffType("79", "Sick", "hours", "cc0000", "medical"),
                timeOffType("77", "Bereavement", "days", "999999", "time-off"));
        return Answers.of(
                request,
                "timeOff",
                Map.of("timeOffTypes", types, "defaultHours", List.of(Map.of("name", "Monday", "amount", "8"))));
    }

    private static Map<String, Object> timeOffType(String id, String name, String units, String color, String icon) {
        return Map.of("id", id, "name", name, "units", units, "color", color, "icon", icon, "source", "internal");
    }

    SimResponse requests(SimRequest request) {
        String start = day(request, "start");
        String end = day(request, "end");
        Optional<String> status = request.parameter("status");
        Optional<String> employee = request.parameter("employeeId");
        List<Map<String, Object>> shown = new ArrayList<>();
        company.absences().forEach((id, a) -> {
            boolean in =
                    text(a, "end").compareTo(start) >= 0 && text(a, "start").compareTo(end) <= 0;
            boolean wanted = status.map(s -> List.of(s.split(",")).contains(text(a, "status")))
                            .orElse(true)
                    && employee.map(e -> e.equals(text(a, "employeeId"))).orElse(true);
            if (in && wanted) {
                shown.add(request(id, a));
            }
        });
        return Answers.of(request, "requests", shown);
    }

    private Map<String, Object> request(int id, Map<String, Object> a) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", Integer.toString(id));
        shown.put("employeeId", text(a, "employeeId"));
        shown.put("name", name(a));
        shown.put("start", text(a, "start"));
        shown.put("end", text(a, "end"));
        shown.put("created", text(a, "created"));
        shown.put(
                "status",
                Map.of(
                        "status",
                        text(a, "status"),
                        "lastChanged",
                        text(a, "lastChanged"),
                        "lastChangedByUserId",
                        "2370"));
        shown.put("type", Map.of("id", "78", "name", a.getOrDefault("type", "Vacation"), "icon", "palm-trees"));
        shown.put("amount", Map.of("unit", a.getOrDefault("unit", "hours"), "amount", text(a, "amount")));
        shown.put("dates", a.getOrDefault("dates", Map.of()));
        shown.put("notes", Map.of());
        shown.put("actions", Map.of("view", true, "edit", true, "cancel", true, "approve", false, "deny", false));
        return shown;
    }

    private String name(Map<String, Object> absence) {
        return Optional.of(text(absence, "employeeId"))
                .filter(i -> i.matches("\\d{1,9}"))
                .flatMap(i -> company.employee(Integer.parseInt(i)))
                .flatMap(e -> company.value(e, "displayName", company.today()))
                .orElse("");
    }

    SimResponse whosOut(SimRequest request) {
        String start = request.parameter("start").orElse(company.today().toString());
        String end =
                request.parameter("end").orElse(company.today().plusDays(14).toString());
        List<Map<String, Object>> out = new ArrayList<>();
        company.absences().forEach((id, a) -> {
            boolean in =
                    text(a, "end").compareTo(start) >= 0 && text(a, "start").compareTo(end) <= 0;
            if (in && text(a, "status").equals("approved")) {
                Map<String, Object> entry = new LinkedHashMap<>();
                entry.put("id", id);
                entry.put("type", "timeOff");
                entry.put("employeeId", Integer.parseInt(text(a, "employeeId")));
                entry.put("name", name(a));
                entry.put("start", text(a, "start"));
                entry.put("end", text(a, "end"));
                out.add(entry);
            }
        });
        return Answers.of(request, "calendar", out);
    }

    private static String day(SimRequest request, String name) {
        return request.parameter(name)
                .filter(d -> d.matches("\\d{4}-\\d{2}-\\d{2}"))
                .orElseThrow(() -> BadAnswer.old(400, name + " is required, as YYYY-MM-DD"));
    }

    private static String text(Map<String, Object> map, String name) {
        Object value = map.get(name);
        return value == null ? "" : value.toString();
    }

    static SimResponse datasetFields() {
        return SimResponse.json(Map.of(
                "fields",
                DATASET.keySet().stream()
                        .sorted()
                        .map(n -> Map.of("name", n, "label", n, "parentType", "employee", "entityName", "Employee"))
                        .toList()));
    }

    /** One condition {@code field gt '…'}, order by one field, numbered pages. */
    SimResponse dataset(SimRequest request, User user) {
        JsonNode body = request.json();
        List<String> fields =
                body.path("fields").valueStream().map(f -> f.asString("")).toList();
        for (String f : fields) {
            if (!DATASET.containsKey(f)) {
                throw BadAnswer.problem(400, "InvalidField", "Unknown field: " + f);
            }
        }
        List<Employee> all = company.employees().stream()
                .filter(e -> matches(e, body.path("filter").asString("")))
                .toList();
        List<Employee> sorted = sorted(all, body.path("orderBy").asString(""));
        int size = Math.clamp(body.path("pageSize").asInt(500), 1, PAGE_MAX);
        int page = Math.max(1, body.path("page").asInt(1));
        int pages = Math.max(1, (sorted.size() + size - 1) / size);
        int from = (int) Math.min(sorted.size(), (page - 1L) * size);
        List<Map<String, Object>> data = sorted.subList(from, Math.min(sorted.size(), from + size)).stream()
                .map(e -> Map.<String, Object>of("fields", values(e, fields, user)))
                .toList();
        Map<String, Object> links = new LinkedHashMap<>();
        links.put("next", page < pages ? request.path() + "?page=" + (page + 1) : null);
        return SimResponse.json(Map.of(
                "data",
                data,
                "links",
                links,
                "meta",
                Map.of("page", page, "pageSize", size, "totalPages", pages, "totalItems", sorted.size())));
    }

    private Map<String, Object> values(Employee e, List<String> fields, User user) {
        Map<String, Object> values = new LinkedHashMap<>();
        fields.forEach(f -> {
            String alias = DATASET.getOrDefault(f, f);
            values.put(
                    f,
                    user.sees(alias) ? company.value(e, alias, company.today()).orElse(null) : null);
        });
        return values;
    }

    private boolean matches(Employee e, String filter) {
        if (filter.isBlank()) {
            return true;
        }
        var parsed = java.util.regex.Pattern.compile("(\\w+) (eq|ne|gt|ge|lt|le) '([^']*)'")
                .matcher(filter.strip());
        if (!parsed.matches() || !DATASET.containsKey(parsed.group(1))) {
            throw BadAnswer.problem(400, "InvalidFilter", "This filter is not supported: " + filter);
        }
        String alias = DATASET.getOrDefault(parsed.group(1), "");
        String value = company.value(e, alias, company.today()).orElse("");
        int order = value.compareTo(parsed.group(3));
        return switch (parsed.group(2)) {
            case "eq" -> order == 0;
            case "ne" -> order != 0;
            case "gt" -> order > 0;
            case "ge" -> order >= 0;
            case "lt" -> order < 0;
            default -> order <= 0;
        };
    }

    private List<Employee> sorted(List<Employee> all, String orderBy) {
        String[] words = orderBy.strip().split(" ");
        if (words[0].isEmpty()) {
            return all;
        }
        String alias = Optional.ofNullable(DATASET.get(words[0]))
                .orElseThrow(() -> BadAnswer.problem(400, "InvalidField", "Unknown field: " + words[0]));
        java.util.Comparator<Employee> order = java.util.Comparator.<Employee, String>comparing(
                        e -> company.value(e, alias, company.today()).orElse(""))
                .thenComparing(e -> e.id);
        return all.stream()
                .sorted(words.length > 1 && words[1].equals("desc") ? order.reversed() : order)
                .toList();
    }
}
