package dev.throughline.connectors.bamboohr.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All records: employees, their tables with a history, absences, and the journal of changes. Not thread-safe: one request at a time. */
final class Company {
    /** The company's own zone, in which days begin. */
    static final ZoneId ZONE = ZoneId.of("America/Denver");

    /** One employee. Ids are never used again. */
    static final class Employee {
        final int id;
        final Map<String, String> fields = new LinkedHashMap<>();
        final Map<String, List<TableRow>> tables = new HashMap<>();
        Instant lastChanged;

        Employee(int id, Instant now) {
            this.id = id;
            this.lastChanged = now;
        }

        List<TableRow> table(String name) {
            return tables.computeIfAbsent(name, _ -> new ArrayList<>());
        }
    }

    /** A row that is in force from its date on. */
    record TableRow(int id, Map<String, Object> values) {
        LocalDate from() {
            Object date = values.getOrDefault("date", values.get("startDate"));
            return date == null ? LocalDate.MIN : LocalDate.parse(date.toString());
        }
    }

    /** A line of the journal; the last one of an employee counts. */
    record Entry(int employee, String action, Instant at) {}

    /** What webhooks are told. @param fields aliases of what changed */
    record Happened(String type, int employee, Set<String> fields) {}

    private final InstantSource clock;
    private final Map<Integer, Employee> employees = new TreeMap<>();
    private final Map<Integer, Entry> journal = new LinkedHashMap<>();
    private final Map<Integer, Map<String, Object>> absences = new TreeMap<>();
    private final List<Happened> happened = new ArrayList<>();
    private final List<PendingRow> future = new ArrayList<>();
    private int lastEmployee = 100;
    private int lastRow = 5000;
    private int lastAbsence = 1650;

    private record PendingRow(int employee, String table, TableRow row) {}

    Company(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    LocalDate today() {
        return now().atZone(ZONE).toLocalDate();
    }

    Collection<Employee> employees() {
        return employees.values();
    }

    Optional<Employee> employee(int id) {
        return Optional.ofNullable(employees.get(id));
    }

    Map<Integer, Entry> journal() {
        return journal;
    }

    Map<Integer, Map<String, Object>> absences() {
        return absences;
    }

    /** What happened since this was last asked, for the webhooks. */
    List<Happened> drain() {
        List<Happened> all = List.copyOf(happened);
        happened.clear();
        return all;
    }

    Employee hire(Map<String, ?> fields, Instant at) {
        Employee employee = new Employee(++lastEmployee, at);
        employees.put(employee.id, employee);
        employee.fields.put("status", "Active");
        Set<String> set = set(employee, fields);
        journal.put(employee.id, new Entry(employee.id, "Inserted", at));
        happened.add(new Happened("employee.created", employee.id, set));
        // As at the vendor: what is filled in while hiring is told as an update too.
        happened.add(new Happened("employee.updated", employee.id, set));
        return employee;
    }

    void change(Employee employee, Map<String, ?> fields, Instant at) {
        Set<String> changed = set(employee, fields);
        stamp(employee, at);
        split(changed).forEach(part -> happened.add(new Happened("employee.updated", employee.id, part)));
    }

    /** Standard and custom fields come as two events. */
    private static List<Set<String>> split(Set<String> changed) {
        Set<String> standard = new LinkedHashSet<>();
        Set<String> custom = new LinkedHashSet<>();
        for (String alias : changed) {
            boolean isCustom = Fields.named(alias).map(Fields.Field::custom).orElse(false);
            (isCustom ? custom : standard).add(alias);
        }
        return java.util.stream.Stream.of(standard, custom)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    private Set<String> set(Employee employee, Map<String, ?> fields) {
        Set<String> changed = new LinkedHashSet<>();
        Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            String alias = Fields.named(name).map(Fields.Field::alias).orElse(name);
            String table = rowTable(alias);
            if (table != null && value != null) {
                rows.computeIfAbsent(table, _ -> new LinkedHashMap<>()).put(column(table, alias), value);
            } else if (value == null) {
                employee.fields.remove(alias);
            } else {
                employee.fields.put(alias, value.toString());
            }
            changed.add(alias);
        });
        rows.forEach((table, values) -> mergeRow(employee, table, values));
        return changed;
    }

