package dev.throughline.server.portfolio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** {@code demo --portfolio DIR}: quarterly reports of contracts, read one after the other. */
public final class PortfolioDemo {
    private static final String DEPARTMENTS = "departments_";
    private static final String TERMS = "terms_";

    private static final FileRun.Kind KIND = new FileRun.Kind(
            "portfolio",
            "Portfolio Inc.",
            "department=" + DEPARTMENTS + "*; term=" + TERMS + "*",
            "department=department_name; term=current_item_id",
            policies());

    private PortfolioDemo() {}

    private static Map<String, Map<String, Object>> policies() {
        var policies = BarePolicies.of();
        policies.put("TermsPolicy", Map.of("termsAddUp", true));
        // Terms are ordered as a whole by the workflow that adds them up; version by version they would be ordered
        // twice.
        policies.put("ActivationPolicy", Map.of("revenueTreatments", Map.of()));
        policies.put("BillingPolicy", Map.of("runs", "at_once", "milestoneItem", "ROLL"));
        return policies;
    }

    /** @return 0 when all holds that must, 1 when something does not, 2 when the folder holds no CSV files */
    public static int run(Path folder, Options options) {
        List<Path> quarters = quarters(folder);
        if (quarters.isEmpty()) {
            options.out().printf("%s holds no CSV files.%n", folder);
            return 2;
        }
        InstantSource clock = InstantSource.system();
        try (FileRun run = FileRun.start(KIND, clock)) {
            return play(run, quarters, options, clock);
        }
    }

    private static List<Path> quarters(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(f -> f.getFileName()
                            .toString()
                            .toLowerCase(java.util.Locale.ROOT)
                            .endsWith(".csv"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder %s cannot be read".formatted(folder), e);
        }
    }

    private static int play(FileRun run, List<Path> quarters, Options options, InstantSource clock) {
        var out = options.out();
        var cashier = new Cashier(run.screen(FileRun.ERP));
        Instant from = clock.instant();
        for (Path quarter : quarters) {
            // Customers first, as in any migration: hundreds of contracts of one department would each ask finance for
            // it.
            run.deliver(quarter, DEPARTMENTS);
            run.settle();
            run.deliver(quarter, TERMS);
            run.settle();
            int paid = cashier.takePayments(run.today());
            run.read(FileRun.ERP);
            run.settle();
            out.printf(
                    "%-16s contracts %,6d  projects %,6d  payments %,6d  open exceptions %,5d  %5d s%n",
                    quarter.getFileName(),
                    run.facts().objects("Contract"),
                    run.facts().linked("kantata", "Project"),
                    paid,
                    run.facts().exceptions().values().stream()
                            .mapToLong(Long::longValue)
                            .sum(),
                    Duration.between(from, clock.instant()).toSeconds());
            out.flush();
        }
        var took = Duration.between(from, clock.instant());
        var accounts = new Accounts(run);
        Set<String> ordered = new TreeSet<>();
        run.screen(FileRun.ERP).records("salesOrder").forEach(o -> ordered.add(String.valueOf(o.get("otherRefNum"))));
        Map<String, BigDecimal> files = new TermTotals(ordered).of(quarters);
        Map<String, BigDecimal> hub =
                run.facts().money(Accounts.HUB_CONTRACTS_NUMBERED, (Object) ordered.toArray(String[]::new));
        var summary = accounts.draw(accounts.rows(List.of("term")), files, hub, took);
        summary.print(out);
        options.json().ifPresent(summary::write);
        return summary.holds() ? 0 : 1;
    }
}
