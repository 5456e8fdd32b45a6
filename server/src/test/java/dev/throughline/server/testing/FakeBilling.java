package dev.throughline.server.testing;

import dev.throughline.hub.billing.BillingRuns;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** One project with something ready and something held; run 7 is done, run 8 waits for approval, and so does what bills 2099. */
final class FakeBilling implements BillingRuns {
    private static final Instant THEN = Instant.parse("2026-03-02T08:00:00Z");
    private static final List<Sum> READY = List.of(new Sum("EUR", new BigDecimal("1200.00"), 1));
    private static final List<Standing> HELD =
            List.of(new Standing("held", "EUR", 1, new BigDecimal("2"), new BigDecimal("300.00")));

    @Override
    public Preview preview(TenantId tenant, Scope scope) {
        var line = new Line(
                "Ann, consulting", new BigDecimal("8"), new BigDecimal("150.00"), new BigDecimal("1200.00"), 4);
        var invoice = new Invoice("Alder LLP", "DE", "EUR", new BigDecimal("1200.00"), List.of(line));
        var cause = new Cause("RATE_MISSING", "FINANCE_OPS", FakeDesk.HOSTILE, "Add the rate");
        return new Preview(
                scope.through(),
                READY,
                HELD,
                List.of(new Planned("prj_1", "Rollout", List.of(invoice), HELD, List.of(cause), "")));
    }

    @Override
    public void requireNoApproval(TenantId tenant, Scope scope) {
        if (scope.through().getYear() == 2099) {
            throw new Refused("APPROVAL_NEEDED", "This would bill EUR 1200.00");
        }
    }

    @Override
    public Run ask(TenantId tenant, Scope scope, String by, String correlationId) {
        if (scope.through().getYear() < 2020) {
            throw new NothingToBill("No work up to %s waits to be billed".formatted(scope.through()));
        }
        return run(9, State.BEGUN, by, Optional.empty());
    }

    @Override
    public Run approve(TenantId tenant, long id, String by, String reason) {
        return switch ((int) id) {
            case 8 -> run(8, State.BEGUN, "ann", Optional.of(new Decided(by, THEN, reason)));
            case 7 -> throw new Refused("NOT_WAITING", "Billing run 7 does not wait for approval: it is begun");
            default -> throw new Refused("UNKNOWN_RUN", "There is no billing run %d".formatted(id));
        };
    }

    @Override
    public Run reject(TenantId tenant, long id, String by, String reason) {
        return run(id, State.REJECTED, "ann", Optional.of(new Decided(by, THEN, reason)));
    }

    @Override
    public Optional<Run> run(TenantId tenant, long id) {
        return id == 7 ? Optional.of(run(7, State.BEGUN, "ann", Optional.empty())) : Optional.empty();
    }

    @Override
    public List<Run> runs(TenantId tenant, int most) {
        return List.of(run(7, State.BEGUN, "ann", Optional.empty()));
    }

    private static Run run(long id, State state, String by, Optional<Decided> decision) {
        return new Run(id, LocalDate.of(2026, 2, 28), Optional.of("prj_1"), state, by, THEN, READY, decision, HELD, 0);
    }
}
