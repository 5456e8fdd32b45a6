package dev.throughline.connectors.kantata;

import dev.throughline.connector.spi.WriteItem.Verb;
import dev.throughline.model.ObjectType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The resources that this connector reads and writes, parents before children. Source: the vendor's Ruby client, specification of 2025-10-15. */
enum KantataObject {
    ROLES("roles", "role", "Role", Reading.WHOLE, Keeping.REFERENCE, Verb.CREATE, Verb.UPSERT, Verb.UPDATE),
    SKILLS(
            "skills",
            "skill",
            "Skill",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    /** Everybody of the account, in a project or not. An upsert brings the whole person to what is wished: invited, active or not, skills. */
    USERS("users", "user", "User", Reading.WHOLE, Keeping.STATE, Verb.UPDATE, Verb.UPSERT),
    /** The only way to add a person: users themselves cannot be created. */
    INVITATIONS(
            "account_invitations",
            "account_invitation",
            "AccountInvitation",
            Reading.NEVER,
            Keeping.NATURAL,
            Verb.CREATE),
    MEMBERSHIPS(
            "account_memberships",
            "account_membership",
            "AccountMembership",
            Reading.STAMPED,
            Keeping.NOTHING,
            Verb.UPDATE),
    /** One entry for each person and day: an upsert brings the entries of a whole absence to what is wished. */
    TIME_OFF("time_off_entries", "time_off_entry", "TimeOffEntry", Reading.NEVER, Keeping.STATE, Verb.UPSERT),
    COST_RATES("cost_rates", "cost_rate", "CostRate", Reading.STAMPED, Keeping.NATURAL, Verb.CREATE, Verb.UPSERT),
    SKILL_MEMBERSHIPS(
            "skill_memberships",
            "skill_membership",
            "SkillMembership",
            Reading.STAMPED,
            Keeping.NATURAL,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    GROUPS(
            "workspace_groups",
            "workspace_group",
            "WorkspaceGroup",
            Reading.WHOLE,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE),
    WORKSPACES(
            "workspaces",
            "workspace",
            "Workspace",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE),
    STORIES(
            "stories",
            "story",
            "Story",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    RESOURCES(
            "workspace_resources",
            "workspace_resource",
            "WorkspaceResource",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    ALLOCATIONS(
            "workspace_allocations",
            "workspace_allocation",
            "WorkspaceAllocation",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    ASSIGNMENTS(
            "assignments",
            "assignment",
            "Assignment",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    TIME_ENTRIES(
            "time_entries",
            "time_entry",
            "TimeEntry",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    EXPENSES(
            "expenses",
            "expense",
            "Expense",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    TIMESHEETS(
            "timesheet_submissions",
            "timesheet_submission",
            "TimesheetSubmission",
            Reading.STAMPED,
            Keeping.NOTHING,
            Verb.ACTION),
    EXPENSE_REPORTS(
            "expense_report_submissions",
            "expense_report_submission",
            "ExpenseReportSubmission",
            Reading.STAMPED,
            Keeping.NOTHING,
            Verb.ACTION),
    /** Read whole: a milestone is reached when its task is completed, which leaves the milestone's own stamp as it was. */
    BILLING_MILESTONES(
            "billing_milestones",
            "billing_milestone",
            "BillingMilestone",
            Reading.WHOLE,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE),
    INVOICES(
            "invoices",
            "invoice",
            "Invoice",
            Reading.STAMPED,
            Keeping.REFERENCE,
            Verb.CREATE,
            Verb.UPSERT,
            Verb.UPDATE,
            Verb.DELETE,
            Verb.ACTION),
    PAYMENTS("external_payments", "external_payment", "ExternalPayment", Reading.STAMPED, Keeping.NATURAL, Verb.CREATE),
    /** Where the hub writes back what the ERP said of a record. */
    REFERENCES(
            "external_references",
            "external_reference",
            "ExternalReference",
            Reading.NEVER,
            Keeping.NATURAL,
            Verb.UPSERT),
    CUSTOM_VALUES(
            "custom_field_values",
            "custom_field_value",
            "CustomFieldValue",
            Reading.NEVER,
            Keeping.NATURAL,
            Verb.UPSERT);

    /** How changes are found. */
    enum Reading {
        /** The vendor stamps the record: {@code updated_after}. */
        STAMPED,
        /** No stamp: read whole, and given on when anything in it changed. */
        WHOLE,
        NEVER
    }

    /** Where the idempotency key stays. */
    enum Keeping {
        /** In an external reference that is created together with the record. */
        REFERENCE,
        /** Nowhere: the record is recognised by its own fields. */
        NATURAL,
        /** Nowhere: each write looks at what is there, and changes only what differs. */
        STATE,
        /** The object is only updated. */
        NOTHING
    }

    private static final Map<String, KantataObject> BY_COLLECTION =
            Arrays.stream(values()).collect(java.util.stream.Collectors.toMap(o -> o.collection, o -> o));

    final String collection;
    final String singular;
    final String subjectType;
    final Reading reading;
    final Keeping keeping;
    final Set<Verb> verbs;

    KantataObject(
            String collection, String singular, String subjectType, Reading reading, Keeping keeping, Verb... verbs) {
        this.collection = collection;
        this.singular = singular;
        this.subjectType = subjectType;
        this.reading = reading;
        this.keeping = keeping;
        EnumSet<Verb> set = EnumSet.noneOf(Verb.class);
        set.addAll(Arrays.asList(verbs));
        this.verbs = set;
    }

    ObjectType type() {
        return new ObjectType(collection);
    }

    static Optional<KantataObject> of(ObjectType type) {
        return Optional.ofNullable(BY_COLLECTION.get(type.value()));
    }

    /** @throws IllegalArgumentException for an object that the capabilities do not declare */
    static KantataObject require(ObjectType type) {
        return of(type).orElseThrow(() -> new IllegalArgumentException("Kantata has no object '%s'; known are %s"
                .formatted(type, new java.util.TreeSet<>(BY_COLLECTION.keySet()))));
    }

    /** The first half of its event names; empty where the event log has none of them. */
    Optional<String> eventPrefix() {
        return switch (this) {
            case TIMESHEETS -> Optional.of("timesheet");
            case EXPENSE_REPORTS -> Optional.of("expense_report");
            case MEMBERSHIPS, INVITATIONS, SKILLS, TIME_OFF, PAYMENTS, REFERENCES, CUSTOM_VALUES -> Optional.empty();
            case ROLES,
                    USERS,
                    COST_RATES,
                    SKILL_MEMBERSHIPS,
                    GROUPS,
                    WORKSPACES,
                    STORIES,
                    RESOURCES,
                    ALLOCATIONS,
                    ASSIGNMENTS,
                    TIME_ENTRIES,
                    EXPENSES,
                    BILLING_MILESTONES,
                    INVOICES -> Optional.of(singular);
        };
    }

    /** What every read of the collection must say so that nothing is left out. */
    Map<String, String> everything() {
        return switch (this) {
            case TIME_ENTRIES -> Map.of("from_archived_workspaces", "true", "include", "recent_submission");
            case EXPENSES -> Map.of("from_archived_workspaces", "true", "include", "recent_submission");
            case WORKSPACES ->
                Map.of(
                        "include_archived",
                        "true",
                        "include",
                        "external_references,custom_field_values",
                        "optional_fields",
                        "stage,status_key");
            case STORIES -> Map.of("show_archived", "true");
            case RESOURCES -> Map.of("include_unnamed", "true");
            case USERS -> Map.of("include", "account_membership", "on_my_account", "true");
            case TIME_OFF -> Map.of("include", "external_references");
            case BILLING_MILESTONES -> Map.of("include", "story");
            case ALLOCATIONS -> Map.of("include", "workspace_resource");
            case COST_RATES -> Map.of("include", "account_membership");
            case ROLES,
                    SKILLS,
                    INVITATIONS,
                    MEMBERSHIPS,
                    SKILL_MEMBERSHIPS,
                    GROUPS,
                    ASSIGNMENTS,
                    TIMESHEETS,
                    EXPENSE_REPORTS,
                    INVOICES,
                    PAYMENTS,
                    REFERENCES,
                    CUSTOM_VALUES -> Map.of();
        };
    }

    /** The business date, by which totals are windowed. */
    Optional<String> dateField() {
        return switch (this) {
            case TIME_ENTRIES -> Optional.of("date_performed");
            case EXPENSES -> Optional.of("date");
            case INVOICES -> Optional.of("invoice_date");
            default -> Optional.empty();
        };
    }
}
