package dev.throughline.server.security;

import static dev.throughline.server.security.Scope.*;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a person is at the firm, and the scopes that follow from it. Nobody is given a scope but by a role. */
public enum Role {
    VIEWER(),
    OPERATOR(EXCEPTIONS_ACT, REPLAY_RUN, LOOKUPS_WRITE, SYSTEMS_ACT),
    FINANCE(EXCEPTIONS_ACT, RECONCILIATION_RUN, PROCESSES_RUN, BILLING_RUN, OUTLOOK_READ),
    INTEGRATOR(CHANGES_WRITE, PROCESSES_RUN, REPLAY_RUN, LOOKUPS_WRITE, SYSTEMS_ACT, METRICS_READ),
    APPROVER(PROCESSES_RUN, BILLING_APPROVE),
    AUDITOR(AUDIT_READ),
    ADMIN(Scope.values());

    private static final Set<Scope> EVERYBODY =
            EnumSet.of(OVERVIEW_READ, THREAD_READ, EXCEPTIONS_READ, RECONCILIATION_READ, SYSTEMS_READ, BILLING_READ);

    private final Set<Scope> scopes;

    Role(Scope... more) {
        this.scopes = EnumSet.noneOf(Scope.class);
        this.scopes.addAll(Arrays.asList(more));
    }

    public Set<Scope> scopes() {
        var all = EnumSet.copyOf(EVERYBODY);
        all.addAll(scopes);
        return all;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(r -> r.text().equals(text)).findFirst();
    }
}
