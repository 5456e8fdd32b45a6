package dev.throughline.server.api;

import static dev.throughline.server.security.Scope.*;

import dev.throughline.server.api.Route.Parameter;
import dev.throughline.server.security.Scope;
import java.util.List;
import java.util.Optional;

/** Every operation of version 1. A controller method without a line here fails a test, and so does a line without a controller method. */
public final class Routes {
    private static final String V1 = "/api/v1";
    private static final List<Parameter> PAGE = List.of(
            new Parameter("before", "integer", "the value of 'next' of the page before"),
            new Parameter("limit", "integer", "how many at most, 1 to 200, 50 when absent"));
    private static final Parameter PROJECT =
            new Parameter("project", "string", "canonical id of the one project; all that run when absent");
    private static final List<Parameter> DESK = List.of(
            new Parameter("domain", "string", "workflow or room, such as timetobilling"),
            new Parameter("owner", "string", "whose turn it is, such as FINANCE_OPS"),
            new Parameter("code", "string", "such as LOOKUP_MISSING"),
            new Parameter("state", "string", "open, resolved or skipped; open when absent"),
            new Parameter("search", "string", "part of the record's name or of the message"));

    public static final List<Route> ALL = List.of(
            get("/overview", OVERVIEW_READ, "getOverview", "What the hub is doing now", "Overview"),
            post(
                    "/changes",
                    CHANGES_WRITE,
                    "acceptChanges",
                    "Hand in one change, or up to 1000 at once",
                    "Changes",
                    "Receipts",
                    202),
            post(
                    "/processes/validate-deal",
                    PROCESSES_RUN,
                    "validateDeal",
                    "What would hold a deal on its way to a project, all at once; nothing is begun",
                    "CreateProjectFromWonOpportunity",
                    "DealVerdict",
                    200),
            post(
                    "/processes/create-project-from-won-opportunity",
                    PROCESSES_RUN,
                    "createProjectFromWonOpportunity",
                    "Start or take up again the project of a won deal; who prefers to wait is told what came of it",
                    "CreateProjectFromWonOpportunity",
                    "DealAsked",
                    202),
            process(
                    "publish-approved-time-for-billing",
                    "PublishApprovedTimeForBilling",
                    "Bill what is ready on a project, up to and including a day"),
            process("activate-contract", "ActivateContract", "Activate a contract"),
            process("approve", "ApproveProcess", "Let an instance go on that waits for a second person"),
            process(
                    "hold-project",
                    "MoveProject",
                    "holdProject",
                    "Put a project on hold: nothing of it bills until it is released"),
            process(
                    "release-project",
                    "MoveProject",
                    "releaseProject",
                    "Let a project on hold go on; held work bills again"),
            process(
                    "cancel-project",
                    "MoveProject",
                    "cancelProject",
                    "Cancel a project; policy says what becomes of unbilled work"),
            process("close-project", "MoveProject", "closeProject", "Close a project once nothing of it stands open"),
            process("reopen-project", "MoveProject", "reopenProject", "Take a cancelled or closed project up again"),
            process(
                    "sync-invoice-status",
                    "SyncInvoiceStatus",
                    "Tell delivery and sales again where an invoice stands"),
            process(
                    "post-intercompany",
                    "PostIntercompany",
                    "Post what one company of the firm owes another through a month, of which any day is given"),
            process("retry", "RetryProcess", "Go on with an instance that is held"),
            process("skip", "SkipProcess", "Give up an instance; nothing more is sent for it"),
            query(
                    "/billing/preview",
                    BILLING_READ,
                    "previewBilling",
                    "What a billing run now would bill, hold and leave, and why; nothing is changed",
                    "BillingPreview",
                    List.of(
                            new Parameter("through", "string", "the last day of work, such as 2026-03-31"),
                            new Parameter("project", "string", "canonical id of the one project; all when absent"))),
            post(
                    "/billing/runs",
                    BILLING_RUN,
                    "askForBillingRun",
                    "Bill what is ready; above the policy's limit it waits for somebody else's approval",
                    "BillingRunAsked",
                    "BillingRun",
                    202),
            query(
                    "/margins",
                    OUTLOOK_READ,
                    "getMargins",
                    "Sold, planned and realised margin of the projects that run, or of one; what is missing is named",
                    "Margins",
                    List.of(PROJECT)),
            post(
                    "/margins/report",
                    PROCESSES_RUN,
                    "reportMargins",
                    "Have delivery and sales told the margins that are known and have changed",
                    "ReportMargins",
                    "MarginsReported",
                    202),
            query(
                    "/revenue",
                    OUTLOOK_READ,
                    "getRevenue",
                    "What finance has recognised and defers, by project",
                    "Revenue",
                    List.of(PROJECT)),
            query(
                    "/forecast",
                    OUTLOOK_READ,
                    "getForecast",
                    "Pipeline, backlog and staffing by month",
                    "Forecast",
                    List.of(new Parameter("months", "integer", "how many, this one first: 1 to 60, 6 when absent"))),
            get("/billing/runs", BILLING_READ, "listBillingRuns", "The newest billing runs", "BillingRuns"),
            get(
                    "/billing/runs/{id}",
                    BILLING_READ,
                    "getBillingRun",
                    "One billing run, and where each line that it took stands now",
                    "BillingRun"),
            post(
                    "/billing/runs/{id}/approve",
                    BILLING_APPROVE,
                    "approveBillingRun",
                    "Begin a run that somebody else asked for",
                    "ReasonOnly",
                    "BillingRun",
                    200),
            post(
                    "/billing/runs/{id}/reject",
                    BILLING_APPROVE,
                    "rejectBillingRun",
                    "End a run that waits; nothing of it is billed",
                    "ReasonOnly",
                    "BillingRun",
                    200),
            get(
                    "/shadow",
                    BILLING_READ,
                    "listWorkflowModes",
                    "Which workflows are off, in shadow or live, and how much each did without sending it",
                    "WorkflowModes"),
            query(
                    "/shadow/comparison",
                    BILLING_READ,
                    "compareShadow",
                    "What the hub would have billed of a month's work, line by line beside what people billed",
                    "ShadowComparison",
                    List.of(new Parameter("period", "string", "the month of the work, such as 2026-10"))),
            post(
                    "/what-if",
                    REPLAY_RUN,
                    "askWhatIf",
                    "Replay what was captured under another mapping or other policies, beside the hub; changes nothing",
                    "WhatIf",
                    "WhatIfJob",
                    202),
            get(
                    "/what-if/{id}",
                    REPLAY_RUN,
                    "getWhatIf",
                    "How far a replay is, and in the end what would be billed differently, line by line",
                    "WhatIfJob"),
            correction(
                    "corrections/decide",
                    BILLING_RUN,
                    "DecideCorrections",
                    "Bill what changed or newly priced work comes to beyond what was billed, or keep what was billed"),
            correction("credits", BILLING_RUN, "CreditInvoice", "Have finance credit an invoice, whole"),
            correction(
                    "credits/bill-again", BILLING_RUN, "BillAgain", "Bill work again that was credited on an invoice"),
            correction("write-offs", BILLING_RUN, "WriteOff", "Ask that open work be written off"),
            correction(
                    "write-offs/decide",
                    BILLING_APPROVE,
                    "DecideWriteOff",
                    "Approve or reject a write-off that somebody else asked for"),
            correction("write-offs/take-back", BILLING_RUN, "TakeBackWriteOff", "What was written off is open again"),
            query(
                    "/threads",
                    THREAD_READ,
                    "searchThreads",
                    "Find a thing by any id or name of any system",
                    "Hits",
                    List.of(new Parameter("q", "string", "an id, a number, or the beginning of a name"), PAGE.get(1))),
            get("/threads/{id}", THREAD_READ, "getThread", "One thing's whole thread over all systems", "Story"),
            get(
                    "/explain/{id}",
                    THREAD_READ,
                    "explain",
                    "Why an hour, expense, milestone, instalment, invoice or invoice line costs what it costs, where it stands and what is next",
                    "Explanation"),
            query(
                    "/exceptions",
                    EXCEPTIONS_READ,
                    "listExceptions",
                    "The exception desk, newest first",
                    "ExceptionPage",
                    join(DESK, PAGE)),
            query(
                    "/exceptions/groups",
                    EXCEPTIONS_READ,
                    "groupExceptions",
                    "Alike ones with count and money at stake",
                    "ExceptionGroups",
                    DESK),
            get(
                    "/exceptions/{id}",
                    EXCEPTIONS_READ,
                    "getException",
                    "One exception, with its version as ETag",
                    "Exception"),
            post(
                    "/exceptions/retry-all",
                    EXCEPTIONS_ACT,
                    "retryAllExceptions",
                    "Retry every open one of a filter",
                    "Filter",
                    "Count",
                    200),
            post(
                    "/exceptions/{id}/retry",
                    EXCEPTIONS_ACT,
                    "retryException",
                    "Go on from where it stopped",
                    "Versioned",
                    "Exception",
                    200),
            post(
                    "/exceptions/{id}/correct",
                    EXCEPTIONS_ACT,
                    "correctException",
                    "Correct attributes of the captured record and translate it again",
                    "Correction",
                    "Exception",
                    200),
            post(
                    "/exceptions/{id}/skip",
                    EXCEPTIONS_ACT,
                    "skipException",
                    "Close it for good, with a reason",
                    "Reasoned",
                    "Exception",
                    200),
            post(
                    "/exceptions/{id}/assign",
                    EXCEPTIONS_ACT,
                    "assignException",
                    "Give it to somebody",
                    "Assignment",
                    "Exception",
                    200),
            post(
                    "/reconciliation/runs",
                    RECONCILIATION_RUN,
                    "runReconciliation",
                    "Compare source, hub and target now",
                    "Window",
                    "Report",
                    200),
            get(
                    "/reconciliation/runs/latest",
                    RECONCILIATION_READ,
                    "latestReconciliation",
                    "The newest report",
                    "Report"),
            post(
                    "/reconciliation/runs/{id}/repairs",
                    RECONCILIATION_RUN,
                    "repairDifference",
                    "Take up what a difference says is missing",
                    "Repair",
                    "Done",
                    200),
            get(
                    "/conservation",
                    RECONCILIATION_READ,
                    "getConservation",
                    "Proof that every approved quantity is in exactly one place",
                    "Conservation"),
            new Route(
                    "PUT",
                    V1 + "/lookups/{lookup}/rows/{key}",
                    Optional.of(LOOKUPS_WRITE),
                    "putLookupRow",
                    "Add or replace one row, in force at once",
                    Optional.of("LookupRow"),
                    "Done",
                    200,
                    List.of()),
            post(
                    "/replays",
                    REPLAY_RUN,
                    "replay",
                    "Translate captured changes again, or decide events again; with dryRun (then 200) only count them",
                    "Replay",
                    "Count",
                    202),
            get("/replays", REPLAY_RUN, "getReplaying", "How much of all replays is yet to be done", "Replaying"),
            post(
                    "/commands/{key}/resend",
                    REPLAY_RUN,
                    "resendCommand",
                    "Send a dead or refused command again under its own key",
                    "ReasonOnly",
                    "Done",
                    202),
            get("/systems", SYSTEMS_READ, "listSystems", "The connected systems and their health", "Systems"),
            post(
                    "/systems/{system}/pause",
                    SYSTEMS_ACT,
                    "pauseSystem",
                    "Hold back everything that would be sent there",
                    "ReasonOnly",
                    "Done",
                    200),
            post("/systems/{system}/resume", SYSTEMS_ACT, "resumeSystem", "Let it go again", "Nothing", "Done", 200),
            query(
                    "/audit",
                    AUDIT_READ,
                    "searchAudit",
                    "Entries of the audit chain, newest first",
                    "AuditPage",
                    join(
                            List.of(
                                    new Parameter("subject", "string", "what it was about"),
                                    new Parameter("actor", "string", "who did it")),
                            PAGE)),
            get("/audit/verification", AUDIT_READ, "verifyAudit", "Recompute every hash of the chain", "Verdict"),
            get(
                    "/audit/export",
                    AUDIT_READ,
                    "exportAudit",
                    "One JSON line per entry, verifiable offline",
                    "AuditLines"),
            new Route(
                    "GET",
                    V1 + "/openapi.json",
                    Optional.empty(),
                    "getOpenApi",
                    "This document",
                    Optional.empty(),
                    "OpenApi",
                    200,
                    List.of()));

