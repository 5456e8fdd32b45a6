package dev.throughline.processes;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Invoice;
import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.model.Role;
import dev.throughline.model.Stored;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * A read-only view of what the hub knows, as of the event being decided: everything that earlier decisions stored and posted is in it, also of the same batch.
 */
public interface Facts {
    <T extends CanonicalObject> Optional<T> get(Ref<T> ref);

    /**
     * Objects whose attribute has this value.
     *
     * @param attribute one of {@link Indexed#ATTRIBUTES}; anything else throws, since it would be slow
     * @param value     the text form of the value: an id, a code
     */
    <T extends CanonicalObject> List<Stored<T>> find(Class<T> type, String attribute, String value);

    /** Lines of the project that stand unbilled or held in the ledger, of work up to and including the day, oldest first. */
    List<OpenLine> openLines(Ref<Project> project, LocalDate through);

    /**
     * What the lines of the project add up to in this currency, whatever their number. Places with nothing may be left out; reductions count as less.
     */
    List<Total> totals(Ref<Project> project, CurrencyUnit currency);

    /** @param phase empty text for work in none, as {@code role} */
    record Total(String phase, String role, Place place, Money amount) {}

    /** Lines of the project that are covered by a term of its contract, oldest first. */
    List<OpenLine> covered(Ref<Project> project);

    /** Where one source line stands now; empty when the ledger has never seen it. */
    Optional<OpenLine> line(Ref<?> source);

    /** Lines that stand on the invoice, being posted, billed or paid by it: their latest move to such a place names it. */
    List<OpenLine> linesOn(Ref<Invoice> invoice);

    /**
     * Projects with lines that stand ready, held or covered and whose amounts were converted by rates of the pair of the days from the first to the last.
     *
     * @param pair as {@link dev.throughline.processes.ledger.Conversion#pair} names it
     */
    Set<String> projectsConvertedBy(String pair, LocalDate first, LocalDate last);

    /** Keys of the instances of the process that have an open problem about the object. */
    Set<String> heldBecauseOf(String processType, Ref<?> subject);

    /** The tenant's policy of this kind, as its workspace states it; its defaults where it states none. */
    <P extends Record> P policy(Class<P> kind);

    /** Whether a record of the object is known to exist in any system of the role. */
    boolean existsIn(Role role, Ref<?> ref);
}
