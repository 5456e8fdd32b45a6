package dev.throughline.processes.financialfeedback;

import static dev.throughline.processes.testing.Firm.*;
import static dev.throughline.processes.testing.Scenario.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.BillingModel;
import dev.throughline.model.Ref;
import dev.throughline.model.RevenueSchedule;
import dev.throughline.model.RevenueSchedule.Kind;
import dev.throughline.model.RevenueSchedule.Status;
import dev.throughline.model.Role;
import dev.throughline.model.command.Command.ReportRevenue;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevenueFeedbackTest {
    private static RevenueSchedule schedule(Kind kind, Status status, String recognised, String deferred) {
        return new RevenueSchedule(
                kind,
                status,
                gbp(recognised),
                gbp(deferred),
                Optional.of("INV-1"),
                Optional.empty(),
                Optional.of(PROJECT),
                Optional.of(UK));
    }

    @Test
    void delivery_and_sales_see_what_is_billed_recognised_and_deferred() {
        var world = delivering(BillingModel.TIME_AND_MATERIALS)
                .existing(Role.PSA, PROJECT)
                .existing(Role.CRM, DEAL);
        var run = given(new RevenueFeedback(), PROJECT.id(), world)
                .whenStored(new Ref<>("rvs_1"), schedule(Kind.INVOICE, Status.NOT_STARTED, "0.00", "1200.00"))
                .thenSends("tell-1", "tell-2")
                .done("tell-1")
                .done("tell-2")
                .whenStored(new Ref<>("rvs_1"), schedule(Kind.INVOICE, Status.IN_PROGRESS, "400.00", "800.00"))
                .thenSends("tell-3", "tell-4")
                .whenStored(new Ref<>("rvs_2"), schedule(Kind.CREDIT, Status.COMPLETED, "100.00", "0.00"))
                .thenSends("tell-5", "tell-6");
        var told = run.sent("tell-5", ReportRevenue.class);
        assertThat(told.billed()).isEqualTo(gbp("1100.00"));
        assertThat(told.recognised()).isEqualTo(gbp("300.00"));
        assertThat(told.deferred()).isEqualTo(gbp("800.00"));
        assertThat(told.status()).isEqualTo(Status.IN_PROGRESS);
        run.whenStored(new Ref<>("rvs_2"), schedule(Kind.CREDIT, Status.COMPLETED, "100.00", "0.00"))
                .thenSends();
    }
}
