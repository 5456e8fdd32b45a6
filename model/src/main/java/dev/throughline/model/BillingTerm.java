package dev.throughline.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** One thing that a contract version agrees on its billing. Several of them on a version make a mixture. */
public sealed interface BillingTerm {
    /** Names it for the customer, and over all versions of the contract. */
    String name();

    /**
     * The same amount for every period, billed on the first day of it that the contract covers. Part of a period is billed by its days.
     *
     * @param amount for a whole period, not negative
     */
    record Recurring(String name, Money amount, Every every) implements BillingTerm {
        public Recurring {
            notNegative(name, amount);
        }
    }

    /**
     * An amount for every period, billed in advance as a recurring one is, that buys work: time within the scope is covered by it, and what goes beyond is billed when the
     * period is over.
     *
     * @param fee     for a whole period, not negative
     * @param overUse price of an hour beyond what was bought; empty for the price that the hour has by the contract
     */
    record Retainer(
            String name,
            Money fee,
            Every every,
            Buys buys,
            Unused unused,
            Optional<Money> overUse,
            Optional<Scope> within)
            implements BillingTerm {
        public Retainer {
            notNegative(name, fee);
            overUse.ifPresent(rate -> notNegative(name, rate));
        }
    }

    /**
     * Metered use, billed when its period is over. Free units are taken off first; the tiers count what is left.
     *
     * @param tiers   ascending, the last without an end
     * @param free    units in a whole period that cost nothing
     * @param minimum for a whole period, billed even when nothing was used
     * @param within  only its project counts: use has neither phase nor role
     */
    record Usage(
            String name,
            String meter,
            Every every,
            CurrencyUnit currency,
            Tariff tariff,
            List<Tier> tiers,
            BigDecimal free,
            Optional<Money> minimum,
            Optional<Scope> within)
            implements BillingTerm {
        public Usage {
            tiers = List.copyOf(tiers);
            ascending(name, tiers);
            if (free.signum() < 0) {
                throw new IllegalArgumentException("usage term '%s' has %s free units, must not be negative"
                        .formatted(name, free.toPlainString()));
            }
            minimum.ifPresent(amount -> notNegative(name, amount));
        }
    }

    /** A cap beside that of the whole contract. Work counts against every cap that it lies within, once against each. */
    record Limit(String name, Money amount, Scope within) implements BillingTerm {
        public Limit {
            notNegative(name, amount);
        }
    }

    /**
     * How the work within the scope is put on invoices. What is not stated here is as the firm's policy says; of several terms that hold for the same work the narrowest counts.
     *
     * @param invoice         what is kept together on one invoice
     * @param line            what one line of an invoice sums up
     * @param expensesApart   whether expenses have invoices of their own
     * @param milestonesApart whether milestones, payments and charges have invoices of their own
     * @param purchaseOrder   the customer's number for it, shown on the invoice
     */
    record Invoicing(
            String name,
            Optional<OneInvoice> invoice,
            Optional<OneLine> line,
            Optional<Boolean> expensesApart,
            Optional<Boolean> milestonesApart,
            Optional<String> purchaseOrder,
            Optional<Scope> within)
            implements BillingTerm {}

    /** What one invoice of a project holds. */
    enum OneInvoice {
        PROJECT,
        PHASE,
        PURCHASE_ORDER
    }

    /** What a line sums up; only work at one price is summed. */
    enum OneLine {
        ENTRY,
        PERSON,
        ROLE,
        TASK,
        /** All work that is invoiced by one service item. */
        ITEM
    }

    /** What a retainer's fee of a whole period buys. */
    sealed interface Buys {
        record Hours(BigDecimal hours) implements Buys {
            public Hours {
                if (hours.signum() < 0) {
                    throw new IllegalArgumentException(
                            "a retainer buys %s hours, must not be negative".formatted(hours.toPlainString()));
                }
            }
        }

        /** Work at the contract's prices, up to the amount. */
        record Worth(Money amount) implements Buys {
            public Worth {
                notNegative("retainer", amount);
            }
        }
    }

    /** What becomes of a balance that was not drawn in its period. What is carried over is drawn first, the oldest before all. */
    sealed interface Unused {
        record Lapses() implements Unused {}

        /** @param periods after its own in which it can still be drawn, at least 1 */
        record CarriesOver(int periods) implements Unused {
            public CarriesOver {
                if (periods < 1) {
                    throw new IllegalArgumentException(
                            "a balance carries over %d periods, must be at least 1".formatted(periods));
                }
            }
        }

        record NeverLapses() implements Unused {}
    }

    /** How the tiers of use are priced. */
    enum Tariff {
        /** Each unit by the tier that it falls into. */
        GRADUATED,
        /** All units by the tier that the last one falls into. */
        VOLUME
    }

    /**
     * A price of a unit, in the term's currency, exact: it may be finer than its minor unit.
     *
     * @param upTo the last unit that it holds for, empty for no end
     */
    record Tier(Optional<BigDecimal> upTo, BigDecimal price) {}

    /** Periods are those of the calendar. */
    enum Every {
        MONTH,
        QUARTER
    }

    private static void notNegative(String name, Money amount) {
        if (amount.isNegative()) {
            throw new IllegalArgumentException("term '%s' states %s, must not be negative".formatted(name, amount));
        }
    }

    private static void ascending(String name, List<Tier> tiers) {
        var last = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            var tier = tiers.get(i);
            boolean open = tier.upTo().isEmpty();
            if (open != (i == tiers.size() - 1)
                    || tier.price().signum() < 0
                    || (!open && tier.upTo().get().compareTo(last) <= 0)) {
                throw new IllegalArgumentException(
                        "usage term '%s', tier %d: bounds must ascend, only the last has none, and no price is negative"
                                .formatted(name, i + 1));
            }
            last = tier.upTo().orElse(last);
        }
        if (tiers.isEmpty()) {
            throw new IllegalArgumentException("usage term '%s' has no tier".formatted(name));
        }
    }
}
