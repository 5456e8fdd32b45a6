package dev.throughline.hub.reconcile;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a run gathers: sums of each side, and differences. Differences beyond {@value #DIFFERENCES_MAX} are counted in one that says how many were left out. */
final class Findings {
    static final int DIFFERENCES_MAX = 10_000;

    private final Map<List<String>, Sum> sums =
            new TreeMap<>((a, b) -> String.join("|", a).compareTo(String.join("|", b)));
    private final List<Reconciliation.Difference> differences = new ArrayList<>();
    private long leftOut;

    void add(String what, String side, String system, String currency, long count, BigDecimal sum) {
        sums.merge(List.of(what, side, system, currency), new Sum(count, sum), Sum::plus);
    }

    void differ(
            String what,
            String kind,
            String record,
            String left,
            String right,
            BigDecimal value,
            String currency,
            Optional<String> explanation) {
        if (differences.size() >= DIFFERENCES_MAX) {
            leftOut++;
            return;
        }
        String id = what + ":" + kind + ":" + record;
        differences.add(
                new Reconciliation.Difference(id, what, kind, record, left, right, value, currency, explanation));
    }

    List<Reconciliation.Difference> differences() {
        if (leftOut == 0) {
            return List.copyOf(differences);
        }
        List<Reconciliation.Difference> all = new ArrayList<>(differences);
        all.add(new Reconciliation.Difference(
                "more",
                "all",
                "missing",
                "at least %d more differences".formatted(leftOut),
                "",
                "",
                BigDecimal.ZERO,
                "",
                Optional.empty()));
        return all;
    }

    List<Reconciliation.Compared> compared() {
        return sums.entrySet().stream()
                .map(e -> new Reconciliation.Compared(
                        e.getKey().get(0),
                        e.getKey().get(1),
                        e.getKey().get(2),
                        e.getKey().get(3),
                        e.getValue().count(),
                        e.getValue().sum()))
                .toList();
    }

    record Sum(long count, BigDecimal sum) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, sum.add(other.sum));
        }
    }
}
