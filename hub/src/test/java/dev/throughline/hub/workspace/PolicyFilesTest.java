package dev.throughline.hub.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.throughline.hub.decide.Policies;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Processes;
import dev.throughline.processes.timetobilling.BillingApproval;
import dev.throughline.processes.timetobilling.BillingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

class PolicyFilesTest {
    private static Map<String, Map<String, Object>> read(String text) {
        return WorkspaceLoader.policies("policies/some.yaml", text, Processes.policies());
    }

    private static List<String> mistakes(String text) {
        return catchThrowableOfType(BadWorkspace.class, () -> read(text)).mistakes().stream()
                .map(m -> "%d %s %s".formatted(m.line(), m.code(), m.what()))
                .toList();
    }

    @Test
    void the_policies_that_come_along_prove_themselves() throws IOException {
        for (String file : List.of(
                "examples/meridian/policies/sales.yaml",
                "examples/meridian/policies/billing.yaml",
                "server/src/main/resources/demo/policies.yaml")) {
            assertThat(read(Files.readString(Path.of("..", file)))).as(file).isNotEmpty();
        }
    }

    private static final String LIMITS = """
            BillingApproval:
              above: [{amount: "50000.00", currency: EUR}]
              entities:
                DE: {above: [{amount: "10000.00", currency: EUR}]}
              examples:
                - {name: the firm, given: {value: {amount: "12000.00", currency: EUR}}, expect: {approval: not_needed}}
                - {name: Germany, entity: DE, given: {value: {amount: "12000.00", currency: EUR}}, expect: {approval: %s}}
            """;

    @Test
    void a_legal_entity_has_its_own_limit_and_the_examples_show_it() {
        var workspace = new Workspace(
                new TenantId("firm"),
                List.of(),
                new Workspace.Ownership(Map.of(), Workspace.OnForeignChange.IGNORE),
                read(LIMITS.formatted("needed")),
                Optional.empty(),
                "digest");
        var policies = new Policies(List.of(workspace));
        var run = Money.parse("EUR 12000.00");
        assertThat(policies.of(workspace.tenant(), BillingApproval.class).needed(run))
                .isFalse();
        assertThat(policies.of(workspace.tenant(), BillingApproval.class, Optional.of("DE"))
                        .needed(run))
                .isTrue();
        assertThat(policies.of(workspace.tenant(), BillingApproval.class, Optional.of("UK")))
                .isSameAs(policies.of(workspace.tenant(), BillingApproval.class));
        assertThat(policies.of(workspace.tenant(), BillingPolicy.class, Optional.of("DE")))
                .isEqualTo(BillingPolicy.defaults());
    }

    @Test
    void an_example_that_fails_names_its_line_policy_and_name_and_what_came_instead() {
        assertThat(mistakes(LIMITS.formatted("not_needed")))
                .containsExactly(
                        "7 EXAMPLE_FAILS BillingApproval, example 'Germany', approval: expected not_needed, got needed");
    }

    @Test
    void time_of_two_roles_is_laid_out_as_the_policy_and_the_contract_say() {
        var work = """
            BillingPolicy:
              lines: %s
              expensesApart: true
              examples:
                - name: two roles
                  given:
                    currency: EUR
                    agreed: [%s]
                    work:
                      - {kind: time, person: Ada, role: architect, phase: Build, hours: "8", rate: "150.00"}
                      - {kind: time, person: Bo, role: architect, phase: Test, hours: "0.5", rate: "150.00"}
                      - {kind: time, person: Cy, role: tester, phase: Test, hours: "4", rate: "90.00"}
                      - {kind: expense, text: travel, amount: "31.20"}
                      - {kind: milestone, text: Go live, status: planned, amount: "1.00"}
                  expect:
                    invoices: %s
            """;
        assertThat(read(work.formatted("role", "", """

                                    - - "SERVICES architect: 8.5 x 150.00 = 1275.00"
                                      - "SERVICES tester: 4 x 90.00 = 360.00"
                                    - ["EXPENSES Expenses: travel: 1 x 31.20 = 31.20"]
                        """))).containsKey("BillingPolicy");
        assertThat(read(work.formatted(
                        "person", "{name: looks, invoice: phase, line: item, expensesApart: false}", """

                                    - ["EXPENSES Expenses: travel: 1 x 31.20 = 31.20"]
                                    - ["SERVICES SERVICES: 8 x 150.00 = 1200.00"]
                                    - - "SERVICES SERVICES: 0.5 x 150.00 = 75.00"
                                      - "SERVICES SERVICES: 4 x 90.00 = 360.00"
                        """)))
                .as("by phase and item, as the contract states")
                .containsKey("BillingPolicy");
    }

