package dev.throughline.server.portfolio;

import dev.throughline.hub.Asks.ReplayScope;
import dev.throughline.server.command.ExitCodes;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
            options.out().flush();
            return ExitCodes.USAGE;
        }
        var accounting = new Play.Accounting(new Deals(), List.of("account", "product", "opportunity"));
        var play = new Play(KIND, accounting, options, InstantSource.system());
        return play.run(run -> readAll(run, files, play.progress(), options));
    }

    private static void readAll(FileRun run, List<Path> files, Progress progress, Options options) {
        for (Path file : files) {
            run.deliver(file, "");
            if (!run.settle(progress)) {
                return;
            }
        }
        progress.say("Read: " + standing(run));
        mend(run, options);
        if (run.settle(progress)) {
            progress.say("After it: " + standing(run));
        }
    }

    private static String standing(FileRun run) {
        return "%,d won opportunities are understood, %,d projects exist, %,d exceptions are open"
                .formatted(
                        run.facts().number(WON).longValue(),
                        run.facts().linked("kantata", "Project"),
                        run.facts().open());
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

    /** The export's columns. */
    private static final class Deals implements Columns {
        @Override
        public Optional<String> deal(Map<String, String> row) {
            return Columns.text(row, "opportunity_id").filter(id -> "Won".equals(row.get("deal_stage")));
        }

        @Override
        public Optional<String> record(Map<String, String> row) {
            return Columns.text(row, "opportunity_id")
                    .or(() -> row.containsKey("sector") ? Columns.text(row, "account") : Columns.text(row, "product"));
        }

        @Override
        public BigDecimal amount(Map<String, String> row) {
            return Columns.money(Columns.text(row, "close_value").orElse("-"));
        }

        @Override
        public Optional<String> customer(Map<String, String> row) {
            return Columns.text(row, "account");
        }
    }
}
