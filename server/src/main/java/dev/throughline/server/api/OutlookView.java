package dev.throughline.server.api;

import dev.throughline.hub.outlook.Outlook;
import dev.throughline.model.command.MarginSums;
import dev.throughline.processes.forecast.Forecast;
import dev.throughline.processes.margin.Figure;
import dev.throughline.processes.margin.ProjectMargin;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.joda.money.Money;

/** Margins, revenue and forecasts as the API shows them: amounts as texts beside their currency. */
final class OutlookView {
    private OutlookView() {}

    record Margins(List<Margin> margins) {}

    record Margin(
            String project,
            String name,
            String currency,
            LocalDate asOf,
            Shown sold,
            Shown planned,
            Shown realised,
            String held) {}

    /** @param lacks what is missing where the amounts are absent */
    record Shown(
            Optional<String> revenue,
            Optional<String> cost,
            Optional<String> margin,
            Optional<String> percent,
            List<Lacking> lacks) {}

    record Lacking(String code, String about, String says) {}

    record Revenue(List<Earned> projects) {}

    record Earned(String project, String name, List<Amounts> amounts) {}

    record Amounts(String currency, String status, String billed, String recognised, String deferred) {}

    record Ahead(
            LocalDate asOf,
            List<String> months,
            List<Pipeline> pipeline,
            List<Backlog> backlog,
            List<Staffing> staffing,
            List<Lacking> lacks) {}

    record Pipeline(String month, String entity, int deals, String currency, String amount, String weighted) {}

    record Backlog(String month, String entity, int contracts, String currency, String amount) {}

    record Staffing(String month, String role, String firm, String tentative, String open, String capacity) {}

    static Margins margins(List<ProjectMargin> margins) {
        return new Margins(margins.stream()
                .map(one -> new Margin(
                        one.project().id(),
                        one.name(),
                        one.currency().getCode(),
                        one.asOf(),
                        shown(one.sold()),
                        shown(one.planned()),
                        shown(one.realised()),
                        amount(one.held())))
                .toList());
    }

    private static Shown shown(Figure figure) {
        return switch (figure) {
            case Figure.Known(var sums, var _) -> shown(sums);
            case Figure.Unknown(var lacks) ->
                new Shown(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        lacks.stream()
                                .map(lack -> new Lacking(lack.code(), lack.about(), lack.says()))
                                .toList());
        };
    }

    private static Shown shown(MarginSums sums) {
        return new Shown(
                Optional.of(amount(sums.revenue())),
                Optional.of(amount(sums.cost())),
                Optional.of(amount(sums.margin())),
                sums.percent().map(BigDecimal::toPlainString),
                List.of());
    }

    static Revenue revenue(List<Outlook.Earned> projects) {
        return new Revenue(projects.stream()
                .map(one -> new Earned(
                        one.project().id(),
                        one.name(),
                        one.sums().stream()
                                .map(sums -> new Amounts(
                                        sums.billed().getCurrencyUnit().getCode(),
                                        sums.status().name().toLowerCase(Locale.ROOT),
                                        amount(sums.billed()),
                                        amount(sums.recognised()),
                                        amount(sums.deferred())))
                                .toList()))
                .toList());
    }

    static Ahead ahead(Forecast forecast) {
        return new Ahead(
                forecast.asOf(),
                forecast.months(),
                forecast.pipeline().stream()
                        .map(one -> new Pipeline(
                                one.month(),
                                one.entity(),
                                one.deals(),
                                one.amount().getCurrencyUnit().getCode(),
                                amount(one.amount()),
                                amount(one.weighted())))
                        .toList(),
                forecast.backlog().stream()
                        .map(one -> new Backlog(
                                one.month(),
                                one.entity(),
                                one.contracts(),
                                one.amount().getCurrencyUnit().getCode(),
                                amount(one.amount())))
                        .toList(),
                forecast.staffing().stream()
                        .map(one -> new Staffing(
                                one.month(),
                                one.role(),
                                hours(one.firm()),
                                hours(one.tentative()),
                                hours(one.open()),
                                hours(one.capacity())))
                        .toList(),
                forecast.lacks().stream()
                        .map(gap -> new Lacking(gap.code(), gap.about(), gap.says()))
                        .toList());
    }

    private static String amount(Money money) {
        return money.getAmount().toPlainString();
    }

    private static String hours(BigDecimal hours) {
        return hours.signum() == 0 ? "0" : hours.stripTrailingZeros().toPlainString();
    }
}
