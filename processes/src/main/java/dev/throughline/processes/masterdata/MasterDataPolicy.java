package dev.throughline.processes.masterdata;

/**
 * Which master data is spread to which systems.
 *
 * @param customersToFinance  changes of customers, to the ERP
 * @param customersToDelivery changes of customers, to the PSA
 * @param itemsToDelivery     changes of service items, to the PSA
 * @param itemsToSales        changes of service items, to the CRM
 */
public record MasterDataPolicy(
        Spread customersToFinance, Spread customersToDelivery, Spread itemsToDelivery, Spread itemsToSales) {
    /** When a system is told. */
    public enum Spread {
        NEVER,
        /** Only of what it has already. */
        IF_THERE,
        ALWAYS
    }

    public static MasterDataPolicy defaults() {
        return new MasterDataPolicy(Spread.IF_THERE, Spread.IF_THERE, Spread.NEVER, Spread.NEVER);
    }
}
