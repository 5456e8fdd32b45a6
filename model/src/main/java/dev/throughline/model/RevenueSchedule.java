package dev.throughline.model;

import java.util.Optional;
import org.joda.money.Money;

/**
 * How much of what an invoice or credit memo bills finance has recognised as revenue, and how much it still defers. Without tax.
 *
 * @param kind       whether the amounts add to revenue or take from it; they are not negative themselves
 * @param document   number that finance gave the invoice or credit memo
 * @param recognised up to now
 * @param deferred   still to be recognised
 */
public record RevenueSchedule(
        Kind kind,
        Status status,
        Money recognised,
        Money deferred,
        Optional<String> document,
        Optional<Ref<Invoice>> invoice,
        Optional<Ref<Project>> project,
        Optional<Ref<LegalEntity>> legalEntity)
        implements CanonicalObject {

    /** What it is the revenue of. */
    public enum Kind {
        INVOICE,
        CREDIT
    }

    /** Where recognition stands, whatever each ERP calls it. */
    public enum Status {
        NOT_STARTED,
        IN_PROGRESS,
        COMPLETED
    }
}