    private static @Nullable String rowTable(String alias) {
        return Fields.CURRENT.entrySet().stream()
                .filter(t -> t.getValue().containsValue(alias))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static String column(String table, String alias) {
        return Fields.CURRENT.getOrDefault(table, Map.of()).entrySet().stream()
                .filter(e -> e.getValue().equals(alias))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(alias);
    }

    /** A field with a history that is set directly begins a row today, which carries on what was in force. */
    private void mergeRow(Employee employee, String table, Map<String, Object> values) {
        Map<String, Object> row = new LinkedHashMap<>();
        inForce(employee, table, today()).ifPresent(r -> row.putAll(r.values));
        row.putAll(values);
        row.put(table.equals("compensation") ? "startDate" : "date", today().toString());
        employee.table(table).removeIf(r -> r.from().equals(today()));
        employee.table(table).add(new TableRow(++lastRow, row));
    }

    /** @return the row's id */
    int addRow(Employee employee, String table, Map<String, Object> values, Instant at) {
        TableRow row = new TableRow(++lastRow, new LinkedHashMap<>(values));
        employee.table(table).add(row);
        stamp(employee, at);
        if (row.from().isAfter(today())) {
            // Told on the day it takes effect, not when it is entered.
            future.add(new PendingRow(employee.id, table, row));
        } else {
            tellRow(employee.id, table, row);
        }
        return row.id;
    }

    void removeRow(Employee employee, String table, int rowId, Instant at) {
        employee.table(table).removeIf(r -> r.id == rowId);
        future.removeIf(p -> p.row.id == rowId);
        stamp(employee, at);
    }

    private void tellRow(int employee, String table, TableRow row) {
        Set<String> fields = new LinkedHashSet<>();
        Map<String, String> current = Fields.CURRENT.getOrDefault(table, Map.of());
        row.values.keySet().forEach(column -> fields.add(current.getOrDefault(column, column)));
        if (table.equals("compensation")) {
            fields.add("payRate");
        }
        happened.add(new Happened("employee.updated", employee, fields));
    }

    /** Rows whose day has come take effect: they are told, and the journal has them. */
    void passDays() {
        List<PendingRow> due =
                future.stream().filter(p -> !p.row.from().isAfter(today())).toList();
        future.removeAll(due);
        due.forEach(p -> employee(p.employee).ifPresent(e -> {
            stamp(e, now());
            tellRow(p.employee, p.table, p.row);
        }));
    }

    void delete(Employee employee, Instant at) {
        employees.remove(employee.id);
        journal.remove(employee.id);
        journal.put(employee.id, new Entry(employee.id, "Deleted", at));
        happened.add(new Happened("employee.deleted", employee.id, Set.of()));
    }

    private void stamp(Employee employee, Instant at) {
        employee.lastChanged = at;
        Entry before = journal.remove(employee.id);
        boolean fresh = before != null && before.action.equals("Inserted") && before.at.equals(at);
        journal.put(employee.id, new Entry(employee.id, fresh ? "Inserted" : "Updated", at));
    }

    Optional<TableRow> inForce(Employee employee, String table, LocalDate day) {
        return employee.table(table).stream()
                .filter(r -> !r.from().isAfter(day))
                .max(java.util.Comparator.comparing(TableRow::from).thenComparing(TableRow::id));
    }

    int requestAbsence(Map<String, ?> fields) {
        Map<String, Object> absence = new LinkedHashMap<>(fields);
        absence.putIfAbsent("status", "requested");
        absence.putIfAbsent("created", today().toString());
        absence.put("lastChanged", today().toString());
        if (!absence.containsKey("dates")) {
            Days.spread(absence);
        }
        absences.put(++lastAbsence, absence);
        return lastAbsence;
    }

    /** The value of a field as it is on a day; empty where the employee has none. */
    Optional<String> value(Employee e, String alias, LocalDate day) {
        return switch (alias) {
            case "id" -> Optional.of(Integer.toString(e.id));
            case "displayName" ->
                Optional.of(e.fields.getOrDefault("preferredName", e.fields.getOrDefault("firstName", "")) + " "
                        + e.fields.getOrDefault("lastName", ""));
            case "bestEmail" ->
                Optional.ofNullable(e.fields.get("workEmail")).or(() -> Optional.ofNullable(e.fields.get("homeEmail")));
            case "lastChanged" -> Optional.of(Stamps.offset(e.lastChanged));
            case "jobTitleName" -> value(e, "jobTitle", day);
            case "status" -> Optional.of(active(e, day) ? "Active" : "Inactive");
            case "payRate" -> inForce(e, "compensation", day).map(Company::payRate);
            case "supervisorId", "supervisorEid" -> value(e, "supervisor", day).flatMap(this::idOfName);
            case "terminationDate" ->
                e.table("employmentStatus").stream()
                        .filter(r -> "Terminated".equals(r.values.get("employmentStatus")))
                        .map(r -> r.from().toString())
                        .max(String::compareTo)
                        .filter(_ -> !active(e, day));
            default -> fromTable(e, alias, day).or(() -> Optional.ofNullable(e.fields.get(alias)));
        };
    }

    private boolean active(Employee e, LocalDate day) {
        return !inForce(e, "employmentStatus", day)
                        .filter(r -> "Terminated".equals(r.values.get("employmentStatus")))
                        .isPresent()
                && !"Inactive".equals(e.fields.get("status"));
    }

    private Optional<String> fromTable(Employee e, String alias, LocalDate day) {
        for (Map.Entry<String, Map<String, String>> table : Fields.CURRENT.entrySet()) {
            for (Map.Entry<String, String> column : table.getValue().entrySet()) {
                if (column.getValue().equals(alias)) {
                    return inForce(e, table.getKey(), day)
                            .map(r -> r.values.get(column.getKey()))
                            .map(Object::toString);
                }
            }
        }
        return Optional.empty();
    }

    private static String payRate(TableRow row) {
        return row.values.get("rate") instanceof Map<?, ?> rate
                ? new BigDecimal(String.valueOf(rate.get("value"))).toPlainString() + " " + rate.get("currency")
                : String.valueOf(row.values.get("rate"));
    }

    private Optional<String> idOfName(String name) {
        return employees.values().stream()
                .filter(e -> name.equals(
                        e.fields.getOrDefault("firstName", "") + " " + e.fields.getOrDefault("lastName", "")))
                .map(e -> Integer.toString(e.id))
                .findFirst();
    }
}
