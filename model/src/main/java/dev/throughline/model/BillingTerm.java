package dev.throughline.model;

import org.joda.money.Money;

/** One thing that a contract version bills. Several of them on a version make a mixture. */
public sealed interface BillingTerm {
    /**
     * The same amount for every period, billed on the first day of it that the contract covers. Part of a period is billed by its days.
     *
     * @param name names the line for the customer, and the term over all versions of the contract
     * @param amount for a whole period, not negative
     */
    record Recurring(String name, Money amount, Every every) implements BillingTerm {
        public Recurring {
            if (amount.isNegative()) {
                throw new IllegalArgumentException(
                        "recurring term '%s' is %s, must not be negative".formatted(name, amount));
            }
        }
    }

    /** Periods are those of the calendar. */
    enum Every {
        MONTH,
        QUARTER
    }
}
