package dev.throughline.server.demo;

import dev.throughline.hub.exceptions.Exceptions;
import java.io.PrintWriter;
import java.util.Optional;

/** Prints what came of a demo. */
final class Summary {
    private static final int EXCEPTIONS_MAX = 20;
    private static final int DIFFERENCES_MAX = 15;

    private final World world;
    private final PrintWriter out;

    Summary(World world, PrintWriter out) {
        this.world = world;
        this.out = out;
    }

    void print(Demo.Ended ended) {
        shown(ended.firm()).ifPresent(deal -> thread(deal, ended.console()));
        exceptions();
        conservation(ended.verdict());
        reconciliation(ended.verdict());
        mishaps(ended.verdict().outcome());
        outcome(ended.verdict().outcome());
    }

    /** A deal whose whole thread is worth showing: billed, and paid at least in part. */
    private static Optional<Firm.Deal> shown(Firm firm) {
        return firm.deals().stream()
                .filter(d -> d.oddity() == Firm.Oddity.NONE && d.model() == Firm.Model.TIME)
                .findFirst();
    }

    private void thread(Firm.Deal deal, Demo.Console console) {
        world.hub().threads().search(world.tenant(), deal.title(), 20).stream()
                .filter(h -> h.type().equals("Opportunity"))
                .findFirst()
                .flatMap(h -> world.hub().threads().story(world.tenant(), h.canonicalId()))
                .ifPresent(story -> new ThreadText(out).print(story, console));
    }

    private void exceptions() {
        var page =
                world.hub().exceptions().list(world.tenant(), Exceptions.Filter.OPEN, Optional.empty(), EXCEPTIONS_MAX);
        out.println();
        out.println("Open exceptions" + (page.items().isEmpty() ? ": none" : ""));
        page.items().forEach(i -> {
            out.printf("  %s (%s)%n    %s%n    → %s%n", i.code(), i.owner(), cut(i.says(), 300), i.remedy());
        });
    }

    private void conservation(Judge.Verdict verdict) {
        out.println();
        out.printf(
                "Conservation: %d lines, %d unbalanced%n",
                verdict.conservation().lines(), verdict.conservation().unbalanced());
        verdict.conservation()
                .places()
                .forEach(p -> out.printf(
                        "  %-14s %-4s %6d lines %12s h %16s%n",
                        p.place(),
                        p.currency(),
                        p.lines(),
                        p.hours().toPlainString(),
                        p.amount().toPlainString()));
    }

    private void reconciliation(Judge.Verdict verdict) {
        var report = verdict.report();
        out.println();
        out.printf(
                "Reconciliation: %d differences, %d unexplained%n",
                report.differences().size(), report.unexplained());
        report.compared()
                .forEach(c -> out.printf(
                        "  %-10s %-8s %-12s %-4s %6d %16s%n",
                        c.what(),
                        c.side(),
                        c.system(),
                        c.currency(),
                        c.count(),
                        c.sum().toPlainString()));
        report.differences().stream()
                .limit(DIFFERENCES_MAX)
                .forEach(d -> out.printf(
                        "  %s %s: %s here %s, there %s: %s%n",
                        d.what(),
                        d.kind(),
                        d.record(),
                        d.left(),
                        d.right(),
                        cut(d.explanation().orElse("UNEXPLAINED"), 160)));
    }

    private void mishaps(Outcome outcome) {
        out.println();
        out.println("What went wrong on the way, as often as it was meant to");
        outcome.mishaps()
                .forEach(m -> out.printf(
                        "  %-12s %-42s %3d of %d%s%n",
                        m.system(), m.what(), m.struck(), m.promised(), m.happened() ? "" : "  DID NOT HAPPEN"));
    }

    private void outcome(Outcome outcome) {
        out.println();
        out.printf(
                "%d changes: %d applied, %d older or the same again, %d on the desk, %d under way; beside them %d of no concern%n",
                outcome.rows().read(),
                outcome.rows().applied(),
                outcome.rows().superseded(),
                outcome.rows().exceptions(),
                outcome.rows().underWay(),
                outcome.rows().ofNoConcern());
        out.printf(
                "%d contracts, %d amendments, %d projects, %d invoices, %d payments in %d s; doubled: %s%n",
                outcome.contracts(),
                outcome.amendments(),
                outcome.projects(),
                outcome.invoices(),
                outcome.payments(),
                outcome.seconds(),
                outcome.duplicates().none() ? "nothing" : outcome.duplicates().toString());
        out.printf(
                "contract values: CRM %s, hub %s, ERP %s%n",
                outcome.totals().crm(), outcome.totals().hub(), outcome.totals().erp());
        out.printf(
                "invoiced: CRM %s, hub %s, ERP %s%n",
                outcome.invoiced().crm(),
                outcome.invoiced().hub(),
                outcome.invoiced().erp());
        out.printf(
                "hours of leave: HCM %s, PSA %s%n",
                outcome.absences().hcm(), outcome.absences().psa());
        out.println(outcome.good() ? "Nothing was lost, nothing was doubled." : "NOT as it should be: see above.");
        out.flush();
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