    @Test
    void what_a_won_deal_lacks_is_what_the_policy_asks_for() {
        assertThat(read("""
            QuoteToProjectPolicy:
              requireApprovedSow: true
              examples:
                - name: a deal that lacks nothing
                  given: {}
                  expect: {problems: [], template: standard, paymentTerms: net_30}
                - name: no tax registration within Europe, and no approved statement of work
                  given: {sow: draft, legalEntity: {code: DE, country: DE, currency: EUR}, customer: {country: FR}}
                  expect: {problems: [CUSTOMER_TAX_REGISTRATION_MISSING, SOW_NOT_APPROVED], template: null}
            ActivationPolicy:
              waitFor: staffing
              examples:
                - {name: nobody staffed, given: {billingModel: milestone}, expect: {waits: true, revenueTreatment: on_milestone}}
            ChangeOrderPolicy:
              approveFrom: [{amount: "5000.00", currency: EUR}]
              examples:
                - name: less is a change too
                  given: {from: {amount: "10000.00", currency: EUR}, to: {amount: "5000.00", currency: EUR}}
                  expect: {approval: needed}
            RateApproval:
              abovePercent: "10"
              examples:
                - name: ten of a hundred
                  given: {from: {amount: "100.00", currency: EUR}, to: {amount: "110.00", currency: EUR}}
                  expect: {approval: not_needed}
                - name: ten and a cent
                  given: {from: {amount: "100.00", currency: EUR}, to: {amount: "89.99", currency: EUR}}
                  expect: {approval: needed}
            """)).hasSize(4);
    }

    @Test
    void what_cannot_be_is_told_with_its_line_all_at_once() {
        assertThat(mistakes("""
                BillingPolicy:
                  linesPerInvoice: many
                  lins: person
                  itemByServiceLine:
                    data: [1]
                BillingApproval:
                  above:
                    - {amount: "1.00", currency: EUR}
                    - {amount: 2.00, currency: USD}
                QuoteToProjectPolicy:
                  paymentTerms: [net_30]
                  defaultPaymentTerms: net_60
                FeedbackPolicy:
                  examples: []
                ProjectApproval:
                  entities: {UK: {abov: []}}
                  examples:
                    - {name: one, entity: DE, given: {value: {amount: "1.00", currency: EUR}}, expect: {approval: needed}}
                    - {name: two, given: {worth: 1}, expect: {approval: needed}}
                    - {name: three, given: {value: {amount: "1.00", currency: EUR}}, expect: {aproval: needed}}
                    - {given: {}}
                ProjectAproval: {}
                """).stream().map(m -> m.substring(0, m.indexOf(' ', m.indexOf(' ') + 1))))
                .containsExactly(
                        "2 WRONG_VALUE",
                        "3 UNKNOWN_KEY",
                        "5 WRONG_VALUE",
                        "9 WRONG_VALUE",
                        "11 CONTRADICTION",
                        "14 NO_EXAMPLES",
                        "16 UNKNOWN_KEY",
                        "18 UNKNOWN_ENTITY",
                        "19 WRONG_VALUE",
                        "20 UNKNOWN_KEY",
                        "21 MISSING",
                        "22 UNKNOWN_POLICY");
    }
}
