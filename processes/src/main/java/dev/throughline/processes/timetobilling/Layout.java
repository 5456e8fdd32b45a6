package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm.Invoicing;
import dev.throughline.model.BillingTerm.OneInvoice;
import dev.throughline.model.BillingTerm.OneLine;
import dev.throughline.model.Scope;
import dev.throughline.processes.ledger.SourceLine;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How work is put on invoices: as the narrowest term of the contract says that holds for it, and where it says nothing, the policy. */
record Layout(BillingPolicy policy, List<Invoicing> agreed) {
    private static final Comparator<Invoicing> NARROWEST_FIRST = Comparator.<Invoicing, Scope>comparing(
                    term -> Coverage.scope(term.within()), Coverage.NARROWEST_FIRST)
            .thenComparing(Invoicing::name);

    /** @param agreed the terms that hold on the project, in any order */
    static Layout of(BillingPolicy policy, List<Invoicing> agreed) {
        return new Layout(policy, agreed.stream().sorted(NARROWEST_FIRST).toList());
    }

    OneLine line(SourceLine work) {
        return stated(work, Invoicing::line).orElse(policy.lines());
    }

    Optional<String> purchaseOrder(SourceLine work) {
        return stated(work, Invoicing::purchaseOrder);
    }

    /** Work with one text here lies on one invoice. */
    String invoice(SourceLine work) {
        return apart(work) + " "
                + switch (stated(work, Invoicing::invoice).orElse(policy.invoices())) {
                    case OneInvoice.PROJECT -> "";
                    case OneInvoice.PHASE -> work.phase();
                    case OneInvoice.PURCHASE_ORDER -> purchaseOrder(work).orElse("");
                };
    }

    private String apart(SourceLine work) {
        return switch (work.kind()) {
            // A reduction needs an invoice that outweighs it, so corrections lie with the most common work.
            case TIME, CORRECTION -> "1";
            case EXPENSE -> stated(work, Invoicing::expensesApart).orElse(policy.expensesApart()) ? "2" : "1";
            case MILESTONE, INSTALMENT, CHARGE, USAGE ->
                stated(work, Invoicing::milestonesApart).orElse(policy.milestonesApart()) ? "3" : "1";
        };
    }

    private <T> Optional<T> stated(SourceLine work, Function<Invoicing, Optional<T>> attribute) {
        for (var term : agreed) {
            if (Coverage.scope(term.within()).holdsFor(work.phase(), work.role())) {
                var value = attribute.apply(term);
                if (value.isPresent()) {
                    return value;
                }
            }
        }
        return Optional.empty();
    }
}
