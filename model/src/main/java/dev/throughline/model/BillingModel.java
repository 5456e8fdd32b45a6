package dev.throughline.model;

/** How work is turned into invoices. */
public enum BillingModel {
    TIME_AND_MATERIALS,
    /** One price, billed as the contract's milestones are reached. */
    MILESTONE,
    /** One price, billed by the dates of a schedule. */
    FIXED_FEE,
    RETAINER,
    MANAGED_SERVICE,
    USAGE
}
