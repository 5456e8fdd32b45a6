package dev.throughline.server.portfolio;

import dev.throughline.server.portfolio.Summary.Conservation;
import dev.throughline.server.portfolio.Summary.Duplicates;
import dev.throughline.server.portfolio.Summary.Reconciled;
import dev.throughline.server.portfolio.Summary.Rows;
import dev.throughline.server.portfolio.Summary.Totals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Draws up a run's accounts: what each side says, each asked in its own way. */
record Accounts(FileRun run) {
    static final String HUB_CONTRACTS = """
            SELECT v.body -> 'value' ->> 'currency', (v.body -> 'value' ->> 'amount')::numeric
            FROM canonical_object v
            WHERE v.type = 'ContractVersion' AND NOT v.deleted AND v.body ->> 'status' = 'approved'
            """;

    /** @param crm contract totals as the files themselves say; @param took time from the first file on */
    Summary draw(Rows rows, Map<String, BigDecimal> crm, Map<String, BigDecimal> hub, Duration took) {
        var facts = run.facts();
        var reconciliation = run.hub().reconciliation();
        var report = reconciliation.run(FileRun.TENANT, Optional.empty(), Optional.empty());
        var conserved = reconciliation.conservation(FileRun.TENANT);
        long contracts = facts.objects("Contract");
        return new Summary(
                rows,
                contracts,
                Math.max(0, facts.objects("ContractVersion") - contracts),
                facts.linked("kantata", "Project"),
                run.screen(FileRun.ERP).records("invoice").size(),
                run.screen(FileRun.ERP).records("customerPayment").size(),
                facts.exceptions(),
                new Totals(Summary.decimals(crm), Summary.decimals(hub), Summary.decimals(orders())),
                new Conservation(conserved.lines(), conserved.unbalanced()),
                new Reconciled(report.differences().size(), report.unexplained()),
                Duplicates.of(report),
                BigDecimal.valueOf(took.toMillis()).movePointLeft(3).setScale(1, RoundingMode.HALF_UP));
    }

    /** What finance's own screen shows as ordered. */
    private Map<String, BigDecimal> orders() {
        var sums = new TreeMap<String, BigDecimal>();
        var symbols = new TreeMap<String, String>();
        run.screen(FileRun.ERP)
                .records("currency")
                .forEach(c -> symbols.put(String.valueOf(c.get("id")), String.valueOf(c.get("symbol"))));
        for (Map<String, Object> order : run.screen(FileRun.ERP).records("salesOrder")) {
            String currency = Objects.toString(symbols.get(id(order.get("currency"))), "?");
            sums.merge(currency, new BigDecimal(String.valueOf(order.get("total"))), BigDecimal::add);
        }
        return sums;
    }

    static String id(@org.jspecify.annotations.Nullable Object reference) {
        return reference instanceof Map<?, ?> ref ? String.valueOf(ref.get("id")) : String.valueOf(reference);
    }

    /** Rows by how they ended; what no mapping wants is said already or is none of the hub's business, and so counts as superseded. */
    Rows rows(List<String> objects) {
        long read = 0;
        long applied = 0;
        long superseded = 0;
        long exceptions = 0;
        for (String object : objects) {
            for (var fate : run.facts().fates("crm", object).entrySet()) {
                long n = fate.getValue();
                read += n;
                switch (fate.getKey()) {
                    case "applied", "unchanged" -> applied += n;
                    case "superseded" -> superseded += n;
                    default -> exceptions += n;
                }
            }
        }
        return new Rows(read, applied, superseded, exceptions);
    }
}
