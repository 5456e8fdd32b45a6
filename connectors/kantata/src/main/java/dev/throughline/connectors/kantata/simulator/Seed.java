package dev.throughline.connectors.kantata.simulator;

import dev.throughline.connector.simkit.Simulator.Screen;
import dev.throughline.connector.simkit.SmallFirm;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The small firm as Kantata would hold it. Ids are returned under the firm's own names. */
final class Seed {
    private final Screen screen;
    private final SmallFirm firm = SmallFirm.firm();
    private final Map<String, String> ids = new LinkedHashMap<>();

    Seed(Screen screen) {
        this.screen = screen;
    }

    Map<String, String> plant() {
        template();
        people();
        firm.customers()
                .forEach(c ->
                        keep(c.name(), screen.insert("workspace_groups", Map.of("name", c.title(), "company", true))));
        firm.projects().forEach(this::project);
        firm.timeEntries().forEach(this::time);
        firm.expenses().forEach(this::expense);
        fields();
        return ids;
    }

    private String keep(String name, String id) {
        ids.put(name, id);
        return id;
    }

    private String id(String name) {
        return ids.getOrDefault(name, "");
    }

    private void template() {
        String role = keep("role-consultant", screen.insert("roles", Map.of("name", "Consultant")));
        String lead = keep("role-lead", screen.insert("roles", Map.of("name", "Engagement Lead")));
        List<Map<String, Object>> stories = List.of(
                Map.of(
                        "title",
                        "Discover",
                        "story_type",
                        "deliverable",
                        "offset_days",
                        0,
                        "duration_days",
                        14,
                        "sub_stories",
                        List.of(
                                Map.of("title", "Workshops", "duration_days", 9, "time_estimate_in_minutes", 2400),
                                Map.of("title", "Requirements signed", "story_type", "milestone", "offset_days", 14))),
                Map.of("title", "Build", "offset_days", 15, "duration_days", 60, "time_estimate_in_minutes", 14400),
                Map.of("title", "Go live", "story_type", "milestone", "offset_days", 80));
        String template = keep(
                "template-standard",
                screen.insert(
                        "project_templates",
                        Map.of("title", "Standard delivery", "item_count", 5, "raw_json", Map.of("stories", stories))));
        for (String slot : List.of(lead, role, role)) {
            screen.insert(
                    "project_template_assignments",
                    Map.of("project_template_id", template, "role_id", slot, "name", "Team member"));
        }
    }

    private void people() {
        String category = screen.insert("skill_categories", Map.of("name", "Consulting"));
        for (SmallFirm.Consultant c : firm.consultants()) {
            String user = keep(
                    c.name(),
                    screen.insert(
                            "users",
                            Map.of(
                                    "full_name",
                                    c.firstName() + " " + c.lastName(),
                                    "email_address",
                                    c.email(),
                                    "headline",
                                    c.jobTitle(),
                                    "role_id",
                                    id("role-consultant"))));
            String membership = screen.records("users").stream()
                    .filter(u -> user.equals(u.get("id")))
                    .map(u -> String.valueOf(u.get("account_membership_id")))
                    .findFirst()
                    .orElseThrow();
            screen.insert(
                    "cost_rates",
                    Map.of(
                            "account_membership_id",
                            membership,
                            "currency",
                            currency(c.entity()),
                            "amount_in_subunits",
                            minor(c.costPerHour())));
            c.skills().forEach(skill -> skill(category, user, skill));
        }
    }

    private void skill(String category, String user, String name) {
        String skill = ids.computeIfAbsent(
                "skill-" + name, _ -> screen.insert("skills", Map.of("name", name, "skill_category_id", category)));
        screen.insert("skill_memberships", Map.of("skill_id", skill, "user_id", user, "level", 3));
    }

