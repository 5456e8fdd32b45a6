package dev.throughline.server.portfolio;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.hub.reconcile.Reconciliation;
import dev.throughline.model.ObjectType;
import dev.throughline.server.portfolio.Facts.Claim;
import dev.throughline.server.portfolio.Facts.Contracted;
import dev.throughline.server.portfolio.Sides.Excluded;
import dev.throughline.server.portfolio.Sides.Key;
import dev.throughline.server.portfolio.Summary.Conservation;
import dev.throughline.server.portfolio.Summary.Duplicates;
import dev.throughline.server.portfolio.Summary.Reconciled;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Draws up a run's accounts: what each side says, each asked in its own way. */
final class Accounts {
    private static final int PAGE = 5_000;
    private static final int REMARKED = 20;

    private final FileRun run;
    private final Columns columns;
    private final List<String> objects;
    private final List<String> remarks = new ArrayList<>();

    /** @param objects whose rows are counted; @param columns how those rows are read without the mappings */
    Accounts(FileRun run, Columns columns, List<String> objects) {
        this.run = run;
        this.columns = columns;
        this.objects = objects;
    }

    /** What people must be told beside the figures: which contracts are left out and why, and what nothing explains. */
    List<String> remarks() {
        return remarks;
    }

    /** @param took time from the first file on */
    Summary draw(Duration took) {
        var facts = run.facts();
        List<SourceRow> rows = facts.sourceRows(objects);
        var account = new RowAccount(rows, columns);
        List<Claim> claims = facts.claims();
        claims.forEach(account::claim);
        run.problems().forEach(account::also);
        Set<String> taken =
                rows.stream().filter(SourceRow::taken).map(SourceRow::place).collect(Collectors.toSet());
        var sides = new Sides();
        long read = folder(taken, sides);
        Map<String, String> explained = explained(claims);
        hubAndFinance(sides, explained);
        if (run.problems().stream().anyMatch(FileProblem::fatal)) {
            // Whatever differs after a run that did not end is under way.
            sides.deals().forEach(deal -> explained.putIfAbsent(deal, "STILL_UNDER_WAY"));
        }
        List<Excluded> differing = sides.differing(explained);
        differing.forEach(d -> {
            d.reason()
                    .ifPresent(code ->
                            account.claim(new Claim(code, List.of(d.key().deal()), "")));
            remarks.add("left out of the totals: " + d.says());
        });
        var reconciliation = run.hub().reconciliation();
        var report = reconciliation.run(FileRun.TENANT, Optional.empty(), Optional.empty());
        long unexplained = unexplained(report, account.history());
        var conserved = reconciliation.conservation(FileRun.TENANT);
        long contracts = facts.objects("Contract");
        return new Summary(
                account.rows(read),
                contracts,
                Math.max(0, facts.linked("crm", "ContractVersion") - contracts),
                facts.linked("kantata", "Project"),
                run.screen(FileRun.ERP).records("invoice").size(),
                run.screen(FileRun.ERP).records("customerPayment").size(),
                account.reasons(),
                sides.totals(differing),
                new Conservation(conserved.lines(), conserved.unbalanced()),
                new Reconciled(report.differences().size(), unexplained),
                Duplicates.of(report),
                BigDecimal.valueOf(took.toMillis()).movePointLeft(3).setScale(1, RoundingMode.HALF_UP));
    }

    private long unexplained(Reconciliation.Report report, Set<String> history) {
        List<Reconciliation.Difference> unexplained = report.differences().stream()
                .filter(d -> d.explanation().isEmpty() && !history.contains(d.record()))
                .toList();
        unexplained.stream()
                .limit(REMARKED)
                .forEach(d -> remarks.add("reconciliation, nothing explains: %s: %s against %s"
                        .formatted(d.record(), d.left(), d.right())));
        return unexplained.size();
    }

    /** Reads the folder once more: counts its rows, and adds up of each record what its latest row says that the hub took. */
    private long folder(Set<String> taken, Sides sides) {
        long[] read = {0};
        Map<String, BigDecimal> amounts = new HashMap<>();
        Map<String, String> deals = new HashMap<>();
        for (String object : objects) {
            each(object, row -> {
                if ("0".equals(row.get("_row"))) {
                    return;
                }
                read[0]++;
                if (taken.contains(row.get("_file") + "#" + row.get("_row"))) {
                    latest(object, row, amounts, deals);
                }
            });
        }
        deals.forEach((record, deal) -> sides.crm(new Key(deal, "USD"), amounts.getOrDefault(record, BigDecimal.ZERO)));
        return read[0];
    }

    private void latest(
            String object, Map<String, String> row, Map<String, BigDecimal> amounts, Map<String, String> deals) {
        Optional<String> record = columns.record(row).map(id -> object + " " + id);
        Optional<String> deal = columns.deal(row);
        if (record.isEmpty() || deal.isEmpty()) {
            return;
        }
        try {
            amounts.put(record.get(), columns.amount(row));
            deals.put(record.get(), deal.get());
        } catch (NumberFormatException e) {
            remarks.add("%s, line %s: the hub took an amount that cannot be read here"
                    .formatted(row.get("_file"), row.get("_line")));
        }
    }

    private void each(String object, Consumer<Map<String, String>> row) {
        Optional<Cursor> cursor = Optional.empty();
        boolean more = true;
        while (more) {
            switch (run.folder().read(new ObjectType(object), cursor, PAGE)) {
                case ReadResult.Page(var changes, var next, var goesOn, var _) -> {
                    for (Change change : changes) {
                        row.accept(Facts.columns(change.payload().toString()));
                    }
                    more = goesOn;
                    cursor = Optional.of(next);
                }
                case ReadResult.Expired(var why, var _) -> more = unread(why);
                case ReadResult.Failed(var trouble) -> more = unread(trouble.says());
            }
        }
    }

    private boolean unread(String why) {
        remarks.add("the folder cannot be read once more: " + why);
        return false;
    }

    /** Reasons by record of sales; only those that may keep a contract's total from being the same everywhere. */
    private Map<String, String> explained(List<Claim> claims) {
        Map<String, String> explained = new HashMap<>();
        claims.stream()
                .filter(claim -> columns.aboutTotals(claim.code()))
                .forEach(claim -> claim.records().forEach(r -> explained.putIfAbsent(r, claim.code())));
        return explained;
    }

    /** A contract whose customer finance does not have shares the customer's reason. */
    private void hubAndFinance(Sides sides, Map<String, String> explained) {
        Map<String, String> deals = new HashMap<>();
        for (Contracted contract : run.facts().contracts()) {
            sides.hub(new Key(contract.deal(), contract.currency()), contract.total());
            deals.put(contract.number(), contract.deal());
            Optional.ofNullable(explained.get(contract.customer()))
                    .ifPresent(code -> explained.putIfAbsent(contract.deal(), code));
        }
        Map<String, String> symbols = new TreeMap<>();
        run.screen(FileRun.ERP)
                .records("currency")
                .forEach(c -> symbols.put(String.valueOf(c.get("id")), String.valueOf(c.get("symbol"))));
        for (Map<String, Object> order : run.screen(FileRun.ERP).records("salesOrder")) {
            String number = String.valueOf(order.get("otherRefNum"));
            String currency = Objects.toString(symbols.get(id(order.get("currency"))), "?");
            sides.erp(
                    new Key(deals.getOrDefault(number, "order " + number), currency),
                    new BigDecimal(String.valueOf(order.get("total"))));
        }
    }

    static String id(@Nullable Object reference) {
        return reference instanceof Map<?, ?> ref ? String.valueOf(ref.get("id")) : String.valueOf(reference);
    }
}
