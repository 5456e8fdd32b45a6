package dev.throughline.server.portfolio;

import dev.throughline.hub.reconcile.Reconciliation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a run ended.
 *
 * @param exceptionsByReason rows by why they are exceptions, and trouble that belongs to no row
 * @param totals             contract totals per currency of sales, hub and finance
 * @param seconds            from the first file to the last answer
 */
record Summary(
        Rows rows,
        long contracts,
        long amendments,
        long projects,
        long invoices,
        long payments,
        Map<String, Long> exceptionsByReason,
        Totals totals,
        Conservation conservation,
        Reconciled reconciliation,
        Duplicates duplicates,
        BigDecimal seconds) {

    /** Every row that was read is in exactly one of the others. */
    record Rows(long read, long applied, long superseded, long exceptions) {
        boolean complete() {
            return read == applied + superseded + exceptions;
        }
    }

    /** Currency to decimal text. */
    record Totals(Map<String, String> crm, Map<String, String> hub, Map<String, String> erp) {
        boolean equal() {
            return crm.equals(hub) && hub.equals(erp);
        }
    }

    record Conservation(long lines, long unbalanced) {}

    record Reconciled(long differences, long unexplained) {}

    record Duplicates(long customers, long projects, long invoices) {
        boolean any() {
            return customers + projects + invoices > 0;
        }

        static Duplicates of(Reconciliation.Report report) {
            var found = report.duplicates();
            return new Duplicates(found.customers(), found.projects(), found.invoices());
        }
    }

    /** Whether all that must hold does. */
    boolean holds() {
        return rows.complete()
                && totals.equal()
                && conservation.unbalanced() == 0
                && reconciliation.unexplained() == 0
                && !duplicates.any();
    }

    /** Whole or not at all: whoever waits for the file never reads half of it. */
    static void write(Record summary, Path file) {
        Path target = file.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.writeString(
                    draft, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the summary cannot be written to " + file, e);
        }
    }

    void print(PrintWriter out) {
        out.printf(
                "rows            %,d read = %,d applied + %,d superseded + %,d exceptions%s%n",
                rows.read(),
                rows.applied(),
                rows.superseded(),
                rows.exceptions(),
                rows.complete() ? "" : "   DO NOT SUM: rows are lost or doubled");
        out.printf("contracts       %,d, amendments %,d%n", contracts, amendments);
        out.printf("projects        %,d%n", projects);
        out.printf("invoices        %,d, payments %,d%n", invoices, payments);
        out.printf(
                "contract totals CRM %s, hub %s, ERP %s: %s%n",
                totals.crm(), totals.hub(), totals.erp(), totals.equal() ? "equal" : "DIFFER");
        out.printf("conservation    %,d lines, %,d unbalanced%n", conservation.lines(), conservation.unbalanced());
        out.printf(
                "reconciliation  %,d differences, %,d unexplained%n",
                reconciliation.differences(), reconciliation.unexplained());
        out.printf(
                "duplicates      customers %d, projects %d, invoices %d%n",
                duplicates.customers(), duplicates.projects(), duplicates.invoices());
        out.println("exceptions by reason");
        exceptionsByReason.forEach((code, n) -> out.printf("  %6d  %s%n", n, code));
        out.printf("time            %s s, %s rows a second%n", seconds, perSecond());
        out.flush();
    }

    private String perSecond() {
        return seconds.signum() == 0
                ? "-"
                : BigDecimal.valueOf(rows.read())
                        .divide(seconds, 0, RoundingMode.HALF_UP)
                        .toPlainString();
    }
}
