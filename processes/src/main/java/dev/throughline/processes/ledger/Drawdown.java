package dev.throughline.processes.ledger;

import dev.throughline.model.BillingTerm.Unused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws work from the balances that a retainer bought, in hours or in money: what was carried over first, the oldest before all. */
public final class Drawdown {
    private static final Comparator<Draw> IN_TURN =
            Comparator.comparing(Draw::day).thenComparing(Draw::id);

    private Drawdown() {}

    /**
     * A period of a retainer.
     *
     * @param from   its first day; it ends with the day before the next period
     * @param bought not negative
     * @param unused what becomes of what of it is not drawn
     */
    public record Period(LocalDate from, BigDecimal bought, Unused unused) {}

    /** Work that draws. @param wants in the unit of the balance, not negative */
    public record Draw(String id, LocalDate day, BigDecimal wants) {}

    /**
     * How a period came out.
     *
     * @param carriedIn from earlier periods
     * @param drawn     by the period's work
     * @param left      of all that could be drawn in it, whether it lapses now or not
     * @param over      by id, how much of the work went beyond; work that was covered whole is left out
     */
    public record Outcome(
            Period period, BigDecimal carriedIn, BigDecimal drawn, BigDecimal left, Map<String, BigDecimal> over) {
        public Outcome {
            over = Map.copyOf(over);
        }
    }

    private static final class Lot {
        private final int bought;
        private final Unused unused;
        private BigDecimal left;

        Lot(int bought, Period period) {
            this.bought = bought;
            this.unused = period.unused();
            this.left = period.bought();
        }

        boolean drawableIn(int period) {
            return switch (unused) {
                case Unused.Lapses _ -> period == bought;
                case Unused.CarriesOver(int periods) -> period - bought <= periods;
                case Unused.NeverLapses _ -> true;
            };
        }
    }

    /**
     * The answer depends on what is drawn, not on the order in which it came.
     *
     * @param periods in their order, without gaps
     * @param draws   of work on days of these periods; earlier days count to the first
     * @return one for each period
     */
    public static List<Outcome> draw(List<Period> periods, Collection<Draw> draws) {
        var waiting = new ArrayDeque<>(draws.stream().sorted(IN_TURN).toList());
        Deque<Lot> lots = new ArrayDeque<>();
        var outcomes = new ArrayList<Outcome>();
        for (int i = 0; i < periods.size(); i++) {
            int number = i;
            lots.removeIf(lot -> !lot.drawableIn(number) || lot.left.signum() == 0);
            var carried = left(lots);
            lots.add(new Lot(i, periods.get(i)));
            var over = new HashMap<String, BigDecimal>();
            var drawn = BigDecimal.ZERO;
            boolean last = i == periods.size() - 1;
            while (!waiting.isEmpty()
                    && (last || waiting.peek().day().isBefore(periods.get(i + 1).from()))) {
                var draw = waiting.remove();
                var beyond = take(lots, draw.wants());
                drawn = drawn.add(draw.wants().subtract(beyond));
                if (beyond.signum() > 0) {
                    over.put(draw.id(), beyond);
                }
            }
            outcomes.add(new Outcome(periods.get(i), carried, drawn, left(lots), over));
        }
        return outcomes;
    }

    /** @return what the balances did not cover */
    private static BigDecimal take(Deque<Lot> lots, BigDecimal wants) {
        var open = wants;
        for (var lot : lots) {
            var taken = open.min(lot.left);
            lot.left = lot.left.subtract(taken);
            open = open.subtract(taken);
        }
        return open;
    }

    private static BigDecimal left(Deque<Lot> lots) {
        return lots.stream().map(lot -> lot.left).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