    private Routes() {}

    private static Route get(String path, Scope scope, String operation, String summary, String response) {
        return query(path, scope, operation, summary, response, List.of());
    }

    private static Route query(
            String path, Scope scope, String operation, String summary, String response, List<Parameter> query) {
        return new Route(
                "GET", V1 + path, Optional.of(scope), operation, summary, Optional.empty(), response, 200, query);
    }

    private static Route post(
            String path, Scope scope, String operation, String summary, String request, String response, int success) {
        return new Route(
                "POST",
                V1 + path,
                Optional.of(scope),
                operation,
                summary,
                Optional.of(request),
                response,
                success,
                List.of());
    }

    private static Route correction(String path, Scope scope, String request, String summary) {
        String operation = Character.toLowerCase(request.charAt(0)) + request.substring(1);
        return post("/billing/" + path, scope, operation, summary, request, "Asked", 202);
    }

    private static Route process(String path, String request, String summary) {
        return process(path, request, Character.toLowerCase(request.charAt(0)) + request.substring(1), summary);
    }

    private static Route process(String path, String request, String operation, String summary) {
        return post("/processes/" + path, PROCESSES_RUN, operation, summary, request, "Asked", 202);
    }

    private static List<Parameter> join(List<Parameter> first, List<Parameter> then) {
        return java.util.stream.Stream.concat(first.stream(), then.stream()).toList();
    }
}
