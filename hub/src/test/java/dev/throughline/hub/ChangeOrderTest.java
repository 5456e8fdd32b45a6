package dev.throughline.hub;

import static dev.throughline.hub.paper.PaperFirm.CRM;
import static dev.throughline.hub.paper.PaperFirm.ERP;
import static dev.throughline.hub.paper.PaperFirm.PSA;
import static dev.throughline.hub.paper.PaperFirm.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.paper.PaperBook;
import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.translate.Identity;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.event.CanonicalEvent.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A change order's whole way over systems of paper: carried, waiting for approval, completed and undone. */
class ChangeOrderTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final String PROCESS = "change-order";

    private static int tenants;

    /** A contract of ten thousand dollars that sales keeps, with its project in delivery and its order in finance. */
    private static PaperFirm firm(Map<String, Object> policy) {
        PaperFirm firm = PaperFirm.open(DATABASE, "change" + ++tenants, Map.of("ChangeOrderPolicy", policy));
        firm.masterData();
        firm.worker();
        firm.rateCard("STD", "200.00");
        firm.rateCard("NEW", "250.00");
        firm.say(CRM, "Opportunity", "o1", 1, PaperRecords.deal("open"));
        firm.say(
                CRM,
                "Contract",
                "k1",
                1,
                Map.of(
                        "number", "K-1",
                        "name", "Rollout",
                        "customer", "c1",
                        "legalEntity", "US",
                        "currency", "USD",
                        "status", "active",
                        "opportunity", "o1"));
        firm.say(CRM, "ContractVersion", "k1-1", 1, version(1, "approved", "2026-02-01", "10000.00", "STD"));
        soon(() -> assertThat(firm.value(
                        "SELECT count(*) FROM canonical_object WHERE tenant = '$' AND type = 'ContractVersion'"))
                .isEqualTo("1"));
        firm.say(CRM, "Opportunity", "o1", 2, PaperRecords.deal("won"));
        soon(() -> assertThat(firm.stateOf(PROCESS)).isEqualTo("InForce"));
        return firm;
    }

    private static Map<String, Object> version(int number, String status, String from, String value, String card) {
        Map<String, Object> version = new HashMap<>(Map.of(
                "contract",
                "k1",
                "number",
                number,
                "status",
                status,
                "billingModel",
                "time_and_materials",
                "effectiveFrom",
                from,
                "value",
                PaperRecords.usd(value),
                "startsOn",
                "2026-02-01",
                "rateCard",
                card));
        if (number > 1) {
            version.put("endsOn", "2026-12-31");
        }
        return version;
    }

    private static void amend(PaperFirm firm, long change, String value) {
        firm.say(CRM, "ContractVersion", "k1-2", change, version(2, "approved", "2026-03-01", value, "NEW"));
    }

    private static void retry(PaperFirm firm) {
        firm.hub().asks().ask(firm.tenant(), new Request.Retry(PROCESS, contract(firm)), "ann", "x");
    }

    private static String contract(PaperFirm firm) {
        return Identity.of(firm.tenant(), CanonicalType.CONTRACT, "crm", "k1");
    }

    private static void holds(PaperFirm firm, String value) {
        assertThat(firm.book(PSA).pages("project"))
                .singleElement()
                .satisfies(page ->
                        assertThat(page.body().path("budget").asString()).isEqualTo(value));
    }

    private static List<String> open(PaperFirm firm) {
        return firm
                .hub()
                .exceptions()
                .list(firm.tenant(), Exceptions.Filter.OPEN, Optional.empty(), 10)
                .items()
                .stream()
                .filter(item -> item.domain().equals(PROCESS))
                .map(Exceptions.Item::code)
                .toList();
    }

    @Test
    void an_approved_version_reaches_every_system_once_and_work_is_billed_by_the_version_of_its_day() {
        try (PaperFirm firm = firm(Map.of())) {
            firm.book(ERP).next(PaperBook.Mood.LOSE_ANSWER, 1);
            firm.book(PSA).next(PaperBook.Mood.LOSE_REQUEST, 1);
            amend(firm, 1, "15000.00");
            soon(() -> assertThat(firm.book(CRM).pages("deal"))
                    .anySatisfy(page ->
                            assertThat(page.body().path("carried").asInt(0)).isEqualTo(2)));
            holds(firm, "15000.00");
            assertThat(firm.book(ERP).pages("order"))
                    .as("the order of the first version is changed, and no second one made")
                    .singleElement()
                    .satisfies(page ->
                            assertThat(page.body().path("value").asString()).isEqualTo("15000.00"));
            assertThat(firm.book(ERP).writes("order")).isEqualTo(2);
            assertThat(firm.book(ERP).pages("job"))
                    .singleElement()
                    .satisfies(page ->
                            assertThat(page.body().path("forecast").asString()).isEqualTo("15000.00"));
            assertThat(firm.value("SELECT o.body ->> 'number' FROM cross_reference x JOIN canonical_object o"
                            + " ON o.tenant = x.tenant AND o.id = x.canonical_id"
                            + " WHERE x.tenant = '$' AND x.system = 'erp' AND x.type = 'ContractVersion'"))
                    .as("the version that finance's order stands for")
                    .isEqualTo("2");
            firm.hours("h1", "2026-02-10", "1", "approved");
            firm.hours("h2", "2026-03-10", "1", "approved");
            firm.standing("UNBILLED", "450.00");
            assertThat(firm.hub().audit().verify(firm.tenant()).brokenAt()).isEmpty();
        }
    }

    @Test
    void a_change_from_the_threshold_on_is_sent_only_once_a_person_approved_it() {
        try (PaperFirm firm = firm(Map.of("approveFrom", List.of(PaperRecords.usd("5000.00"))))) {
            amend(firm, 1, "15000.00");
            soon(() -> assertThat(open(firm)).contains("CHANGE_ORDER_NEEDS_APPROVAL"));
            assertThat(firm.stateOf(PROCESS)).isEqualTo("AwaitingApproval");
            assertThat(firm.book(PSA).writes("project")).isEqualTo(1);
            firm.hub().asks().ask(firm.tenant(), new Request.Approve(PROCESS, contract(firm), "version 2"), "eve", "x");
            soon(() -> assertThat(firm.stateOf(PROCESS)).isEqualTo("InForce"));
            holds(firm, "15000.00");
            assertThat(open(firm)).isEmpty();
        }
    }

    @Test
    void half_a_change_stands_on_the_desk_and_a_retry_completes_it() {
        try (PaperFirm firm = firm(Map.of())) {
            firm.book(ERP).next(PaperBook.Mood.REFUSE, 1);
            amend(firm, 1, "15000.00");
            soon(() -> assertThat(open(firm)).contains("NOT_TODAY"));
            assertThat(firm.stateOf(PROCESS)).isEqualTo("Refused");
            holds(firm, "15000.00");
            assertThat(firm.hub().threads().story(firm.tenant(), contract(firm)).toString())
                    .as("the thread tells")
                    .contains("NOT_TODAY");
            retry(firm);
            soon(() -> assertThat(firm.stateOf(PROCESS)).isEqualTo("InForce"));
            assertThat(open(firm)).isEmpty();
            assertThat(firm.book(ERP).pages("order")).hasSize(1);
        }
    }

    @Test
    void half_a_change_is_undone_where_policy_says_so_and_said_aloud() {
        try (PaperFirm firm = firm(Map.of("onRefusal", "undo"))) {
            firm.book(ERP).next(PaperBook.Mood.REFUSE, 1);
            amend(firm, 1, "15000.00");
            soon(() -> assertThat(open(firm)).containsExactly("CHANGE_ORDER_UNDONE"));
            assertThat(firm.stateOf(PROCESS)).isEqualTo("NotCarried");
            holds(firm, "10000.00");
            amend(firm, 2, "14000.00");
            soon(() -> assertThat(firm.stateOf(PROCESS)).isEqualTo("InForce"));
            holds(firm, "14000.00");
            assertThat(open(firm)).isEmpty();
        }
    }

    @Test
    void a_change_that_cannot_be_goes_on_by_itself_when_sales_corrects_it() {
        try (PaperFirm firm = firm(Map.of())) {
            amend(firm, 1, "-1.00");
            soon(() -> assertThat(open(firm)).containsExactly("CHANGE_ORDER_VALUE"));
            amend(firm, 2, "12000.00");
            soon(() -> assertThat(firm.stateOf(PROCESS)).isEqualTo("InForce"));
            holds(firm, "12000.00");
            assertThat(open(firm)).isEmpty();
        }
    }
}
