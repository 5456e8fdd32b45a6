package dev.throughline.processes.financialfeedback;

import dev.throughline.model.Invoice;
import java.util.Collection;
import org.joda.money.Money;

/** What was invoiced and paid to date, with tax, in the currency of one invoice; invoices in another are not in it. */
record Sums(Money invoiced, Money paid) {
    static Sums of(Invoice one, Collection<Invoice> all) {
        var zero = Money.zero(one.total().getCurrencyUnit());
        var counted = all.stream()
                .filter(invoice -> counts(invoice.status()))
                .filter(invoice -> invoice.total().isSameCurrency(zero))
                .toList();
        return new Sums(
                counted.stream().map(Invoice::total).reduce(zero, Money::plus),
                counted.stream().map(Sums::paid).reduce(zero, Money::plus));
    }

    private static boolean counts(Invoice.Status status) {
        return switch (status) {
            case OPEN, PAID -> true;
            case DRAFT, PENDING_APPROVAL, REJECTED, VOIDED -> false;
        };
    }

    private static Money paid(Invoice invoice) {
        return invoice.total().minus(outstanding(invoice));
    }

    /** Where finance does not say it, the status does. */
    static Money outstanding(Invoice invoice) {
        return invoice.outstanding().orElseGet(() -> switch (invoice.status()) {
            case PAID, VOIDED, REJECTED -> Money.zero(invoice.total().getCurrencyUnit());
            case DRAFT, PENDING_APPROVAL, OPEN -> invoice.total();
        });
    }
}
