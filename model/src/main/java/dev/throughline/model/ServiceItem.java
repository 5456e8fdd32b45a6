package dev.throughline.model;

import java.util.Optional;
import org.joda.money.Money;

/**
 * Something the firm sells, as price lists and invoices name it.
 *
 * @param code the firm's own code, the same in every system
 * @param serviceLine canonical code of the practice that delivers it
 */
public record ServiceItem(
        String code, String name, Kind kind, Optional<String> serviceLine, Optional<Money> listPrice, boolean active)
        implements CanonicalObject {

    /** How it is sold. */
    public enum Kind {
        SERVICE,
        EXPENSE,
        SUBSCRIPTION,
        USAGE,
        PRODUCT
    }
}
