package dev.throughline.server.console;

import dev.throughline.hub.observe.Observer.Overview;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The first page, as figures and short tables. */
public record OverviewView(List<Figure> figures, List<Table> tables) {
    /** One large number. */
    public record Figure(String name, String value) {}

    /** Names with counts. */
    public record Table(String name, List<Row> rows) {}

    /** A name with its count. */
    public record Row(String name, String value) {}

    static OverviewView of(Overview overview) {
        long open = overview.openExceptions().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        var instances = new TreeMap<String, Long>();
        overview.instances()
                .forEach((type, states) -> states.forEach((state, count) -> instances.put(type + ": " + state, count)));
        return new OverviewView(
                List.of(
                        new Figure("Changes captured", shown(overview.captured())),
                        new Figure("Waiting to translate", shown(overview.waitingToTranslate())),
                        new Figure("Waiting to decide", shown(overview.waitingToDecide())),
                        new Figure("Open exceptions", shown(open))),
                List.of(
                        new Table("How changes ended", rows(overview.fates())),
                        new Table("Commands", rows(overview.commands())),
                        new Table("Workflows", rows(instances)),
                        new Table("Whose turn it is", rows(overview.openExceptions()))));
    }

    private static List<Row> rows(Map<String, Long> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(e -> new Row(e.getKey(), shown(e.getValue())))
                        .toList();
    }

    private static String shown(long count) {
        return String.format(java.util.Locale.ROOT, "%,d", count);
    }
}
