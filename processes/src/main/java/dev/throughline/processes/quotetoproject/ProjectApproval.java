package dev.throughline.processes.quotetoproject;

import dev.throughline.processes.policy.Checked;
import dev.throughline.processes.policy.Limits;
import dev.throughline.processes.policy.Policy;
import dev.throughline.processes.policy.Worth;
import java.util.List;
import org.joda.money.Money;

/**
 * When a second person has to approve that a project is made of a won deal.
 *
 * @param above a deal worth more than this waits for approval before anything is sent; one amount for each currency, and a currency that is not named needs none
 */
public record ProjectApproval(List<Money> above) implements Policy<Worth> {
    public ProjectApproval {
        above = Limits.checked("above", above);
    }

    /** Nobody has to. */
    public static ProjectApproval defaults() {
        return new ProjectApproval(List.of());
    }

    boolean needed(Money value) {
        return Limits.above(above, value);
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
