package dev.throughline.processes.intercompany;

import dev.throughline.processes.Problem;
import java.math.BigDecimal;
import org.joda.money.Money;

/** What an hour's entry comes to between two companies. */
sealed interface Worth {
    /** @param basis how it was priced, in words; never a rate */
    record Charged(BigDecimal hours, Money amount, String basis) implements Worth {}

    /** Nothing is owed for it, and this is why. */
    record Nothing(String because) implements Worth {}

    /** It cannot be said before somebody mends this. */
    record Unknown(Problem problem) implements Worth {}
}
