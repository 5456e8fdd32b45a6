package dev.throughline.connectors.bamboohr.simulator;

import dev.throughline.connector.simkit.Simulator.Screen;
import dev.throughline.connector.simkit.SmallFirm;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The small firm's people. Ids are returned under the firm's own names. */
final class Seed {
    private final Screen screen;
    private final SmallFirm firm = SmallFirm.firm();
    private final Map<String, String> ids = new LinkedHashMap<>();

    Seed(Screen screen) {
        this.screen = screen;
    }

    Map<String, String> plant() {
        firm.consultants().forEach(this::person);
        if (!firm.consultants().isEmpty()) {
            SmallFirm.Consultant first = firm.consultants().getFirst();
            ids.put(
                    "absence-1",
                    screen.insert(
                            "time_off",
                            Map.of(
                                    "employeeId",
                                    ids.getOrDefault(first.name(), ""),
                                    "start",
                                    "2026-03-16",
                                    "end",
                                    "2026-03-20",
                                    "status",
                                    "approved",
                                    "type",
                                    "Vacation",
                                    "unit",
                                    "hours",
                                    "amount",
                                    "40")));
        }
        return ids;
    }

    private void person(SmallFirm.Consultant c) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("firstName", c.firstName());
        fields.put("lastName", c.lastName());
        fields.put("workEmail", c.email());
        fields.put("hireDate", c.hired().toString());
        fields.put("employeeNumber", "E-" + (ids.size() + 1));
        fields.put("standardHoursPerWeek", c.hoursPerWeek().toBigInteger().toString());
        fields.put("customSkills", String.join(",", c.skills()));
        String id = screen.insert("employees", fields);
        ids.put(c.name(), id);
        SmallFirm.Entity entity = firm.entities().stream()
                .filter(e -> e.name().equals(c.entity()))
                .findFirst()
                .orElseThrow();
        String since = c.hired().toString();
        screen.insert(
                "jobInfo",
                Map.of(
                        "employeeId",
                        id,
                        "date",
                        since,
                        "location",
                        entity.country(),
                        "department",
                        "Consulting",
                        "division",
                        entity.title(),
                        "jobTitle",
                        c.jobTitle()));
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
                                entity.currency(),
                                "value",
                                c.costPerHour().toPlainString()),
                        "type",
                        "Hourly",
                        "paidPer",
                        "Hour",
                        "reason",
                        "Hire"));
        for (String skill : List.copyOf(c.skills())) {
            ids.putIfAbsent("skill-" + skill, skill);
        }
    }
}
