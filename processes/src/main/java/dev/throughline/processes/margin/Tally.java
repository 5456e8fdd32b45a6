package dev.throughline.processes.margin;

import dev.throughline.model.command.MarginSums;
import dev.throughline.processes.ledger.Conversion;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Adds up revenue and cost exactly and rounds each once, half up; remembers what is missing. */
final class Tally {
    private final CurrencyUnit currency;
    private final Conversion conversion;
    private final Set<Lack> lacks = new TreeSet<>(
            Comparator.comparing(Lack::code).thenComparing(Lack::about).thenComparing(Lack::says));
    private final Set<String> people = new HashSet<>();
    private BigDecimal revenue = BigDecimal.ZERO;
    private BigDecimal cost = BigDecimal.ZERO;

    Tally(CurrencyUnit currency, Conversion conversion) {
        this.currency = currency;
        this.conversion = conversion;
    }

    void lacks(Lack lack) {
        // One is enough to mend a person's or a role's cause; its first day tells from when on.
        boolean known = lacks.stream()
                .anyMatch(one -> one.code().equals(lack.code()) && one.about().equals(lack.about()));
        if (!known) {
            lacks.add(lack);
        }
    }

    /** @param whose whom the hours are of, empty for other costs */
    void cost(BigDecimal amount, CurrencyUnit of, LocalDate day, Optional<String> whose) {
        converted(amount, of, day).ifPresent(sum -> cost = cost.add(sum));
        whose.ifPresent(people::add);
    }

    void revenue(BigDecimal amount, CurrencyUnit of, LocalDate day) {
        converted(amount, of, day).ifPresent(sum -> revenue = revenue.add(sum));
    }

    private Optional<BigDecimal> converted(BigDecimal amount, CurrencyUnit of, LocalDate day) {
        if (amount.signum() == 0) {
            return Optional.of(BigDecimal.ZERO);
        }
        if (conversion.quote(of, currency, day, Optional.empty()) instanceof Conversion.Known(var quote)) {
            return Optional.of(amount.multiply(quote.rate()));
        }
        lacks(Lack.noExchangeRate(of, currency, day));
        return Optional.empty();
    }

    Figure figure() {
        return lacks.isEmpty()
                ? new Figure.Known(MarginSums.of(rounded(revenue), rounded(cost)), people.size())
                : new Figure.Unknown(lacks.stream().toList());
    }

    private Money rounded(BigDecimal sum) {
        return Money.of(currency, sum, RoundingMode.HALF_UP);
    }
}
