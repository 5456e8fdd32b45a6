package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Simulator.Screen;
import java.util.HashMap;
import java.util.Map;

/** What human resources does at the HCM's screen. */
final class HcmDesk {
    private final Screen screen;
    private int hired;

    HcmDesk(Screen screen) {
        this.screen = screen;
    }

    /** @return the employee's id */
    String hire(Firm.Consultant person) {
        hired++;
        Map<String, Object> fields = new HashMap<>();
        fields.put("firstName", person.name().first());
        fields.put("lastName", person.name().last());
        fields.put("workEmail", person.email());
        fields.put("hireDate", person.hired().toString());
        fields.put("employeeNumber", "E-%03d".formatted(hired));
        fields.put("standardHoursPerWeek", "40");
        fields.put("customSkills", person.skill());
        String id = screen.insert("employees", fields);
        String since = person.hired().toString();
        screen.insert(
                "jobInfo",
                Map.of(
                        "employeeId", id,
                        "date", since,
                        "location", person.entity().code(),
                        "department", "Consulting",
                        "division", person.entity().title(),
                        "jobTitle", person.jobTitle()));
        screen.insert("employmentStatus", Map.of("employeeId", id, "date", since, "employmentStatus", "Full-Time"));
        screen.insert(
                "compensation",
                Map.of(
                        "employeeId",
                        id,
                        "startDate",
                        since,
                        "rate",
                        Map.of(
                                "currency",
                                person.entity().currency(),
                                "value",
                                person.cost().toPlainString()),
                        "type",
                        "Hourly",
                        "paidPer",
                        "Hour",
                        "reason",
                        "Hire"));
        return id;
    }

    void promote(String employee, Firm.Consultant person, String since, String jobTitle) {
        screen.insert(
                "jobInfo",
                Map.of(
                        "employeeId", employee,
                        "date", since,
                        "location", person.entity().code(),
                        "department", "Consulting",
                        "division", person.entity().title(),
                        "jobTitle", jobTitle));
    }
}