    private void project(SmallFirm.Project p) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("title", p.title());
        fields.put("creator_role", "maven");
        fields.put("currency", p.currency());
        fields.put("start_date", p.starts().toString());
        fields.put("due_date", p.ends().toString());
        fields.put("status_key", 300);
        fields.put("primary_maven_id", id(p.manager()));
        fields.put("primary_workspace_group_id", id(p.customer()));
        fields.put("workspace_group_ids", List.of(id(p.customer())));
        String workspace = keep(p.name(), screen.insert("workspaces", fields));
        for (SmallFirm.Task t : p.tasks()) {
            keep(
                    t.name(),
                    screen.insert(
                            "stories",
                            Map.of(
                                    "workspace_id",
                                    workspace,
                                    "title",
                                    t.title(),
                                    "story_type",
                                    "task",
                                    "billable",
                                    t.billable(),
                                    "time_estimate_in_minutes",
                                    t.plannedHours()
                                            .multiply(BigDecimal.valueOf(60))
                                            .longValueExact())));
        }
        p.milestones().forEach(m -> milestone(workspace, m));
    }

    private void milestone(String workspace, SmallFirm.Milestone m) {
        String story = screen.insert(
                "stories",
                Map.of(
                        "workspace_id",
                        workspace,
                        "title",
                        m.title(),
                        "story_type",
                        "milestone",
                        "due_date",
                        m.due().toString(),
                        "state",
                        m.reached() ? "completed" : "not started"));
        keep(
                m.name(),
                screen.insert(
                        "billing_milestones",
                        Map.of(
                                "workspace_id",
                                workspace,
                                "title",
                                m.title(),
                                "amount_in_cents",
                                minor(m.amount()),
                                "date_to_invoice",
                                m.due().toString(),
                                "billing_type",
                                "upon_completion",
                                "story_id",
                                story)));
    }

    private void time(SmallFirm.TimeEntry t) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("workspace_id", id(t.project()));
        fields.put("user_id", id(t.consultant()));
        fields.put("story_id", id(t.task()));
        fields.put("date_performed", t.day().toString());
        fields.put("time_in_minutes", t.minutes());
        fields.put("billable", t.billable());
        fields.put("rate_in_cents", t.billable() ? 19500 : 0);
        fields.put("notes", t.note());
        submit("timesheet_submissions", t.approved(), keep(t.name(), screen.insert("time_entries", fields)), fields);
    }

    private void expense(SmallFirm.Expense e) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("workspace_id", id(e.project()));
        fields.put("user_id", id(e.consultant()));
        fields.put("date", e.day().toString());
        fields.put("category", e.category());
        fields.put("amount_in_cents", minor(e.amount()));
        fields.put("currency", e.currency());
        fields.put("billable", e.billable());
        fields.put("notes", e.note());
        submit("expense_report_submissions", e.approved(), keep(e.name(), screen.insert("expenses", fields)), fields);
    }

    private void submit(String collection, boolean approved, String item, Map<String, Object> of) {
        if (approved) {
            Map<String, Object> fields = new HashMap<>();
            fields.put("workspace_id", of.getOrDefault("workspace_id", ""));
            fields.put("line_item_ids", new ArrayList<>(List.of(item)));
            fields.put("title", "Submission of " + item);
            fields.put("status", "approved");
            screen.insert(collection, fields);
        }
    }

    /** The custom fields into which the hub writes back. */
    private void fields() {
        for (String name : List.of("ERP invoice number", "ERP invoice status", "Credit hold", "CRM opportunity id")) {
            keep(
                    "field-" + name.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'),
                    screen.insert("custom_fields", Map.of("name", name, "value_type", "string")));
        }
    }

    private String currency(String entity) {
        return firm.entities().stream()
                .filter(e -> e.name().equals(entity))
                .map(SmallFirm.Entity::currency)
                .findFirst()
                .orElse("USD");
    }

    private static long minor(BigDecimal amount) {
        return amount.movePointRight(2).longValueExact();
    }
}
