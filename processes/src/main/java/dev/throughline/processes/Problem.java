package dev.throughline.processes;

import dev.throughline.model.Ref;
import java.util.Optional;
import java.util.Set;
import org.joda.money.Money;

/**
 * Something that a person must mend. Within an instance, code and subject identify it: raised again, it is the same problem told anew.
 *
 * @param code    stable, countable, in capitals: {@code CUSTOMER_TAX_REGISTRATION_MISSING}
 * @param subject the object to be mended
 * @param says    what happened, to which record, in the reader's words; never a rate or a secret
 * @param remedy  what to do about it
 * @param atStake money that waits for it
 */
public record Problem(
        String code,
        Owner owner,
        Severity severity,
        Ref<?> subject,
        String says,
        String remedy,
        Optional<Money> atStake) {
    /** What the hub answers to a command when its own set-up is wanting: no mapping, no system of the role, nothing there that takes it. */
    private static final Set<String> SET_UP = Set.of("NO_MAPPING", "NO_SYSTEM_FOR_ROLE", "NOT_WRITABLE");

    /** Whoever owns the workflow, what the hub's set-up lacks only those can mend who set it up. */
    public static Problem of(String code, Owner owner, Ref<?> subject, String says, String remedy) {
        return SET_UP.contains(code)
                ? new Problem(code, Owner.INTEGRATION, Severity.HIGH, subject, says, remedy, Optional.empty())
                : new Problem(code, owner, Severity.MEDIUM, subject, says, remedy, Optional.empty());
    }

    public Problem atStake(Money money) {
        return new Problem(code, owner, severity, subject, says, remedy, Optional.of(money));
    }

    public Problem severe() {
        return new Problem(code, owner, Severity.HIGH, subject, says, remedy, atStake);
    }

    /** What identifies it within its instance. */
    public Key key() {
        return new Key(code, subject.id());
    }

    /** @param subject canonical id */
    public record Key(String code, String subject) {}

    /** Whose turn it is. */
    public enum Owner {
        SALES_OPS,
        FINANCE_OPS,
        DELIVERY_OPS,
        PEOPLE_OPS,
        INTEGRATION
    }

    /** How much it hurts. */
    public enum Severity {
        LOW,
        MEDIUM,
        HIGH
    }
}
