package dev.throughline.processes.timetobilling;

import dev.throughline.processes.policy.Checked;
import dev.throughline.processes.policy.Limits;
import dev.throughline.processes.policy.Policy;
import dev.throughline.processes.policy.Worth;
import java.util.List;
import org.joda.money.Money;

/**
 * When a second person has to approve a billing run that somebody asked for.
 *
 * @param above a run that comes to more than this in one of the currencies waits for approval; a currency that is not named needs none
 */
public record BillingApproval(List<Money> above) implements Policy<Worth> {
    public BillingApproval {
        above = Limits.checked("above", above);
    }

    public static BillingApproval defaults() {
        return new BillingApproval(List.of());
    }

    public boolean needed(Money total) {
        return Limits.above(above, total);
    }

    @Override
    public Class<Worth> cases() {
        return Worth.class;
    }

    @Override
    public Checked judge(Worth given) {
        return Checked.of(needed(given.value()));
    }
}
