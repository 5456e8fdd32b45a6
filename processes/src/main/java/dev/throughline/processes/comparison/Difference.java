package dev.throughline.processes.comparison;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.joda.money.Money;

/**
 * Where two bills for the same work are not alike.
 *
 * @param kinds  all that differs, the weightiest first
 * @param value  theirs less ours; zero where the money is right and something else is not
 * @param stake  what the difference is about: the money of the line
 * @param says   in a sentence
 */
public record Difference(
        List<Kind> kinds,
        YearMonth period,
        List<BilledLine> ours,
        List<BilledLine> theirs,
        Money value,
        Money stake,
        String says) {
    public Difference {
        kinds = List.copyOf(kinds);
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
    }

    /** What differs, in the order of weight. */
    public enum Kind {
        /** We would have billed it, and nobody has. */
        MISSING,
        /** Somebody billed it, and we would not have. */
        EXTRA,
        CUSTOMER,
        RATE,
        AMOUNT,
        TAX,
        DATE
    }

    /** The kind under which it is counted. */
    public Kind kind() {
        return kinds.getFirst();
    }

    /** The line that people look for: theirs where there is one. */
    public BilledLine line() {
        return Optional.of(theirs)
                .filter(lines -> !lines.isEmpty())
                .orElse(ours)
                .getFirst();
    }
}
