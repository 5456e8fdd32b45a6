package dev.throughline.server.portfolio;

import dev.throughline.server.command.ExitCodes;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code demo --portfolio DIR}: quarterly reports of contracts, read one after the other. */
public final class PortfolioDemo {
    private static final String DEPARTMENTS = "departments_";
    private static final String TERMS = "terms_";

    private static final FileRun.Kind KIND = new FileRun.Kind(
            "portfolio",
            "Portfolio Inc.",
            "department=" + DEPARTMENTS + "*; term=" + TERMS + "*",
            // A department is whatever column the mapping finds it in: no column identifies it before.
            "term=current_item_id",
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

    /** @return 0 when all holds that must, 1 when something does not, 2 when there is no folder with CSV files */
    public static int run(Path folder, Options options) {
        var quarters = Play.csvFiles(folder, options);
        if (quarters.isEmpty()) {
            return ExitCodes.USAGE;
        }
        var clock = InstantSource.system();
        var accounting = new Play.Accounting(new Terms(), List.of("term"));
        var play = new Play(KIND, accounting, options, clock);
        return play.run(run -> readAll(run, quarters.get(), play.progress()));
    }

    private static void readAll(FileRun run, List<Path> quarters, Progress progress) {
        var cashier = new Cashier(run.screen(FileRun.ERP));
        for (int i = 0; i < quarters.size(); i++) {
            if (!read(run, quarters.get(i), cashier, progress)) {
                quarters.subList(i + 1, quarters.size())
                        .forEach(q -> run.problems()
                                .add(FileProblem.notReached(q.getFileName().toString())));
                return;
            }
        }
    }

    /** Customers first, as in any migration: hundreds of contracts of one department would each ask finance for it. */
    private static boolean read(FileRun run, Path quarter, Cashier cashier, Progress progress) {
        run.deliver(quarter, DEPARTMENTS);
        if (!run.settle(progress)) {
            return false;
        }
        run.deliver(quarter, TERMS);
        if (!run.settle(progress)) {
            return false;
        }
        int paid = cashier.takePayments(run.today());
        run.read(FileRun.ERP);
        boolean settled = run.settle(progress);
        progress.say("%-16s contracts %,6d  projects %,6d  payments %,6d  open exceptions %,5d"
                .formatted(
                        quarter.getFileName(),
                        run.facts().objects("Contract"),
                        run.facts().linked("kantata", "Project"),
                        paid,
                        run.facts().open()));
        return settled;
    }

    /** The reports' columns under the names that they have had so far. */
    private static final class Terms implements Columns {
        /** The report does not say why a statement shrank; what was ordered is not touched by it. */
        private static final String SHRANK = "PAID_TO_DATE_SHRANK";

        /** Some reports lost the zero of contracts of the years 2008 and 2009. */
        private static String whole(Map<String, String> row, String id) {
            return Columns.text(row, "original_contract_id").orElse("").length() == 6 ? "0" + id : id;
        }

        @Override
        public Optional<String> deal(Map<String, String> row) {
            return Columns.text(row, "original_contract_id").map(id -> whole(row, id));
        }

        @Override
        public Optional<String> record(Map<String, String> row) {
            return Columns.text(row, "current_item_id").map(id -> whole(row, id));
        }

        @Override
        public BigDecimal amount(Map<String, String> row) {
            return Columns.money(
                    Columns.text(row, "amt", "contract_amount", "amount").orElse("-"));
        }

        @Override
        public Optional<String> customer(Map<String, String> row) {
            return Columns.text(row, "department_name", "department")
                    .map(name -> name.toUpperCase(Locale.ROOT).replaceFirst(" Z$", ""));
        }

        @Override
        public boolean aboutTotals(String code) {
            return !code.equals(SHRANK);
        }
    }
}
