package dev.throughline.hub.shadow;

import dev.throughline.hub.decide.Policies;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.workspace.WorkflowMode;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Process;
import dev.throughline.processes.Processes;
import dev.throughline.processes.comparison.BillComparison;
import dev.throughline.processes.comparison.BilledLine;
import dev.throughline.processes.timetobilling.TimeToBilling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Shadows on PostgreSQL. */
public final class PostgresShadows implements Shadows {
    private static final String COUNTS =
            "SELECT process_type, count(*) FROM command WHERE tenant = ? AND state = 'shadowed' GROUP BY process_type";

    private final Transactions transactions;
    private final Policies policies;

    public PostgresShadows(Transactions transactions, Policies policies) {
        this.transactions = transactions;
        this.policies = policies;
    }

    @Override
    public List<Workflow> workflows(TenantId tenant) {
        Map<String, Long> counts = transactions.run(c -> {
            var all = new HashMap<String, Long>();
            Sql.query(c, COUNTS, r -> all.put(r.getString(1), r.getLong(2)), tenant.value());
            return all;
        });
        return Processes.all().stream()
                .map(Process::type)
                .sorted()
                .map(type -> new Workflow(type, policies.mode(tenant, type).word(), counts.getOrDefault(type, 0L)))
                .toList();
    }

    @Override
    public Report compare(TenantId tenant, YearMonth period) {
        BothSides.Read read = transactions.snapshot(c -> read(c, tenant, period));
        var compared = BillComparison.of(read.ours(), read.theirs(), Set.of(period));
        WorkflowMode mode = policies.mode(tenant, TimeToBilling.TYPE);
        return new Report(
                period.toString(),
                mode.word(),
                compared.alike(),
                read.elsewhere(),
                compared.totals().stream().map(PostgresShadows::total).toList(),
                compared.differences().stream().map(PostgresShadows::difference).toList());
    }

    /** A month's work is billed after it, by either side; and what is billed a month early or late still has its like. */
    private static BothSides.Read read(Connection connection, TenantId tenant, YearMonth period) throws SQLException {
        return new BothSides(
                        connection,
                        tenant,
                        period.minusMonths(1).atDay(1),
                        period.plusMonths(2).atEndOfMonth())
                .read();
    }

    private static Total total(BillComparison.Total total) {
        return new Total(
                total.ours().getCurrencyUnit().getCode(),
                total.ours().getAmount(),
                total.theirs().getAmount(),
                total.theirs().minus(total.ours()).getAmount(),
                total.kinds().entrySet().stream()
                        .map(e -> new KindTotal(
                                word(e.getKey()),
                                e.getValue().lines(),
                                e.getValue().value().getAmount(),
                                e.getValue().stake().getAmount()))
                        .toList());
    }

    private static Difference difference(dev.throughline.processes.comparison.Difference one) {
        BilledLine line = one.line();
        return new Difference(
                word(one.kind()),
                one.kinds().stream().skip(1).map(PostgresShadows::word).toList(),
                line.customer().name(),
                line.project()
                        .or(() -> one.ours().stream()
                                .flatMap(l -> l.project().stream())
                                .findFirst())
                        .map(BilledLine.Party::name)
                        .orElse(""),
                one.value().getCurrencyUnit().getCode(),
                one.value().getAmount(),
                one.stake().getAmount(),
                one.says(),
                one.ours().stream().map(PostgresShadows::line).toList(),
                one.theirs().stream().map(PostgresShadows::line).toList());
    }

    private static Line line(BilledLine line) {
        return new Line(
                line.invoice(),
                line.invoicedOn(),
                line.description(),
                line.quantity(),
                line.rate(),
                line.amount().getAmount());
    }

    private static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
