package dev.throughline.server.demo;

import dev.throughline.connector.simkit.Simulator.Screen;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/** What consultants and project managers do at the PSA's screen. */
final class PsaDesk {
    private final Screen screen;
    private final Map<String, Optional<String>> tasks = new HashMap<>();

    PsaDesk(Screen screen) {
        this.screen = screen;
    }

    void furnish() {
        screen.insert("roles", Map.of("name", "Consultant"));
        screen.insert("roles", Map.of("name", "Engagement Lead"));
    }

    /** The project that delivery has for a deal, once the hub made it. */
    Optional<Map<String, Object>> project(String title) {
        return screen.records("workspaces").stream()
                .filter(w -> title.equals(w.get("title")))
                .findFirst();
    }

    List<Map<String, Object>> projects() {
        return screen.records("workspaces");
    }

    Optional<String> person(String email) {
        return screen.records("users").stream()
                .filter(u -> email.equalsIgnoreCase(String.valueOf(u.get("email_address"))))
                .map(u -> String.valueOf(u.get("id")))
                .findFirst();
    }

    /** Hours that a person is away, by day. */
    Map<String, String> away(String person) {
        var away = new TreeMap<String, String>();
        screen.records("time_off_entries").stream()
                .filter(e -> person.equals(String.valueOf(e.get("user_id"))))
                .forEach(e -> away.put(
                        String.valueOf(e.get("requested_date")),
                        new BigDecimal(String.valueOf(e.get("hours")))
                                .stripTrailingZeros()
                                .toPlainString()));
        return away;
    }

    void begin(String project) {
        screen.update("workspaces", project, Map.of("status_key", 300));
    }

    /** Puts a person on a project for some time. */
    void staff(String project, String person, LocalDate from, LocalDate to, int minutes) {
        String seat = screen.insert("workspace_resources", Map.of("workspace_id", project, "user_id", person));
        screen.insert(
                "workspace_allocations",
                Map.of(
                        "resource_id",
                        seat,
                        "start_date",
                        from.toString(),
                        "end_date",
                        to.toString(),
                        "minutes",
                        minutes,
                        "hard",
                        true));
    }

    /** A task of the project that time can be entered on. */
    Optional<String> task(String project) {
        return screen.records("stories").stream()
                .filter(s -> project.equals(String.valueOf(s.get("workspace_id"))))
                .filter(s -> "task".equals(s.get("story_type")))
                .map(s -> String.valueOf(s.get("id")))
                .findFirst();
    }

    /** One day's work. @param rateInCents per hour, in the project's currency */
    record Work(LocalDate day, int minutes, boolean billable, long rateInCents, String note) {}

    String enter(String project, String person, Work work) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("workspace_id", project);
        fields.put("user_id", person);
        tasks.computeIfAbsent(project, this::task).ifPresent(task -> fields.put("story_id", task));
        fields.put("date_performed", work.day().toString());
        fields.put("time_in_minutes", work.minutes());
        fields.put("billable", work.billable());
        fields.put("rate_in_cents", work.billable() ? work.rateInCents() : 0);
        fields.put("notes", work.note());
        return screen.insert("time_entries", fields);
    }

    String spend(String project, String person, LocalDate day, long cents, String currency) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("workspace_id", project);
        fields.put("user_id", person);
        fields.put("date", day.toString());
        fields.put("category", "Travel");
        fields.put("amount_in_cents", cents);
        fields.put("currency", currency);
        fields.put("billable", true);
        fields.put("notes", "Train");
        return screen.insert("expenses", fields);
    }

    /** @return the id of the sheet */
    String approveTime(String project, List<String> entries) {
        return submit("timesheet_submissions", project, entries);
    }

    /** Takes an approved sheet back, has one entry corrected, and approves all of it again. */
    void reopen(String sheet, String project, List<String> entries, String corrected, int minutes) {
        screen.update("timesheet_submissions", sheet, Map.of("status", "cancelled"));
        screen.update("time_entries", corrected, Map.of("time_in_minutes", minutes));
        approveTime(project, entries);
    }

    void approveExpenses(String project, List<String> expenses) {
        submit("expense_report_submissions", project, expenses);
    }

    private String submit(String collection, String project, List<String> items) {
        return screen.insert(
                collection,
                Map.of("workspace_id", project, "line_item_ids", items, "title", "Week", "status", "approved"));
    }

    /** Ticks the tasks of a project's billing milestones off. @return how many */
    int completeMilestones(String project) {
        var due = screen.records("billing_milestones").stream()
                .filter(m -> project.equals(String.valueOf(m.get("workspace_id"))))
                .toList();
        for (Map<String, Object> milestone : due) {
            Object story = Optional.ofNullable(milestone.get("story_id"))
                    .orElseThrow(() -> new NoSuchElementException("milestone %s has no task".formatted(milestone)));
            screen.update("stories", String.valueOf(story), Map.of("state", "completed"));
        }
        return due.size();
    }

    List<Map<String, Object>> records(String collection) {
        return screen.records(collection);
    }
}
