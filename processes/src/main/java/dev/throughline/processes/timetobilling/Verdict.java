package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm;
import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Converted;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.SourceLine;
import java.math.BigDecimal;
import java.util.Optional;
import org.joda.money.Money;

/** Where a piece of work belongs, by what is known now. */
sealed interface Verdict {
    /** Not in the ledger. */
    record Nowhere(String because) implements Verdict {}

    /** @param problem why it is held, exactly when it is */
    record Placed(
            SourceLine line,
            Place place,
            BigDecimal quantity,
            Money amount,
            String cause,
            Detail detail,
            Optional<Problem> problem)
            implements Verdict {
        /** Some of it, in another place. */
        Placed as(Place at, BigDecimal some, Money worth, String because) {
            return new Placed(line, at, some, worth, because, detail, Optional.empty());
        }

        Placed because(Problem why) {
            return new Placed(line, place, quantity, amount, cause, detail, Optional.of(why));
        }

        /** The same before somebody who must look at it. */
        Placed heldBecause(Problem why) {
            return new Placed(line, Place.HELD, quantity, amount, why.code(), detail, Optional.of(why));
        }

        /** The same as another line of the ledger. */
        Placed of(Ref<?> part) {
            return new Placed(line.as(part), place, quantity, amount, cause, detail, problem);
        }
    }

    /**
     * What an invoice says of it.
     *
     * @param rate      price of one
     * @param coveredBy the term whose fee and charges pay for it, exactly when it is covered
     * @param converted how its price came from another currency
     */
    record Detail(
            Money rate,
            String person,
            String role,
            String task,
            String category,
            Optional<String> department,
            Optional<BillingTerm> coveredBy,
            Optional<Converted> converted) {
        Detail(Money rate, String person, String role, String task, String category, Optional<String> department) {
            this(rate, person, role, task, category, department, Optional.empty(), Optional.empty());
        }

        Detail coveredBy(BillingTerm term) {
            return new Detail(rate, person, role, task, category, department, Optional.of(term), converted);
        }

        /** The same at a price from another currency. */
        Detail at(Money price, Optional<Converted> from) {
            return new Detail(price, person, role, task, category, department, coveredBy, from);
        }
    }
}
