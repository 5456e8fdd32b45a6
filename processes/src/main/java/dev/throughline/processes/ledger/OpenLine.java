package dev.throughline.processes.ledger;

import java.math.BigDecimal;
import java.util.Map;
import org.joda.money.Money;

/** A line as it stands: what lies in each place. Places with nothing are left out. */
public record OpenLine(SourceLine line, Map<Place, Balance> balances) {
    public OpenLine {
        balances = Map.copyOf(balances);
    }

    /** What lies in one place. */
    public record Balance(BigDecimal quantity, Money amount) {}
}
