package dev.throughline.server.testing;

import dev.throughline.hub.shadow.Shadows;
import dev.throughline.model.TenantId;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** One workflow in shadow; in October one line was billed at another rate and one not at all, in any other month all is alike. */
final class FakeShadows implements Shadows {
    private static final LocalDate DAY = LocalDate.of(2026, 10, 31);

    @Override
    public List<Workflow> workflows(TenantId tenant) {
        return List.of(new Workflow("quote-to-project", "live", 0), new Workflow("time-to-billing", "shadow", 2));
    }

    @Override
    public Report compare(TenantId tenant, YearMonth period) {
        if (period.getMonthValue() != 10) {
            return new Report(period.toString(), "shadow", 3, 0, List.of(), List.of());
        }
        return new Report(
                period.toString(),
                "shadow",
                3,
                1,
                List.of(new Total(
                        "EUR",
                        new BigDecimal("2100.00"),
                        new BigDecimal("1120.00"),
                        new BigDecimal("-980.00"),
                        List.of(
                                new KindTotal("missing", 1, new BigDecimal("-900.00"), new BigDecimal("900.00")),
                                new KindTotal("rate", 1, new BigDecimal("-80.00"), new BigDecimal("1120.00"))))),
                List.of(
                        difference("missing", "-900.00", List.of(line("SHADOW-ABC", "6", "900.00")), List.of()),
                        difference(
                                "rate",
                                "-80.00",
                                List.of(line("SHADOW-ABC", "8", "1200.00")),
                                List.of(line("INV-7", "8", "1120.00")))));
    }

    private static Difference difference(String kind, String value, List<Line> hub, List<Line> byHand) {
        return new Difference(
                kind,
                List.of(),
                FakeDesk.HOSTILE,
                "Rollout",
                "EUR",
                new BigDecimal(value),
                new BigDecimal("900.00"),
                "8 at 140, by the contract at 150",
                hub,
                byHand);
    }

    private static Line line(String invoice, String quantity, String amount) {
        return new Line(
                invoice,
                DAY,
                "Ann, consulting",
                Optional.of(new BigDecimal(quantity)),
                Optional.empty(),
                new BigDecimal(amount));
    }
}
