package dev.throughline.processes.forecast;

import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.Stored;
import dev.throughline.processes.forecast.Forecast.Backlog;
import dev.throughline.processes.forecast.Forecast.Gap;
import dev.throughline.processes.forecast.Forecast.Pipeline;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Computes what is ahead. Deals are spread over the days that they will run, backlog over the days that are left, each divided among months without rest. Money of two currencies is
 * never added.
 */
public final class Forecaster {
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private final Horizon horizon;
    private final List<Gap> gaps = new ArrayList<>();

    private Forecaster(Horizon horizon) {
        this.horizon = horizon;
    }

    /** What lines are added up by. */
    private record Slot(String entity, CurrencyUnit currency, int at) implements Comparable<Slot> {
        @Override
        public int compareTo(Slot other) {
            int byEntity = entity.compareTo(other.entity);
            int byCurrency = currency.compareTo(other.currency);
            return byEntity != 0 ? byEntity : byCurrency != 0 ? byCurrency : Integer.compare(at, other.at);
        }
    }

    private record Sums(int count, Money amount, Money weighted) {
        Sums plus(Sums other) {
            return new Sums(count + other.count, amount.plus(other.amount), weighted.plus(other.weighted));
        }
    }

    public static Forecast of(PlanFacts facts, Horizon horizon) {
        var forecaster = new Forecaster(horizon);
        var pipeline = forecaster.pipeline(facts.deals());
        var backlog = forecaster.backlog(facts.contracts());
        var staffing = new StaffingPlan(horizon, forecaster.gaps).of(facts);
        return new Forecast(horizon.asOf(), horizon.labels(), pipeline, backlog, staffing, forecaster.gaps);
    }

    private List<Pipeline> pipeline(List<Stored<Opportunity>> deals) {
        var sums = new TreeMap<Slot, Sums>();
        for (var deal : deals) {
            pipeline(deal, sums);
        }
        return sums.entrySet().stream()
                .map(one -> new Pipeline(
                        horizon.labels().get(one.getKey().at()),
                        one.getKey().entity(),
                        one.getValue().count(),
                        one.getValue().amount(),
                        one.getValue().weighted()))
                .toList();
    }

    private void pipeline(Stored<Opportunity> deal, TreeMap<Slot, Sums> sums) {
        var body = deal.body();
        if (body.amount().isEmpty()
                || body.probability().isEmpty()
                || body.closesOn().isEmpty()) {
            gaps.add(new Gap(
                    "DEAL_NOT_WEIGHED",
                    deal.ref().id(),
                    "deal '%s' is left out: it states no %s"
                            .formatted(
                                    body.name(),
                                    body.amount().isEmpty()
                                            ? "amount"
                                            : body.probability().isEmpty()
                                                    ? "probability"
                                                    : "day on which it closes")));
            return;
        }
        var amount = body.amount().get();
        var weighted = amount.multipliedBy(body.probability().get().divide(HUNDRED), RoundingMode.HALF_UP);
        var from = body.startsOn().orElse(body.closesOn().get());
        var to = body.endsOn().filter(end -> end.isAfter(from)).orElse(from);
        var amounts = horizon.spread(amount, from, to);
        var parts = horizon.spread(weighted, from, to);
        var entity = body.legalEntity().map(Ref::id).orElse("-");
        amounts.forEach((month, part) ->
                sums.merge(slot(entity, part, month), new Sums(1, part, parts.get(month)), Sums::plus));
    }

    private Slot slot(String entity, Money part, String month) {
        return new Slot(entity, part.getCurrencyUnit(), horizon.labels().indexOf(month));
    }

    private List<Backlog> backlog(List<PlanFacts.Agreed> contracts) {
        var sums = new TreeMap<Slot, Sums>();
        for (var agreed : contracts) {
            var open = agreed.value().minus(agreed.billed());
            if (open.isNegative()) {
                gaps.add(new Gap(
                        "BILLED_ABOVE_VALUE",
                        agreed.ref().id(),
                        "contract %s has no backlog: more was billed than its value"
                                .formatted(agreed.contract().number())));
            }
            if (open.isPositive()) {
                spreadBacklog(agreed, open, sums);
            }
        }
        return sums.entrySet().stream()
                .map(one -> new Backlog(
                        horizon.labels().get(one.getKey().at()),
                        one.getKey().entity(),
                        one.getValue().count(),
                        one.getValue().amount()))
                .toList();
    }

    private void spreadBacklog(PlanFacts.Agreed agreed, Money open, TreeMap<Slot, Sums> sums) {
        var from =
                agreed.startsOn().filter(start -> start.isAfter(horizon.asOf())).orElse(horizon.asOf());
        var entity = agreed.contract().legalEntity().id();
        if (agreed.endsOn().isEmpty()) {
            gaps.add(new Gap(
                    "END_MISSING",
                    agreed.ref().id(),
                    "contract %s states no last day: its backlog is shown as later"
                            .formatted(agreed.contract().number())));
            sums.merge(slot(entity, open, Horizon.LATER), new Sums(1, open, open), Sums::plus);
            return;
        }
        LocalDate to = agreed.endsOn().get();
        horizon.spread(open, from, to)
                .forEach((month, part) -> sums.merge(slot(entity, part, month), new Sums(1, part, part), Sums::plus));
    }
}
