package dev.throughline.processes.timetobilling;

/**
 * What closed accounting periods do to billing.
 *
 * @param dated       the day that an invoice bears
 * @param onClosed    what becomes of an invoice whose day lies in a closed period
 * @param lateEntries what becomes of work whose day lies in a period that was closed before the work came, was approved or was changed
 */
public record PeriodPolicy(Dated dated, OnClosed onClosed, LateEntries lateEntries) {
    /** The day that an invoice bears. */
    public enum Dated {
        /** That of the run. */
        RUN,
        /** The last day that the run bills, such as the end of the month; never a day to come. */
        LAST_DAY_BILLED
    }

    /** What becomes of an invoice whose day lies in a closed period. */
    public enum OnClosed {
        /** It bears the first day of the first period after it that is open. */
        NEXT_OPEN,
        /** Its work is held until the period is opened again, or a person retries: then as above. */
        REVIEW
    }

    /** What becomes of work of a closed period. */
    public enum LateEntries {
        /** It is billed with the next run, whose invoice lies in an open period. */
        BILL,
        /** It is held until the period is opened again, or a person retries. */
        REVIEW
    }

    public static PeriodPolicy defaults() {
        return new PeriodPolicy(Dated.RUN, OnClosed.NEXT_OPEN, LateEntries.BILL);
    }
}
