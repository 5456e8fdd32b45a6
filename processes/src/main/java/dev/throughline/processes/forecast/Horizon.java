package dev.throughline.processes.forecast;

import dev.throughline.processes.ledger.Allocation;
import dev.throughline.processes.margin.Workdays;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.joda.money.Money;

/**
 * The months that are looked at, and what lies after them. Amounts and hours are spread evenly over working days and divided among months without rest; what should have been before
 * falls into the first.
 *
 * @param asOf   the day from which is looked ahead
 * @param months at least one, the one of that day first
 */
public record Horizon(LocalDate asOf, int months) {
    /** Stands for all months after the last. */
    public static final String LATER = "later";

    private static final int HOURS_SCALE = 2;
    public static final int MONTHS_MAX = 60;

    public Horizon {
        if (months < 1 || months > MONTHS_MAX) {
            throw new IllegalArgumentException("months is %d, must be from 1 to %d".formatted(months, MONTHS_MAX));
        }
    }

    /** In their order, {@link #LATER} at the end. */
    public List<String> labels() {
        var labels = new ArrayList<String>();
        IntStream.range(0, months)
                .forEach(ahead -> labels.add(first().plusMonths(ahead).toString()));
        labels.add(LATER);
        return labels;
    }

    YearMonth first() {
        return YearMonth.from(asOf);
    }

    String label(LocalDate day) {
        var month = YearMonth.from(day);
        if (month.isBefore(first())) {
            return first().toString();
        }
        return month.isBefore(first().plusMonths(months)) ? month.toString() : LATER;
    }

    /** Working days from the first to the last day by month. */
    Map<String, Integer> days(LocalDate from, LocalDate to) {
        var days = new LinkedHashMap<String, Integer>();
        Workdays.between(from, to).forEach(day -> days.merge(label(day), 1, Integer::sum));
        return days;
    }

    Map<String, Money> spread(Money amount, LocalDate from, LocalDate to) {
        var days = days(from, to);
        var shares = Allocation.split(
                amount, days.values().stream().map(BigDecimal::valueOf).toList());
        var spread = new LinkedHashMap<String, Money>();
        int at = 0;
        for (var label : days.keySet()) {
            spread.put(label, shares.get(at));
            at++;
        }
        return spread;
    }

    /** To hundredths of an hour. */
    Map<String, BigDecimal> spread(BigDecimal hours, LocalDate from, LocalDate to) {
        var days = days(from, to);
        int all = days.values().stream().mapToInt(Integer::intValue).sum();
        var spread = new LinkedHashMap<String, BigDecimal>();
        int gone = 0;
        var given = BigDecimal.ZERO;
        for (var month : days.entrySet()) {
            gone += month.getValue();
            var upTo = hours.multiply(BigDecimal.valueOf(gone))
                    .divide(BigDecimal.valueOf(all), HOURS_SCALE, RoundingMode.HALF_UP);
            var share = gone == all ? hours.subtract(given) : upTo.subtract(given);
            spread.put(month.getKey(), share);
            given = given.add(share);
        }
        return spread;
    }
}
