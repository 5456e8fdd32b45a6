package dev.throughline.model;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.joda.money.Money;

/**
 * What one company of the firm owes another for approved work of its people, or a later change of it. Never changed once stored: what an edit adds or takes is the next charge of
 * the same entry, so the charges of an entry add up to what its work comes to, and those of a posting to what was posted. Sensitive: near to what a person costs.
 *
 * @param number   1 for the first charge of the entry between the two companies, then counting up
 * @param provider whose person worked
 * @param receiver whose contract it is
 * @param month    first day of the month in whose posting it goes; not before the month of the work
 * @param hours    less than zero when it takes back
 * @param amount   of the same sign, at the transfer price
 * @param basis    how it was priced, in words; never a rate
 */
public record IntercompanyCharge(
        Ref<TimeEntry> entry,
        int number,
        Ref<LegalEntity> provider,
        Ref<LegalEntity> receiver,
        Ref<Project> project,
        Ref<Resource> resource,
        LocalDate workedOn,
        LocalDate month,
        BigDecimal hours,
        Money amount,
        String basis)
        implements CanonicalObject {}
