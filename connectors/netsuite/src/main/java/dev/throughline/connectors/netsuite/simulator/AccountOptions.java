package dev.throughline.connectors.netsuite.simulator;

import java.time.Duration;

/**
 * How the simulated account is set up; the defaults are those of a plain account.
 *
 * @param concurrency      requests that may be under way at once, as the service tier grants
 * @param tokenLife        how long a bearer token is good for
 * @param approvalRouting  new invoices wait for approval
 * @param holdsRefuseSales a customer on credit hold gets no new sales order or invoice
 * @param payingStamps     a payment moves the modification date of the invoices that it pays; not so in every account
 */
public record AccountOptions(
        int concurrency, Duration tokenLife, boolean approvalRouting, boolean holdsRefuseSales, boolean payingStamps) {
    public static final AccountOptions PLAIN = new AccountOptions(15, Duration.ofHours(1), false, false, false);

    public AccountOptions withConcurrency(int requests) {
        return new AccountOptions(requests, tokenLife, approvalRouting, holdsRefuseSales, payingStamps);
    }

    public AccountOptions withTokenLife(Duration life) {
        return new AccountOptions(concurrency, life, approvalRouting, holdsRefuseSales, payingStamps);
    }

    public AccountOptions withApprovalRouting() {
        return new AccountOptions(concurrency, tokenLife, true, holdsRefuseSales, payingStamps);
    }

    public AccountOptions withHoldsThatRefuseSales() {
        return new AccountOptions(concurrency, tokenLife, approvalRouting, true, payingStamps);
    }

    public AccountOptions withPayingStamps() {
        return new AccountOptions(concurrency, tokenLife, approvalRouting, holdsRefuseSales, true);
    }
}
