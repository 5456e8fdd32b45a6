package dev.throughline.processes.contractterms;

/**
 * Whether contracts are kept as terms.
 *
 * @param termsAddUp      the versions of a contract are terms of which each has an amount of its own: finance has one order of all of them
 * @param revenueTreatment canonical code for those orders
 */
public record TermsPolicy(boolean termsAddUp, String revenueTreatment) {
    /** Off: a version's value is that of the whole contract. */
    public static TermsPolicy defaults() {
        return new TermsPolicy(false, "as_invoiced");
    }
}
