package dev.throughline.processes.ledger;

/** Where approved work can stand. Every source line's quantity and amount are, at every moment, spread over these without rest. */
public enum Place {
    /** The contra side: what is not in the ledger. Only opening, repricing and withdrawal touch it. */
    OUTSIDE,
    /** Priced and ready for the next billing run. */
    UNBILLED,
    /** Approved, but something must be mended first. */
    HELD,
    /** Sent to the ERP, not confirmed yet. */
    POSTING,
    BILLED,
    PAID,
    CREDITED,
    WRITTEN_OFF,
    NON_BILLABLE,
    /** Paid for by other lines: the fee and the charges of its period. Its own amount is zero, so that nothing is counted twice. */
    COVERED
}
