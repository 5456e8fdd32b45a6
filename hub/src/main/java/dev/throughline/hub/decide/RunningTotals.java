package dev.throughline.hub.decide;

import dev.throughline.model.Project;
import dev.throughline.model.Ref;
import dev.throughline.processes.Facts.Total;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What the lines of projects add up to while a batch is decided: read once for each project and currency, then moved with every posting. Work under a cap asks at every entry. */
final class RunningTotals {
    private record Sum(String project, CurrencyUnit currency) {}

    private record Cell(String phase, String role, Place place) {}

    private final Map<Sum, List<Total>> stored = new HashMap<>();
    private final Map<Sum, Map<Cell, Money>> moved = new HashMap<>();

    void posted(Posting posting) {
        var cells = moved.computeIfAbsent(
                new Sum(posting.line().project().id(), posting.amount().getCurrencyUnit()), _ -> new HashMap<>());
        String phase = posting.line().phase();
        String role = posting.line().role();
        cells.merge(new Cell(phase, role, posting.from()), posting.amount().negated(), Money::plus);
        cells.merge(new Cell(phase, role, posting.to()), posting.amount(), Money::plus);
    }

    /** @param read what storage holds, which does not change before the batch is written */
    List<Total> of(Ref<Project> project, CurrencyUnit currency, Supplier<List<Total>> read) {
        var sum = new Sum(project.id(), currency);
        List<Total> before = stored.computeIfAbsent(sum, _ -> read.get());
        Map<Cell, Money> since = moved.getOrDefault(sum, Map.of());
        if (since.isEmpty()) {
            return before;
        }
        Map<Cell, Money> now = new HashMap<>(since);
        before.forEach(t -> now.merge(new Cell(t.phase(), t.role(), t.place()), t.amount(), Money::plus));
        return now.entrySet().stream()
                .map(e -> new Total(
                        e.getKey().phase(), e.getKey().role(), e.getKey().place(), e.getValue()))
                .toList();
    }
}
