package dev.throughline.processes.timetobilling;

import dev.throughline.model.Project;
import dev.throughline.model.Stored;
import dev.throughline.processes.Facts.Total;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.Terms.Cap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.joda.money.Money;

/** What counts against each cap of a contract, over all of its projects. Work that is ready on another project counts as what is billed does: it came first. */
final class CapTally {
    private static final Set<Place> INVOICED = EnumSet.of(Place.POSTING, Place.BILLED, Place.PAID);
    private static final Set<Place> COUNTED = EnumSet.of(Place.UNBILLED, Place.POSTING, Place.BILLED, Place.PAID);

    private final Desk desk;
    private final List<Cap> caps;
    private final List<Total> own;
    private final Map<Stored<Project>, List<Total>> others = new LinkedHashMap<>();

    CapTally(Desk desk, List<Cap> caps) {
        this.desk = desk;
        this.caps = caps;
        var currency = desk.judge().terms().currency();
        this.own = caps.isEmpty() ? List.of() : desk.totals(currency);
        if (!caps.isEmpty()) {
            desk.judge()
                    .terms()
                    .siblings(desk.facts())
                    .forEach(project -> others.put(project, desk.facts().totals(project.ref(), currency)));
        }
    }

    /** All that is billed or ready. */
    Money counted(Cap cap) {
        return here(cap, COUNTED).plus(elsewhere(cap));
    }

    /** What each cap leaves to the project's open work. */
    Map<String, Money> room() {
        var room = new HashMap<String, Money>();
        caps.forEach(cap ->
                room.put(cap.name(), cap.most().minus(here(cap, INVOICED)).minus(elsewhere(cap))));
        return room;
    }

    private Money here(Cap cap, Set<Place> places) {
        return desk.judge().terms().lies(cap.within()) ? sum(cap, own, places) : nothing(cap);
    }

    private Money elsewhere(Cap cap) {
        return others.entrySet().stream()
                .filter(other -> Terms.lies(other.getKey().body(), cap.within()))
                .map(other -> sum(cap, other.getValue(), COUNTED))
                .reduce(nothing(cap), Money::plus);
    }

    private static Money sum(Cap cap, List<Total> totals, Set<Place> places) {
        return totals.stream()
                .filter(total -> places.contains(total.place()))
                .filter(total -> cap.within().holdsFor(total.phase(), total.role()))
                .map(Total::amount)
                .reduce(nothing(cap), Money::plus);
    }

    private static Money nothing(Cap cap) {
        return Money.zero(cap.most().getCurrencyUnit());
    }
}
