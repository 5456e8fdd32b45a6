package dev.throughline.server.security;

import java.util.Arrays;
import java.util.Optional;

/** What a client may do. The text form is what API keys and the OpenAPI document carry. */
public enum Scope {
    CHANGES_WRITE("changes:write", "Hand in changes of records"),
    PROCESSES_RUN("processes:run", "Ask processes for something"),
    BILLING_READ("billing:read", "Preview billing and read billing runs"),
    BILLING_RUN("billing:run", "Ask for billing runs"),
    BILLING_APPROVE("billing:approve", "Approve and reject billing runs that others asked for"),
    OUTLOOK_READ("outlook:read", "Read margins, recognised revenue and forecasts"),
    THREAD_READ("thread:read", "Search and read threads"),
    EXCEPTIONS_READ("exceptions:read", "Read the exception desk"),
    EXCEPTIONS_ACT("exceptions:act", "Retry, correct, skip and assign exceptions"),
    RECONCILIATION_READ("reconciliation:read", "Read reconciliation and conservation"),
    RECONCILIATION_RUN("reconciliation:run", "Run reconciliation and repair what it finds"),
    LOOKUPS_WRITE("lookups:write", "Add and replace lookup rows"),
    REPLAY_RUN("replay:run", "Translate captured changes, decide events and send commands again"),
    SYSTEMS_READ("systems:read", "See the systems and their health"),
    SYSTEMS_ACT("systems:act", "Pause and resume systems"),
    OVERVIEW_READ("overview:read", "See what the hub is doing"),
    AUDIT_READ("audit:read", "Search, verify and export the audit chain"),
    METRICS_READ("metrics:read", "Read the metrics for Prometheus");

    private final String text;
    private final String help;

    Scope(String text, String help) {
        this.text = text;
        this.help = help;
    }

    public String text() {
        return text;
    }

    public String help() {
        return help;
    }

    /** The authority's name inside Spring Security. */
    public String authority() {
        return "SCOPE_" + text;
    }

    public static Optional<Scope> of(String text) {
        return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst();
    }
}
