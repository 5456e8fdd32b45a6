package dev.throughline.server.portfolio;

import dev.throughline.hub.Asks.ReplayScope;
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
import java.util.Optional;
import java.util.TreeMap;

/** {@code demo --pipeline DIR}: a CRM's export of accounts, products and opportunities; the won ones become projects. */
public final class PipelineDemo {
    private static final String OPERATOR = "operator";
    private static final List<String> FILES = List.of("accounts.csv", "products.csv", "sales_pipeline.csv");

    private static final FileRun.Kind KIND = new FileRun.Kind(
            "pipeline",
            "Pipeline Inc.",
            "account=accounts.csv; product=products.csv; opportunity=sales_pipeline.csv",
            "account=account; product=product; opportunity=opportunity_id",
            BarePolicies.of());

    private static final String UNMATCHED = """
            SELECT DISTINCT c.payload::jsonb ->> 'product'
            FROM exception e
            JOIN change c ON e.origin_key = c.partition || ':' || c.seq
            WHERE e.state = 'open' AND e.code = 'LOOKUP_MISSING' AND c.object_type = 'opportunity'
            ORDER BY 1
            """;

    private static final String PRODUCTS = """
            SELECT body ->> 'code' FROM canonical_object WHERE type = 'ServiceItem' AND NOT deleted
            """;

    private static final String WON = """
            SELECT count(*) FROM canonical_object WHERE type = 'Opportunity' AND body ->> 'stage' = 'won'
            """;

    private PipelineDemo() {}

    /** @return 0 when all holds that must, 1 when something does not, 2 when the folder has no such files */
    public static int run(Path folder, Options options) {
        List<Path> files = FILES.stream().map(folder::resolve).toList();
        Optional<Path> missing =
                files.stream().filter(f -> !Files.isRegularFile(f)).findFirst();
        if (missing.isPresent()) {
            options.out().printf("There is no %s. A pipeline has %s.%n", missing.get(), FILES);
            return 2;
        }
        InstantSource clock = InstantSource.system();
        try (FileRun run = FileRun.start(KIND, clock)) {
            return play(run, files, options, clock);
        }
    }

    private static int play(FileRun run, List<Path> files, Options options, InstantSource clock) {
        var out = options.out();
        Instant from = clock.instant();
        for (Path file : files) {
            run.deliver(file, "");
            run.settle();
        }
        var accounts = new Accounts(run);
        out.printf(
                "Read: %,d won opportunities have been understood, %,d projects exist, exceptions %s%n",
                run.facts().number(WON).longValue(),
                run.facts().linked("kantata", "Project"),
                run.facts().exceptions());
        out.flush();
        mend(run, options);
        run.settle();
        var took = Duration.between(from, clock.instant());
        var summary = accounts.draw(
                accounts.rows(List.of("account", "product", "opportunity")),
                sold(files.get(2)),
                run.facts().money(Accounts.HUB_CONTRACTS),
                took);
        out.printf(
                "After it: %,d won opportunities have been understood.%n",
                run.facts().number(WON).longValue());
        summary.print(out);
        options.json().ifPresent(summary::write);
        return summary.holds() ? 0 : 1;
    }

    /** What an operator does: says which product is meant, and has the held records read again. */
    private static void mend(FileRun run, Options options) {
        List<String> known = run.facts().texts(PRODUCTS);
        for (String name : run.facts().texts(UNMATCHED)) {
            Optional<String> meant =
                    known.stream().filter(k -> plain(k).equals(plain(name))).findFirst();
            if (meant.isEmpty()) {
                options.out().printf("Product '%s' is like none on the price list: left to people.%n", name);
                continue;
            }
            options.out()
                    .printf(
                            "Product '%s' is not on the price list. The operator adds a lookup: it means '%s'.%n",
                            name, meant.get());
            run.hub()
                    .asks()
                    .putLookup(
                            FileRun.TENANT,
                            "pipeline.product",
                            name,
                            meant.get(),
                            OPERATOR,
                            "the same product, spelt otherwise");
        }
        int queued = run.hub()
                .asks()
                .replay(
                        FileRun.TENANT,
                        new ReplayScope.All("crm", "opportunity", Optional.of("held")),
                        OPERATOR,
                        "the lookup was completed");
        options.out().printf("Replay: %,d held opportunities are read again with it.%n", queued);
        options.out().flush();
    }

    private static String plain(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** The file's own sum of what was won, by nothing but its columns. */
    private static Map<String, BigDecimal> sold(Path file) {
        var sums = new TreeMap<String, BigDecimal>();
        try (var rows = Table.open(file)) {
            rows.forEach(row -> {
                if ("Won".equals(row.get("deal_stage"))) {
                    sums.merge(
                            "USD", new BigDecimal(row.getOrDefault("close_value", "0")).setScale(2), BigDecimal::add);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sums;
    }
}
