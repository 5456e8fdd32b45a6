package dev.throughline.processes.ledger;

import java.util.Optional;

/**
 * By which exchange rates money of another currency is converted.
 *
 * @param rateDay       whose day decides the rate
 * @param rateHoldsDays how many days a rate counts for after its own, where none was stated since: 7 bridges weekends and holidays, 31 suits rates stated once a month
 * @param rateSource    the only source whose rates count; empty where every rate does
 */
public record ConversionPolicy(RateDay rateDay, int rateHoldsDays, Optional<String> rateSource) {
    private static final int HOLDS_AT_MOST = 366;

    public ConversionPolicy {
        if (rateHoldsDays < 0 || rateHoldsDays > HOLDS_AT_MOST) {
            throw new IllegalArgumentException(
                    "rateHoldsDays is %d, must be from 0 to %d".formatted(rateHoldsDays, HOLDS_AT_MOST));
        }
    }

    /** Whose day decides the rate. */
    public enum RateDay {
        /** The day on which the money was spent, the hour worked or the milestone reached. */
        WORK,
        /** The day that the invoice bears. Until then the rate of today stands in the ledger. */
        INVOICE,
        /** The day on which the first version of the contract takes effect: one rate as long as it runs. */
        CONTRACT_START
    }

    public static ConversionPolicy defaults() {
        return new ConversionPolicy(RateDay.WORK, 7, Optional.empty());
    }
}
