package dev.throughline.hub.billing;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Billing runs that people ask for. What a preview shows is what the billing process itself decides, at the same moment of the same data; nothing of it is kept. */
public interface BillingRuns {
    /** What a run now would bill, hold and leave, and why. Writes nothing. */
    Preview preview(TenantId tenant, Scope scope);

    /**
     * For whoever bills without a run of this kind, one project by itself.
     *
     * @throws Refused with code {@code APPROVAL_NEEDED} when policy lets nobody do it alone
     */
    void requireNoApproval(TenantId tenant, Scope scope);

    /**
     * Asks for a run. It is begun at once, or waits for somebody else's approval where policy {@code BillingApproval} says so.
     *
     * @throws NothingToBill when nothing is ready
     */
    Run ask(TenantId tenant, Scope scope, String by, String correlationId);

    /**
     * Begins a run that waits.
     *
     * @throws Refused when it does not wait, when the one who approves asked for it, or when it would bill more by now than was asked for
     */
    Run approve(TenantId tenant, long id, String by, String reason);

    /** Ends a run that waits; nothing of it is billed. @throws Refused when it does not wait */
    Run reject(TenantId tenant, long id, String by, String reason);

    /** A run, and where each line that it took stands by now. */
    Optional<Run> run(TenantId tenant, long id);

    /** The newest first, without their results. */
    List<Run> runs(TenantId tenant, int most);

    /**
     * What is to be billed.
     *
     * @param through the last day of work
     * @param project the one project; all that have something open when empty
     */
    record Scope(LocalDate through, Optional<Ref<Project>> project) {}

    /** @param ready what would be billed, by currency; @param stays what would not, by place and currency */
    record Preview(LocalDate through, List<Sum> ready, List<Standing> stays, List<Planned> projects) {}

    /** Of one currency. */
    record Sum(String currency, BigDecimal amount, int invoices) {}

    /** @param place {@code held} or {@code unbilled}; @param lines source lines */
    record Standing(String place, String currency, int lines, BigDecimal quantity, BigDecimal amount) {}

    /**
     * What would become of one project.
     *
     * @param because why nothing is billed, when nothing is
     */
    record Planned(
            String project,
            String name,
            List<Invoice> invoices,
            List<Standing> stays,
            List<Cause> causes,
            String because) {}

    /** @param entity code of the legal entity that invoices */
    record Invoice(String customer, String entity, String currency, BigDecimal amount, List<Line> lines) {}

    /** @param works how many records of work it sums up */
    record Line(String description, BigDecimal quantity, BigDecimal rate, BigDecimal amount, int works) {}

    /** Why something is held, whose turn it is and what to do. */
    record Cause(String code, String owner, String says, String remedy) {}

    /** Where a run is. */
    enum State {
        AWAITING_APPROVAL,
        BEGUN,
        REJECTED
    }

    /**
     * @param asked    what it was to bill when it was asked for
     * @param decision who approved or rejected it, empty when nobody had to
     * @param taken    where the lines stand by now that it took, empty before it is begun and in a list of runs
     * @param pending  projects whose turn has not come
     */
    record Run(
            long id,
            LocalDate through,
            Optional<String> project,
            State state,
            String askedBy,
            Instant askedAt,
            List<Sum> asked,
            Optional<Decided> decision,
            List<Standing> taken,
            int pending) {}

    record Decided(String by, Instant at, String reason) {}

    /** Nothing stands ready within the scope. */
    final class NothingToBill extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NothingToBill(String message) {
            super(message);
        }
    }

    /** The run is not in a state for it, or the person may not. */
    final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String code;

        public Refused(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
