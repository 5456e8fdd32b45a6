package dev.throughline.hub.decide;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.processes.ledger.Corrections;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.joda.money.Money;

/** What the ledger will hold once postings that are decided but not yet written are in it. Pure. */
final class LedgerOverlay {
    private LedgerOverlay() {}

    static OpenLine after(Optional<OpenLine> before, Posting posting) {
        Map<Place, OpenLine.Balance> balances = new EnumMap<>(Place.class);
        before.ifPresent(b -> balances.putAll(b.balances()));
        move(
                balances,
                posting.from(),
                posting.quantity().negate(),
                posting.amount().negated());
        move(balances, posting.to(), posting.quantity(), posting.amount());
        return new OpenLine(posting.line(), balances);
    }

    private static void move(Map<Place, OpenLine.Balance> balances, Place place, BigDecimal quantity, Money amount) {
        if (place == Place.OUTSIDE) {
            return;
        }
        OpenLine.Balance held = balances.get(place);
        OpenLine.Balance next = held == null
                ? new OpenLine.Balance(quantity, amount)
                : new OpenLine.Balance(
                        held.quantity().add(quantity), held.amount().plus(amount));
        if (next.quantity().signum() == 0 && next.amount().isZero()) {
            balances.remove(place);
        } else {
            balances.put(place, next);
        }
    }

    /** The open lines of a project, where lines that changed in this batch go before what is stored. */
    static List<OpenLine> over(List<OpenLine> stored, List<OpenLine> changed, Ref<Project> project, LocalDate through) {
        return over(
                stored,
                changed,
                project,
                l -> !l.line().workedOn().isAfter(through)
                        && (l.balances().containsKey(Place.UNBILLED)
                                || l.balances().containsKey(Place.HELD)));
    }

    /** The covered lines of a project. */
    static List<OpenLine> covered(List<OpenLine> stored, List<OpenLine> changed, Ref<Project> project) {
        return over(stored, changed, project, l -> l.balances().containsKey(Place.COVERED));
    }

    /** The corrections of a project. */
    static List<OpenLine> corrections(List<OpenLine> stored, List<OpenLine> changed, Ref<Project> project) {
        return over(
                stored,
                changed,
                project,
                l -> Corrections.is(l.line().source()) && !l.balances().isEmpty());
    }

    /** The billed lines of a project, of work on the day or later. */
    static List<OpenLine> billed(List<OpenLine> stored, List<OpenLine> changed, Ref<Project> project, LocalDate since) {
        return over(
                stored,
                changed,
                project,
                l -> !l.line().workedOn().isBefore(since)
                        && (l.balances().containsKey(Place.BILLED)
                                || l.balances().containsKey(Place.PAID)));
    }

    /** The lines of a project that were written off. */
    static List<OpenLine> writtenOff(List<OpenLine> stored, List<OpenLine> changed, Ref<Project> project) {
        return over(stored, changed, project, l -> l.balances().containsKey(Place.WRITTEN_OFF));
    }

    private static List<OpenLine> over(
            List<OpenLine> stored, List<OpenLine> changed, Ref<Project> project, Predicate<OpenLine> wanted) {
        Set<String> replaced = new HashSet<>();
        changed.forEach(c -> replaced.add(c.line().source().id()));
        List<OpenLine> all = new ArrayList<>(stored.stream()
                .filter(s -> !replaced.contains(s.line().source().id()))
                .toList());
        changed.stream()
                .filter(c -> c.line().project().equals(project))
                .filter(wanted)
                .forEach(all::add);
        all.sort(Comparator.comparing((OpenLine l) -> l.line().workedOn())
                .thenComparing(l -> l.line().source().id()));
        return all;
    }
}
