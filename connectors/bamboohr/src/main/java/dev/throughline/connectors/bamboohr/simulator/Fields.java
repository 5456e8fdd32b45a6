package dev.throughline.connectors.bamboohr.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The company's fields: number, alias, label, type, and the table that holds their history. */
final class Fields {
    /** @param table empty for fields that have no history */
    record Field(int id, String alias, String label, String type, Optional<String> table, boolean custom) {}

    static final Map<String, Field> ALL = all();

    /** The columns of each table, in the names of its rows. */
    static final Map<String, List<String>> TABLES = Map.of(
            "jobInfo", List.of("date", "location", "department", "division", "jobTitle", "reportsTo", "teams"),
            "employmentStatus",
                    List.of(
                            "date",
                            "employmentStatus",
                            "comment",
                            "terminationReasonId",
                            "terminationTypeId",
                            "terminationRehireId"),
            "compensation",
                    List.of(
                            "startDate",
                            "rate",
                            "type",
                            "exempt",
                            "reason",
                            "comment",
                            "paidPer",
                            "paySchedule",
                            "overtimeRate"));

    /** Which field of an employee a table's column becomes while the row is in force. */
    static final Map<String, Map<String, String>> CURRENT = Map.of(
            "jobInfo",
                    Map.of(
                            "location", "location",
                            "department", "department",
                            "division", "division",
                            "jobTitle", "jobTitle",
                            "reportsTo", "supervisor"),
            "employmentStatus", Map.of("employmentStatus", "employmentHistoryStatus"),
            "compensation", Map.of("type", "payType", "paidPer", "payPer", "startDate", "payRateEffectiveDate"));

    private Fields() {}

    private static Map<String, Field> all() {
        Map<String, Field> fields = new LinkedHashMap<>();
        add(fields, 1, "firstName", "First Name", "text", "");
        add(fields, 2, "lastName", "Last Name", "text", "");
        add(fields, 3, "hireDate", "Hire Date", "date", "");
        add(fields, 4, "department", "Department", "list", "jobInfo");
        add(fields, 6, "status", "Status", "status", "");
        add(fields, 16, "employmentHistoryStatus", "Employment Status", "list", "employmentStatus");
        add(fields, 17, "jobTitle", "Job Title", "list", "jobInfo");
        add(fields, 18, "location", "Location", "list", "jobInfo");
        add(fields, 19, "payRate", "Pay Rate", "currency", "compensation");
        add(fields, 22, "payType", "Pay Type", "pay_type", "compensation");
        add(fields, 26, "originalHireDate", "Original Hire Date", "date", "");
        add(fields, 91, "supervisor", "Reporting to", "employee", "jobInfo");
        add(fields, 158, "exempt", "Overtime Status", "list", "compensation");
        add(fields, 1113, "homeEmail", "Home Email", "email", "");
        add(fields, 1114, "workEmail", "Work Email", "email", "");
        add(fields, 1349, "division", "Division", "list", "jobInfo");
        add(fields, 1358, "payRateEffectiveDate", "Compensation: Date", "date", "compensation");
        add(fields, 1360, "payPer", "Paid per", "paid_per", "compensation");
        add(fields, 1487, "mobilePhone", "Mobile Phone", "phone", "");
        add(fields, 1490, "workPhone", "Work Phone", "phone", "");
        add(fields, 1603, "employeeNumber", "Employee #", "employee_number", "");
        add(fields, 1610, "terminationDate", "Termination Date", "date", "employmentStatus");
        add(fields, 1611, "standardHoursPerWeek", "Standard Hours per Week", "integer", "");
        add(fields, 1612, "preferredName", "Preferred Name", "text", "");
        add(fields, 1613, "displayName", "Display name", "text", "");
        add(fields, 1614, "bestEmail", "Best Email", "email", "");
        add(fields, 1615, "supervisorId", "Supervisor Id", "integer", "jobInfo");
        add(fields, 1616, "supervisorEid", "Supervisor EId", "integer", "jobInfo");
        add(fields, 1617, "lastChanged", "Last changed", "timestamp", "");
        add(fields, 1618, "jobTitleName", "Job Title Name", "list", "jobInfo");
        fields.put("customSkills", new Field(4401, "customSkills", "Skills", "multilist", Optional.empty(), true));
        fields.put("customPractice", new Field(4402, "customPractice", "Practice", "list", Optional.empty(), true));
        return fields;
    }

    private static void add(Map<String, Field> all, int id, String alias, String label, String type, String table) {
        all.put(alias, new Field(id, alias, label, type, Optional.of(table).filter(t -> !t.isEmpty()), false));
    }

    /** By alias, by number, or by label, as clients name fields. */
    static Optional<Field> named(String name) {
        Field field = ALL.get(name);
        if (field != null) {
            return Optional.of(field);
        }
        return ALL.values().stream()
                .filter(f -> Integer.toString(f.id).equals(name) || f.label.equals(name))
                .findFirst();
    }
}
