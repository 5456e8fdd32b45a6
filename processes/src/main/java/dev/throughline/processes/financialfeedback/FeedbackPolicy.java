package dev.throughline.processes.financialfeedback;

/**
 * What sales and delivery learn from finance.
 *
 * @param invoicesToSales    whether deals show their invoices
 * @param invoicesToDelivery whether projects show their invoices
 * @param revenueToSales     whether deals show what of their invoices is recognised
 * @param revenueToDelivery  whether projects show it
 * @param holdsToSales       whether accounts show a credit hold
 * @param holdsToDelivery    whether running projects show a credit hold of their customer
 */
public record FeedbackPolicy(
        boolean invoicesToSales,
        boolean invoicesToDelivery,
        boolean revenueToSales,
        boolean revenueToDelivery,
        boolean holdsToSales,
        boolean holdsToDelivery) {
    public static FeedbackPolicy defaults() {
        return new FeedbackPolicy(true, true, true, true, true, true);
    }
}
