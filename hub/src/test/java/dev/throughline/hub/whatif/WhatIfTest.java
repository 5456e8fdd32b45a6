package dev.throughline.hub.whatif;

import static dev.throughline.hub.paper.PaperFirm.PSA;
import static dev.throughline.hub.paper.PaperFirm.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.throughline.hub.paper.PaperFirm;
import dev.throughline.hub.paper.PaperRecords;
import dev.throughline.hub.testing.TestDatabase;
import dev.throughline.hub.whatif.WhatIf.Change;
import dev.throughline.hub.whatif.WhatIf.Job;
import dev.throughline.hub.whatif.WhatIf.Question;
import dev.throughline.hub.whatif.WhatIf.Report;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A firm with a month of work, edited, rejected and partly billed by chance; then asked what the month would have been. */
class WhatIfTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    private static final LocalDate FIRST = LocalDate.of(2026, 2, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 2, 28);
    private static final int ENTRIES = 60;
    private static final String OTHER_MAPPING = """
            mapping: paper/time-entry
            version: 2
            source: https://throughline.example/paper
            from: {object: TimeEntry}
            to: TimeEntry/1
            owner: INTEGRATION
            fields:
              project: project
              resource: resource
              workedOn: workedOn
              hours: 'hours = "4" ? "5" : hours'
              billable: billable
              approval: approval
            required: [project, resource]
            examples:
              - name: a record that lacks what is required stops here
                in: {}
                fails: {code: FIELD_MISSING, field: project}
            """;

    private static PaperFirm firm;

    @BeforeAll
    static void a_month_of_work() {
        firm = PaperFirm.open(DATABASE, "perhaps");
        firm.masterData();
        firm.worker();
        firm.wonDeal();
        firm.quiet();
        var random = new Random(42);
        String project = firm.projectInPsa();
        for (int version = 1; version <= 3; version++) {
            for (int i = 0; i < ENTRIES; i++) {
                if (version == 1 || random.nextInt(4) == 0) {
                    String day = FIRST.plusDays(random.nextInt(28)).toString();
                    String approval = random.nextInt(5) == 0 ? "rejected" : "approved";
                    firm.say(
                            PSA,
                            "TimeEntry",
                            "te" + i,
                            version,
                            PaperRecords.hours(project, day, Integer.toString(1 + random.nextInt(8)), approval));
                }
            }
        }
        firm.quiet();
    }

    @AfterAll
    static void close() {
        firm.close();
    }

    @Test
    void the_same_workspace_bills_the_same_to_the_cent_and_as_the_ledger_holds_it() {
        String before = fingerprint();
        Report report = asked(Change.none());
        assertThat(report.differing()).isZero();
        assertThat(report.lines()).isEmpty();
        assertThat(report.changed()).isEmpty();
        assertThat(report.notAsToday()).isZero();
        assertThat(report.asToday()).isPositive();
        assertThat(report.totals()).singleElement().satisfies(total -> {
            assertThat(total.customer()).isEqualTo("Alder LLP");
            assertThat(total.was()).isPositive();
            assertThat(total.difference()).isZero();
        });
        assertThat(report.totals().getFirst().was().toPlainString())
                .isEqualTo(
                        firm.value(
                                "SELECT sum(amount)::text FROM ledger_balance WHERE tenant = '$' AND place IN ('UNBILLED', 'BILLED')"));
        assertThat(fingerprint()).isEqualTo(before);
        assertThat(DATABASE.value("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'what_if_%'"))
                .isEqualTo("0");
    }

    @Test
    void another_mapping_shows_each_line_that_it_changes_and_why() {
        Report report = asked(new Change(Optional.empty(), Optional.empty(), Map.of("time.yaml", OTHER_MAPPING)));
        String fours = firm.value("""
                SELECT count(*) FROM canonical_object WHERE tenant = '$' AND type = 'TimeEntry'
                AND body ->> 'approval' = 'approved' AND (body ->> 'hours')::numeric = 4""");
        assertThat(report.changed()).containsExactly("mapping paper/time-entry: @1 -> @2");
        assertThat(Long.toString(report.differing())).isEqualTo(fours).isNotEqualTo("0");
        assertThat(report.lines()).allSatisfy(line -> {
            assertThat(line.difference()).isEqualByComparingTo("200");
            assertThat(line.was().orElseThrow().billed()).isEqualByComparingTo("800");
            assertThat(line.would().orElseThrow().billed()).isEqualByComparingTo("1000");
            assertThat(line.why()).contains("hours 4 -> 5");
            assertThat(line.project()).isEqualTo("Rollout");
        });
        assertThat(report.totals().getFirst().difference())
                .isEqualByComparingTo(Long.toString(200 * report.differing()));
    }

    @Test
    void a_mapping_that_holds_work_back_says_what_would_be_on_the_desk() {
        String strict = OTHER_MAPPING.replace("hours = \"4\" ? \"5\" : hours", "hours = \"4\" ? \"many\" : hours");
        Report report = asked(new Change(Optional.empty(), Optional.empty(), Map.of("time.yaml", strict)));
        assertThat(report.held().would()).isGreaterThan(report.held().was());
        assertThat(report.differing()).isPositive();
        assertThat(report.lines().getFirst().why()).isNotBlank();
    }

    @Test
    void another_policy_is_named_and_a_change_that_cannot_be_is_refused_at_once() {
        Report report =
                asked(new Change(Optional.empty(), Optional.of("BillingPolicy: {linesPerInvoice: 7}"), Map.of()));
        assertThat(report.changed()).containsExactly("policy BillingPolicy.linesPerInvoice: its default -> 7");
        assertThat(report.differing()).isZero();
        assertThatThrownBy(() -> begin(
                        new Change(Optional.empty(), Optional.of("BilingPolicy: {linesPerInvoice: 7}"), Map.of())))
                .hasMessageContaining("no policy is called 'BilingPolicy'");
        assertThatThrownBy(() -> begin(new Change(
                        Optional.empty(), Optional.empty(), Map.of("x.yaml", "mapping: paper/time-entry\n"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String begin(Change change) {
        return firm.hub().whatIf().begin(firm.tenant(), new Question(FIRST, LAST, change), "ann");
    }

    private static Report asked(Change change) {
        String id = begin(change);
        soon(() -> assertThat(job(id).state()).isNotEqualTo("running"));
        assertThat(job(id).error()).isEmpty();
        return job(id).report().orElseThrow();
    }

    private static Job job(String id) {
        return firm.hub().whatIf().job(firm.tenant(), id).orElseThrow();
    }

    /** Of all that the hub holds. */
    private static String fingerprint() {
        return firm.value("""
                SELECT concat_ws(' ', (SELECT count(*) FROM change), (SELECT count(*) FROM event), (SELECT count(*) FROM canonical_object),
                       (SELECT count(*) FROM command), (SELECT count(*) FROM ledger_posting), (SELECT count(*) FROM audit), (SELECT sum(amount) FROM ledger_balance))
                """);
    }
}
