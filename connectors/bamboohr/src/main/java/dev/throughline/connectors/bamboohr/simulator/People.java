package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.Simulator.Screen;
import dev.throughline.connectors.bamboohr.simulator.Company.Employee;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** The vendor's own screen: {@code employees}, rows of {@code jobInfo}, {@code employmentStatus} and {@code compensation} with an {@code employeeId}, {@code time_off}. */
record People(Company company, Faults faults, Object lock) implements Screen {
    private static final Duration LATE = Duration.ofSeconds(10);

    @Override
    public String insert(String object, Map<String, Object> fields) {
        synchronized (lock) {
            if (object.equals("employees")) {
                return Integer.toString(company.hire(fields, stamp(object)).id);
            }
            if (object.equals("time_off")) {
                return Integer.toString(company.requestAbsence(fields));
            }
            requireTable(object);
            Map<String, Object> values = new LinkedHashMap<>(fields);
            Employee employee = employee(String.valueOf(values.remove("employeeId")));
            return Integer.toString(company.addRow(employee, object, values, stamp(object)));
        }
    }

    @Override
    public void update(String object, String id, Map<String, Object> fields) {
        synchronized (lock) {
            if (object.equals("time_off")) {
                Map<String, Object> absence = absence(id);
                absence.putAll(fields);
                if (!fields.containsKey("dates")
                        && (fields.containsKey("start") || fields.containsKey("end") || fields.containsKey("amount"))) {
                    Days.spread(absence);
                }
                absence.put("lastChanged", company.today().toString());
                return;
            }
            if (!object.equals("employees")) {
                throw new NoSuchElementException("rows of " + object + " are replaced by new ones, not changed");
            }
            company.change(employee(id), fields, stamp(object));
        }
    }

    @Override
    public void delete(String object, String id) {
        synchronized (lock) {
            if (object.equals("time_off")) {
                absence(id);
                company.absences().remove(Integer.parseInt(id));
                return;
            }
            if (object.equals("employees")) {
                company.delete(employee(id), stamp(object));
                return;
            }
            requireTable(object);
            for (Employee e : company.employees()) {
                if (e.table(object).stream()
                        .anyMatch(r -> Integer.toString(r.id()).equals(id))) {
                    company.removeRow(e, object, Integer.parseInt(id), stamp(object));
                    return;
                }
            }
            throw new NoSuchElementException(object + " " + id);
        }
    }

    @Override
    public List<Map<String, Object>> records(String object) {
        synchronized (lock) {
            List<Map<String, Object>> records = new ArrayList<>();
            if (object.equals("time_off")) {
                company.absences().forEach((id, a) -> {
                    Map<String, Object> shown = new LinkedHashMap<>(a);
                    shown.put("id", Integer.toString(id));
                    records.add(shown);
                });
                return records;
            }
            for (Employee e : company.employees()) {
                if (object.equals("employees")) {
                    records.add(shown(e));
                } else {
                    requireTable(object);
                    e.table(object).forEach(r -> {
                        Map<String, Object> shown = new LinkedHashMap<>(r.values());
                        shown.put("id", Integer.toString(r.id()));
                        shown.put("employeeId", Integer.toString(e.id));
                        records.add(shown);
                    });
                }
            }
            return records;
        }
    }

    private Map<String, Object> shown(Employee e) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", Integer.toString(e.id));
        Fields.ALL.keySet().forEach(a -> company.value(e, a, company.today()).ifPresent(v -> shown.put(a, v)));
        return shown;
    }

    private Employee employee(String id) {
        return java.util.Optional.of(id)
                .filter(i -> i.matches("\\d{1,9}"))
                .flatMap(i -> company.employee(Integer.parseInt(i)))
                .orElseThrow(() -> new NoSuchElementException("employee " + id));
    }

    private Map<String, Object> absence(String id) {
        Map<String, Object> absence =
                id.matches("\\d{1,9}") ? company.absences().get(Integer.parseInt(id)) : null;
        if (absence == null) {
            throw new NoSuchElementException("time_off " + id);
        }
        return absence;
    }

    private static void requireTable(String object) {
        if (!Fields.TABLES.containsKey(object)) {
            throw new NoSuchElementException("BambooHR has no " + object);
        }
    }

    private Instant stamp(String object) {
        Instant now = company.now();
        return faults.strikes(Fault.LATE_STAMP, object) ? now.minus(LATE) : now;
    }
}
