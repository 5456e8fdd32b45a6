package dev.throughline.processes.changeorder;

import dev.throughline.processes.policy.Checked;
import dev.throughline.processes.policy.Limits;
import dev.throughline.processes.policy.Policy;
import java.util.List;
import org.joda.money.Money;

/**
 * How approved changes of contracts are carried.
 *
 * @param approveFrom       a change of the contract's value by at least this much, up or down, waits for approval by a person; one amount for each currency, and a currency
 *                          that is not named needs none
 * @param onRefusal         what becomes of a change that finance refuses after delivery has it
 * @param forecastToFinance whether finance is told the expected revenue of the project
 * @param reportToSales     whether sales is told what became of the change; not where sales keeps files that nobody can write to
 */
public record ChangeOrderPolicy(
        List<Money> approveFrom, OnRefusal onRefusal, boolean forecastToFinance, boolean reportToSales)
        implements Policy<ChangeOrderPolicy.Case> {
    public ChangeOrderPolicy {
        approveFrom = Limits.checked("approveFrom", approveFrom);
    }

    /** What becomes of half of a change. */
    public enum OnRefusal {
        /** It waits, on the desk, until what finance names is mended, and is then completed. */
        COMPLETE,
        /** Every system gets back what it had. */
        UNDO
    }

    public static ChangeOrderPolicy defaults() {
        return new ChangeOrderPolicy(List.of(), OnRefusal.COMPLETE, true, true);
    }

    /** A change of a contract's value. */
    public record Case(Money from, Money to) {}

    /** @param change of the contract's value */
    boolean wantsApproval(Money change) {
        return Limits.in(approveFrom, change.getCurrencyUnit())
                .filter(from -> !change.abs().isLessThan(from))
                .isPresent();
    }

    @Override
    public Class<Case> cases() {
        return Case.class;
    }

    @Override
    public Checked judge(Case given) {
        if (!given.from().isSameCurrency(given.to())) {
            throw new IllegalArgumentException("a change keeps the currency of the contract");
        }
        return Checked.of(wantsApproval(given.to().minus(given.from())));
    }
}
