package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.joda.money.Money;

/**
 * All charges between two companies of the firm in one month and currency, as the books of both take them.
 *
 * @param month  its first day
 * @param hours  of its charges together
 * @param total  of its charges together; less than zero when corrections outweigh the work
 * @param number given by the ERP
 */
public record IntercompanyPosting(
        Ref<LegalEntity> provider,
        Ref<LegalEntity> receiver,
        LocalDate month,
        BigDecimal hours,
        Money total,
        Status status,
        Optional<String> number)
        implements CanonicalObject {

    /** Where it stands. */
    public enum Status {
        SENT,
        POSTED,
        REFUSED,
        /** Its charges come to nothing: there is nothing to post. */
        NOTHING_DUE,
        /** A person decided that it is not posted by the hub. */
        ABANDONED
    }
}
