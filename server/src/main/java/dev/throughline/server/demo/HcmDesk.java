package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Simulator.Screen;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What human resources does at the HCM's screen. */
final class HcmDesk {
    private final Screen screen;
    private final Map<String, String> ids = new HashMap<>();

    HcmDesk(Screen screen) {
        this.screen = screen;
    }

    /** The id of somebody who was hired. */
    String employee(Firm.Consultant person) {
        return Objects.requireNonNull(ids.get(person.email()), person.email());
    }

    int hired() {
        return ids.size();
    }

    void hire(Firm.Consultant person) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("firstName", person.name().first());
        fields.put("lastName", person.name().last());
        fields.put("workEmail", person.email());
        fields.put("hireDate", person.hired().toString());
        fields.put("employeeNumber", "E-%03d".formatted(ids.size() + 1));
        fields.put("standardHoursPerWeek", "40");
        fields.put("customSkills", person.skill());
        String id = screen.insert("employees", fields);
        ids.put(person.email(), id);
        String since = person.hired().toString();
        screen.insert(
                "jobInfo",
                Map.of(
                        "employeeId",
                        id,
                        "date",
                        since,
                        "location",
                        person.entity().code(),
                        "department",
                        "Consulting",
                        "division",
                        person.entity().title(),
                        "jobTitle",
                        person.jobTitle()));
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
    }

    void promote(Firm.Consultant person, LocalDate since, String jobTitle) {
        screen.insert(
                "jobInfo",
                Map.of(
                        "employeeId",
                        employee(person),
                        "date",
                        since.toString(),
                        "location",
                        person.entity().code(),
                        "department",
                        "Consulting",
                        "division",
                        person.entity().title(),
                        "jobTitle",
                        jobTitle));
    }

    /** @return the request's id */
    String takeOff(Firm.Consultant person, String kind, LocalDate first, LocalDate last, int hours) {
        return screen.insert(
                "time_off",
                Map.of(
                        "employeeId",
                        employee(person),
                        "type",
                        kind,
                        "status",
                        "approved",
                        "start",
                        first.toString(),
                        "end",
                        last.toString(),
                        "unit",
                        "hours",
                        "amount",
                        Integer.toString(hours)));
    }

    void callOff(String request) {
        screen.update("time_off", request, Map.of("status", "canceled"));
    }

    /** @param status such as {@code Terminated}, in force from that day on */
    void employ(Firm.Consultant person, LocalDate since, String status) {
        screen.insert(
                "employmentStatus",
                Map.of("employeeId", employee(person), "date", since.toString(), "employmentStatus", status));
    }

    void raise(Firm.Consultant person, LocalDate since, String perHour) {
        screen.insert(
                "compensation",
                Map.of(
                        "employeeId",
                        employee(person),
                        "startDate",
                        since.toString(),
                        "rate",
                        Map.of("currency", person.entity().currency(), "value", perHour),
                        "type",
                        "Hourly",
                        "paidPer",
                        "Hour",
                        "reason",
                        "Raise"));
    }
}
