package dev.throughline.processes.intercompany;

import dev.throughline.model.LegalEntity;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the companies of the firm charge each other for work of their people.
 *
 * @param agreements  none switches the workflow off
 * @param nonBillable whether hours that no customer pays are charged too
 * @param postsOnDay  day of the next month on which a month is posted without anybody asking, from 1 to 28; 0 for on request only
 */
public record IntercompanyPolicy(List<Agreement> agreements, boolean nonBillable, int postsOnDay) {
    private static final String ANY = "*";
    private static final int LATEST_DAY = 28;

    public IntercompanyPolicy {
        agreements = List.copyOf(agreements);
        if (postsOnDay < 0 || postsOnDay > LATEST_DAY) {
            throw new IllegalArgumentException("postsOnDay is %d, must be from 0 to 28".formatted(postsOnDay));
        }
    }

    /**
     * @param provider code of the company whose people work, {@code *} for any
     * @param receiver code of the company whose contract it is, {@code *} for any
     * @param from     first day whose work it prices
     */
    public record Agreement(String provider, String receiver, LocalDate from, Transfer transfer) {
        boolean isOf(LegalEntity one, LegalEntity other) {
            return named(provider, one) && named(receiver, other);
        }

        private static boolean named(String code, LegalEntity entity) {
            return code.equals(ANY) || code.equals(entity.code());
        }

        private int companiesNamed() {
            return (provider.equals(ANY) ? 0 : 1) + (receiver.equals(ANY) ? 0 : 1);
        }
    }

    /** How an hour is priced between companies. */
    public sealed interface Transfer {
        /** What the hour costs, and so much more. @param percent 10 for a tenth more; not negative */
        record CostPlus(BigDecimal percent) implements Transfer {
            public CostPlus {
                if (percent.signum() < 0) {
                    throw new IllegalArgumentException("percent is %s, must not be negative".formatted(percent));
                }
            }
        }

        /** Part of the customer's price of the hour, by the contract version in force on its day. @param percent from 0 to 100 */
        record ShareOfPrice(BigDecimal percent) implements Transfer {
            private static final BigDecimal WHOLE = new BigDecimal(100);

            public ShareOfPrice {
                if (percent.signum() < 0 || percent.compareTo(WHOLE) > 0) {
                    throw new IllegalArgumentException("percent is %s, must be from 0 to 100".formatted(percent));
                }
            }
        }

        /** A rate card of its own. @param rateCard its code */
        record Card(String rateCard) implements Transfer {}
    }

    public static IntercompanyPolicy defaults() {
        return new IntercompanyPolicy(List.of(), true, 0);
    }

    boolean isOff() {
        return agreements.isEmpty();
    }

    /** Whether anything was ever agreed between the two. */
    boolean covers(LegalEntity provider, LegalEntity receiver) {
        return agreements.stream().anyMatch(one -> one.isOf(provider, receiver));
    }

    /** The agreement in force on a day: one that names both companies goes before one that names one, then the one that came into force later. */
    Optional<Agreement> inForce(LegalEntity provider, LegalEntity receiver, LocalDate day) {
        return agreements.stream()
                .filter(one -> one.isOf(provider, receiver) && !one.from().isAfter(day))
                .max(Comparator.comparingInt(Agreement::companiesNamed).thenComparing(Agreement::from));
    }
}
