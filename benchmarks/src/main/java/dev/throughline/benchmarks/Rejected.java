package dev.throughline.benchmarks;

import dev.throughline.connector.spi.Change;
import dev.throughline.hub.billing.BillingRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A billing run of which the ERP refuses one line in a hundred: a whole node with NetSuite's simulator, one invoice line for each entry. It ends with an error unless every line is in a
 * known place: ninety-nine billed, and standing in NetSuite with the same total, and one held.
 */
public final class Rejected {
    private static final int AT_ONCE = 500;
    /** Of the outsider, in NetSuite's simulator. */
    private static final String CORPORATE = "3";

    private Rejected() {}

    /** @param arguments {@code --lines N}, 100,000 without; {@code --wait SECONDS}, 3,600 without; {@code --json FILE} */
    public static void main(String... arguments) throws IOException {
        int lines = 100_000;
        Duration most = Duration.ofHours(1);
        Optional<Path> json = Optional.empty();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--lines" -> lines = Integer.parseInt(arguments[i + 1]);
                case "--wait" -> most = Duration.ofSeconds(Long.parseLong(arguments[i + 1]));
                case "--json" -> json = Optional.of(Path.of(arguments[i + 1]));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Path folder = Files.createTempDirectory("throughline-rejected");
        var table = new Table();
        try (Rig rig = Rig.start(folder, Map.of("workItem", "INTG", "lines", "entry"))) {
            run(rig, lines, most, table);
        } finally {
            delete(folder);
        }
        json.ifPresent(table::write);
    }

    private static void run(Rig rig, int lines, Duration most, Table table) {
        table.head("A billing run of %,d lines, of which the ERP refuses one in a hundred".formatted(lines));
        List<String> projects = rig.projects();
        rig.say(Rig.PSA, List.of(Firm.outsider()));
        rig.await("the outsider to be known", most, rig.books::quiet);
        long begun = System.nanoTime();
        send(rig, lines, projects);
        rig.await(
                "every entry to be ready to bill", most, () -> rig.books.quiet() && standing(rig, "UNBILLED") == lines);
        table.row(
                "carried", "entries carried into the ledger, a second", Clock.perSecond(lines, Clock.since(begun)), "");
        rig.closeDepartment(CORPORATE);
        // The simulator comes with invoices of its own.
        BigDecimal stoodBefore = rig.invoicedInErp();
        int invoicesBefore = rig.invoicesInErp();
        begun = System.nanoTime();
        rig.hub().billing().ask(Rig.TENANT, new BillingRuns.Scope(Firm.THROUGH, Optional.empty()), "bench", "bench");
        int refused = lines / 100;
        rig.await(
                "every line to be billed or held",
                most,
                () -> rig.books.nothingOpen()
                        && standing(rig, "BILLED") == lines - refused
                        && standing(rig, "HELD") == refused);
        Duration taken = Clock.since(begun);
        check(rig, lines, stoodBefore);
        table.row("billed", "lines billed and standing in NetSuite", lines - refused, "");
        table.row("held", "lines held, each with its exception", refused, "");
        table.row("invoices", "invoices in NetSuite", rig.invoicesInErp() - invoicesBefore, "");
        table.row("run", "the run, from the request to the last answer", taken);
        table.row("perSecond", "lines a second", Clock.perSecond(lines, taken), "");
    }

    private static long standing(Rig rig, String place) {
        return rig.books.lines().getOrDefault(place, 0L);
    }

    /** No line twice, none lost: what NetSuite holds is what the ledger says is billed, and every line is in one place. */
    private static void check(Rig rig, int lines, BigDecimal stoodBefore) {
        BigDecimal billed = rig.books.amount("BILLED");
        BigDecimal standing = rig.invoicedInErp().subtract(stoodBefore);
        if (billed.compareTo(standing) != 0) {
            throw new IllegalStateException("the ledger has %s billed, NetSuite %s".formatted(billed, standing));
        }
        long places = rig.books.lines().values().stream().mapToLong(n -> n).sum();
        if (places != lines) {
            throw new IllegalStateException(
                    "%d lines stand in %d places: %s".formatted(lines, places, rig.books.lines()));
        }
    }

    private static void send(Rig rig, int lines, List<String> projects) {
        for (int from = 0; from < lines; from += AT_ONCE) {
            List<Change> changes = new ArrayList<>();
            for (int n = from; n < Math.min(lines, from + AT_ONCE); n++) {
                changes.add(Firm.timeEntryOfAnybody(n, projects));
            }
            rig.say(Rig.PSA, changes);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
