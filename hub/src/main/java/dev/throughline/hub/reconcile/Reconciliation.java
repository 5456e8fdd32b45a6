package dev.throughline.hub.reconcile;

import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** Compares source, hub and target. Reads only: repair is a separate, audited act. */
public interface Reconciliation {
    Report run(TenantId tenant, Optional<LocalDate> from, Optional<LocalDate> to);

    Optional<Report> latest(TenantId tenant);

    /** Sum over places equals what was approved, for every line. */
    Conservation conservation(TenantId tenant);

    /** Takes up what a difference says is missing: re-reads the record or repeats the command under its own key. @return what was done, in a sentence */
    String repair(TenantId tenant, long runId, String differenceId, String by);

    record Report(long id, Instant at, List<Compared> compared, List<Difference> differences, Duplicates duplicates) {
        public long unexplained() {
            return differences.stream().filter(d -> d.explanation().isEmpty()).count();
        }
    }

    /** @param what deals, contracts, time, expenses, billing, invoices, payments; @param sum hours for time, else money; currency empty for hours */
    record Compared(String what, String side, String system, String currency, long count, BigDecimal sum) {}

    /**
     * @param kind        missing, extra, amount, quantity, status, duplicate; ledger: the ledger and the ERP's invoice say different amounts
     * @param explanation why it is as it is (held as exception 12, command under way, not approved); empty when nobody knows
     */
    record Difference(
            String id,
            String what,
            String kind,
            String record,
            String left,
            String right,
            BigDecimal value,
            String currency,
            Optional<String> explanation) {}

    record Duplicates(long customers, long projects, long invoices) {}

    /** @param unbalanced lines whose places do not sum to what was approved: must be 0 */
    record Conservation(long lines, long unbalanced, List<PlaceTotal> places) {}

    /** @param hours of its time lines; expenses and milestones are no hours */
    record PlaceTotal(String place, String currency, long lines, BigDecimal hours, BigDecimal amount) {}
}
