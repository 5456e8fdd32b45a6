package dev.throughline.hub;

import static dev.throughline.hub.paper.PaperFirm.CRM;
import static dev.throughline.hub.paper.PaperFirm.ERP;
import static dev.throughline.hub.paper.PaperFirm.PSA;
import static dev.throughline.hub.paper.PaperFirm.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.deals.Deals;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.Identity;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.event.CanonicalEvent.Request;
import java.time.Duration;
import java.util.HashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A deal over systems of paper, for a caller who wants to know at once. */
class DealsAtOnceTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final Duration WAIT = Duration.ofSeconds(30);

    @Test
    void a_deal_is_judged_before_it_is_won_and_waited_for_after() {
        try (PaperFirm firm = PaperFirm.open(DATABASE, "atonce")) {
            firm.masterData();
            var open = new HashMap<>(PaperRecords.deal("open"));
            open.remove("legalEntity");
            open.remove("amount");
            firm.say(CRM, "Opportunity", "o1", 1, open);
            firm.quiet();
            var deal = new Ref<Opportunity>(Identity.of(firm.tenant(), CanonicalType.OPPORTUNITY, "crm", "o1"));
            judged(firm, deal);
            taken(firm, deal);
            waited(firm, deal);
        }
    }

    /** Two faults at once, and nothing is begun by asking. */
    private static void judged(PaperFirm firm, Ref<Opportunity> deal) {
        String before = counted(firm);
        var verdict = firm.hub().deals().validate(firm.tenant(), deal).orElseThrow();
        assertThat(verdict.stage()).isEqualTo("open");
        assertThat(verdict.ready()).isFalse();
        assertThat(verdict.faults()).extracting(Deals.Fault::code).hasSizeGreaterThan(1);
        assertThat(counted(firm)).isEqualTo(before);
        assertThat(firm.book(ERP).pages("customer")).isEmpty();
        assertThat(firm.hub().deals().validate(firm.tenant(), new Ref<>("opp_none")))
                .isEmpty();
        assertThat(ask(firm, deal).state()).isEqualTo("Waiting");
    }

    private static void taken(PaperFirm firm, Ref<Opportunity> deal) {
        firm.rateCard("STD", "200.00");
        firm.say(CRM, "Opportunity", "o1", 2, PaperRecords.deal("open"));
        firm.quiet();
        assertThat(firm.hub()
                        .deals()
                        .validate(firm.tenant(), deal)
                        .orElseThrow()
                        .ready())
                .isTrue();
        firm.book(PSA).next(PaperBook.Mood.REFUSE, 1);
        firm.say(CRM, "Opportunity", "o1", 3, PaperRecords.deal("won"));
        soon(() -> assertThat(firm.stateOf("quote-to-project")).isEqualTo("Refused"));
        firm.quiet();
    }

    /** A refusal ends the waiting as the project does. */
    private static void waited(PaperFirm firm, Ref<Opportunity> deal) {
        firm.book(PSA).next(PaperBook.Mood.REFUSE, 1);
        var refused = ask(firm, deal);
        assertThat(refused.settled()).isTrue();
        assertThat(refused.faults()).extracting(Deals.Fault::code).containsExactly("NOT_TODAY");
        var made = ask(firm, deal);
        assertThat(made.settled()).isTrue();
        assertThat(made.state()).isEqualTo("Active");
        assertThat(made.project()).contains(firm.project().id());
        assertThat(made.faults()).isEmpty();
    }

    private static Deals.Outcome ask(PaperFirm firm, Ref<Opportunity> deal) {
        firm.hub().asks().ask(firm.tenant(), new Request.CreateProjectFromWonOpportunity(deal), "ann", "x");
        return firm.hub().deals().await(firm.tenant(), deal, WAIT);
    }

    private static String counted(PaperFirm firm) {
        return firm.value(
                "SELECT (SELECT count(*) FROM event WHERE tenant = '$') || ' ' || (SELECT count(*) FROM command WHERE tenant = '$')"
                        + " || ' ' || (SELECT count(*) FROM exception WHERE tenant = '$')");
    }
}
