package dev.throughline.processes.ledger;

import dev.throughline.model.Invoice;
import dev.throughline.model.Ref;
import java.math.BigDecimal;
import java.util.Optional;
import org.joda.money.Money;

/**
 * A move of part or all of a line from one place to another.
 *
 * @param quantity moved; hours for time, 1 for others; not negative
 * @param amount   moved; may be negative only for reductions
 * @param cause    why, in words; the event and process are recorded by the hub
 * @param invoice  the invoice by which it moves, empty when by none
 */
public record Posting(
        SourceLine line,
        Place from,
        Place to,
        BigDecimal quantity,
        Money amount,
        String cause,
        Optional<Ref<Invoice>> invoice) {
    public Posting {
        if (from == to) {
            throw new IllegalArgumentException("posting of %s moves from %s to itself".formatted(line.source(), from));
        }
        if (quantity.signum() < 0) {
            throw new IllegalArgumentException(
                    "posting of %s moves a negative quantity %s".formatted(line.source(), quantity));
        }
    }

    public Posting(SourceLine line, Place from, Place to, BigDecimal quantity, Money amount, String cause) {
        this(line, from, to, quantity, amount, cause, Optional.empty());
    }
}
