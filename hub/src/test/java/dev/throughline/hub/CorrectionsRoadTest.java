package dev.throughline.hub;

import static dev.throughline.hub.paper.PaperFirm.CRM;
import static dev.throughline.hub.paper.PaperFirm.ERP;
import static dev.throughline.hub.paper.PaperFirm.PSA;
import static dev.throughline.hub.paper.PaperFirm.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.explain.Explainer.Answer.Told;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.Identity;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent.Request;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Work that changes after its invoice, over PostgreSQL and systems of paper: corrected, priced anew, written off, credited and billed again. An hour is 200, then 210. */
class CorrectionsRoadTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final LocalDate END = LocalDate.of(2026, 2, 28);

    @Test
    void what_is_billed_comes_to_what_was_agreed_less_what_was_written_off() {
        try (PaperFirm firm =
                PaperFirm.open(DATABASE, "corrections", Map.of("CorrectionPolicy", Map.of("lateEdit", "adjust")))) {
            firm.masterData();
            firm.worker();
            firm.wonDeal();
            firm.work(3, 1, "5");
            firm.standing("UNBILLED", "3000.00");
            firm.bill(END);
            firm.standing("BILLED", "3000.00");

            edit(firm, "te0", 2, "4", "approved");
            firm.standing("UNBILLED", "-200.00");
            edit(firm, "te1", 2, "5", "submitted");
            firm.standing("UNBILLED", "-1200.00");
            edit(firm, "te1", 3, "6", "approved");
            firm.standing("UNBILLED", "0.00");
            firm.hours("te9", "2026-02-03", "3", "approved");
            firm.standing("UNBILLED", "600.00");
            firm.bill(END);
            firm.standing("BILLED", "3600.00");
            explained(firm);

            firm.say(CRM, "RateCard", "STD", 2, PaperRecords.rateCard("STD", "210.00"));
            firm.standing("UNBILLED", "180.00");
            writtenOff(firm);
            credited(firm);

            firm.bill(END);
            firm.standing("BILLED", "3600.00");
            firm.standing("WRITTEN_OFF", "180.00");
            assertThat(firm.value("SELECT count(*) FROM exception WHERE tenant = '$' AND state = 'open'"))
                    .isEqualTo("0");
        }
    }

    private static void edit(PaperFirm firm, String entry, long version, String hours, String approval) {
        String day = entry.equals("te0") ? "2026-02-01" : "2026-02-02";
        firm.say(PSA, "TimeEntry", entry, version, PaperRecords.hours(firm.projectInPsa(), day, hours, approval));
    }

    private static void explained(PaperFirm firm) {
        String id = Identity.of(firm.tenant(), CanonicalType.TIME_ENTRY, "psa", "te0");
        assertThat(firm.hub().explainer().explain(firm.tenant(), id))
                .isInstanceOfSatisfying(
                        Told.class,
                        told -> assertThat(told.explanation().stands())
                                .contains(
                                        "changed after it was billed", id + ".1 billed as USD -200.00", "5 became 4"));
    }

    /** Ann asks, and may not approve it herself. */
    private static void writtenOff(PaperFirm firm) {
        ask(firm, new Request.WriteOff(firm.project(), Optional.empty(), "goodwill"), "ann");
        soon(() -> assertThat(
                        firm.value(
                                "SELECT count(*) FROM exception WHERE tenant = '$' AND state = 'open' AND code = 'WRITE_OFF_AWAITS_APPROVAL'"))
                .isEqualTo("1"));
        ask(firm, new Request.DecideWriteOff(firm.project(), 3, true), "ann");
        firm.quiet();
        firm.standing("UNBILLED", "180.00");
        ask(firm, new Request.DecideWriteOff(firm.project(), 3, true), "bob");
        firm.standing("WRITTEN_OFF", "180.00");
    }

    /** Once in finance, though the answer was lost. */
    private static void credited(PaperFirm firm) {
        String first = firm.value(
                "SELECT subject FROM command WHERE tenant = '$' AND name = 'PostInvoice' ORDER BY id LIMIT 1");
        firm.book(ERP).next(PaperBook.Mood.LOSE_ANSWER, 1);
        ask(firm, new Request.CreditInvoice(new Ref<>(first), true, "wrong address"), "ann");
        firm.standing("UNBILLED", "3000.00");
        firm.standing("BILLED", "600.00");
        assertThat(firm.book(ERP).pages("creditMemo")).hasSize(1);
    }

    private static void ask(PaperFirm firm, Request request, String by) {
        firm.hub().asks().ask(firm.tenant(), request, by, "x");
    }
}
