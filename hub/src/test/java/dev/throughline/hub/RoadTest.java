package dev.throughline.hub;

import static dev.throughline.hub.paper.PaperFirm.CRM;
import static dev.throughline.hub.paper.PaperFirm.ERP;
import static dev.throughline.hub.paper.PaperFirm.PSA;
import static dev.throughline.hub.paper.PaperFirm.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.Identity;
import dev.throughline.model.CanonicalType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole road from a won deal to an invoice, over systems of paper. */
class RoadTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static int tenants;

    private PaperFirm firm;
    private PaperBook psa;
    private PaperBook erp;

    @BeforeEach
    void open() {
        firm = PaperFirm.open(DATABASE, "t" + ++tenants);
        psa = firm.book(PSA);
        erp = firm.book(ERP);
        firm.masterData();
    }

    @AfterEach
    void close() {
        firm.close();
    }

    @Test
    void a_won_deal_becomes_a_customer_a_project_and_a_report_to_sales() {
        firm.wonDeal();
        assertThat(erp.pages("customer")).hasSize(1);
        assertThat(psa.pages("project"))
                .singleElement()
                .satisfies(p -> assertThat(p.body().get("name").stringValue()).contains("Rollout"));
        assertThat(firm.book(CRM).pages("deal"))
                .singleElement()
                .satisfies(p -> assertThat(p.id()).isEqualTo("o1"));
    }

    @Test
    void a_deal_that_lacks_something_waits_on_the_desk_and_goes_on_by_itself_when_it_is_mended() {
        firm.say(CRM, "Opportunity", "o1", 1, PaperRecords.deal("won"));
        soon(() -> assertThat(firm.hub()
                        .exceptions()
                        .list(firm.tenant(), Exceptions.Filter.OPEN, Optional.empty(), 10)
                        .items())
                .anySatisfy(i -> assertThat(i.code()).contains("RATE_CARD")));
        firm.rateCard("STD", "200.00");
        soon(() -> assertThat(firm.stateOf("quote-to-project")).isEqualTo("Active"));
        assertThat(firm.hub()
                        .exceptions()
                        .list(firm.tenant(), Exceptions.Filter.OPEN, Optional.empty(), 10)
                        .items())
                .isEmpty();
    }

    @Test
    void a_lost_answer_never_makes_a_second_customer() {
        erp.next(PaperBook.Mood.LOSE_ANSWER, 1);
        psa.next(PaperBook.Mood.LOSE_REQUEST, 1);
        firm.wonDeal();
        assertThat(erp.writes("customer")).isEqualTo(1);
        assertThat(psa.pages("project")).hasSize(1);
    }

    @Test
    void throttling_and_absence_only_delay() {
        erp.next(PaperBook.Mood.THROTTLE, 2);
        psa.next(PaperBook.Mood.AWAY, 1);
        firm.wonDeal();
        assertThat(erp.pages("customer")).hasSize(1);
    }

    @Test
    void the_same_version_is_stored_once_and_an_older_one_never_wins() {
        assertThat(firm.say(
                        CRM,
                        "CustomerAccount",
                        "c2",
                        5,
                        Map.of("name", "New", "status", "active", "creditHold", false)))
                .first()
                .isInstanceOf(Capture.Receipt.Stored.class);
        assertThat(firm.say(
                        CRM,
                        "CustomerAccount",
                        "c2",
                        5,
                        Map.of("name", "New", "status", "active", "creditHold", false)))
                .first()
                .isInstanceOf(Capture.Receipt.Repeated.class);
        firm.say(CRM, "CustomerAccount", "c2", 4, Map.of("name", "Old", "status", "active", "creditHold", false));
        String id = Identity.of(firm.tenant(), CanonicalType.CUSTOMER_ACCOUNT, "crm", "c2");
        soon(() -> assertThat(
                        firm.value(
                                "SELECT count(*) FROM change_fate f JOIN change c USING (partition, seq) WHERE c.tenant = '$' AND c.external_id = 'c2'"))
                .isEqualTo("2"));
        assertThat(DATABASE.value("SELECT body ->> 'name' FROM canonical_object WHERE id = '" + id + "'"))
                .isEqualTo("New");
    }

    @Test
    void a_child_before_its_parent_waits_and_goes_on() {
        firm.say(CRM, "Opportunity", "o9", 1, Map.of("name", "Early", "stage", "open", "account", "c9"));
        soon(() -> assertThat(firm.value("SELECT count(*) FROM waiting_reference WHERE tenant = '$'"))
                .isEqualTo("1"));
        firm.say(CRM, "CustomerAccount", "c9", 1, Map.of("name", "Late Ltd", "status", "active", "creditHold", false));
        soon(() -> assertThat(
                        firm.value("SELECT count(*) FROM canonical_object WHERE tenant = '$' AND type = 'Opportunity'"))
                .isEqualTo("1"));
    }

    @Test
    void approved_hours_become_an_invoice_each_once_and_conservation_holds() {
        firm.worker();
        firm.wonDeal();
        List<Change> entries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String day = LocalDate.of(2026, 2, 1).plusDays(i % 20).toString();
            entries.add(PaperRecords.change(
                    "TimeEntry", "te" + i, 1, PaperRecords.hours(firm.projectInPsa(), day, "7.5", "approved")));
        }
        firm.say(PSA, entries);
        firm.say(PSA, entries);
        firm.standing("UNBILLED", "75000.00");
        firm.bill(LocalDate.of(2026, 2, 28));
        firm.standing("BILLED", "75000.00");
        assertThat(erp.pages("invoice")).hasSize(1);
        assertThat(firm.hub().audit().verify(firm.tenant()).brokenAt()).isEmpty();
    }

    @Test
    void a_poll_that_a_killed_node_was_in_is_soon_taken_over() {
        String task = " WHERE task_name = 'poll/" + firm.tenant() + "/erp'";
        firm.restart(
                "n2",
                () -> DATABASE.execute(
                        "UPDATE scheduled_tasks SET picked = true, picked_by = 'killed', execution_time = now() - interval '70 s',"
                                + " last_heartbeat = now() - interval '60 s'" + task));
        soon(() -> assertThat(DATABASE.value("SELECT picked FROM scheduled_tasks" + task))
                .isEqualTo("f"));
    }
}
