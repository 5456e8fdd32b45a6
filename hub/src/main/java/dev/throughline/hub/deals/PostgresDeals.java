package dev.throughline.hub.deals;

import dev.throughline.hub.decide.Rehearsal;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.Opportunity;
import dev.throughline.model.Ref;
import dev.throughline.model.TenantId;
import dev.throughline.processes.Problem;
import dev.throughline.processes.quotetoproject.DealReview;
import dev.throughline.processes.quotetoproject.QuoteToProject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Deals on PostgreSQL. Waiting holds no connection: the deal is looked at again and again, each time for a moment. */
public final class PostgresDeals implements Deals {
    private static final Duration LOOK = Duration.ofMillis(100);

    /** States that the workflow leaves by itself, when a system has answered. */
    private static final Set<String> UNDER_WAY = Set.of("CreatingCustomer", "CreatingProject", "Reporting");

    private static final String ASKED = """
            SELECT e.seq <= p.done_seq
            FROM event e JOIN stage_progress p ON p.stage = 'decide' AND p.partition = e.partition
            WHERE e.tenant = ? AND e.subject = ? AND e.kind = 'Asked'
            ORDER BY e.seq DESC
            LIMIT 1
            """;

    private static final String STANDS = """
            SELECT state_name, CASE state_name WHEN 'Active' THEN state #>> '{plan,project}' WHEN 'Reporting' THEN state #>> '{plan,project}' END
            FROM process_instance
            WHERE tenant = ? AND type = ? AND key = ?
            """;

    private static final String FAULTS = """
            SELECT code, owner, subject, says, remedy
            FROM exception
            WHERE tenant = ? AND origin = 'process' AND origin_key = ? AND state = 'open'
            ORDER BY id
            """;

    private final Transactions transactions;
    private final Rehearsal rehearsal;

    public PostgresDeals(Transactions transactions, Rehearsal rehearsal) {
        this.transactions = transactions;
        this.rehearsal = rehearsal;
    }

    @Override
    public Optional<Judged> validate(TenantId tenant, Ref<Opportunity> deal) {
        return transactions.snapshot(c -> DealReview.of(deal, rehearsal.facts(c, tenant))
                .map(review -> new Judged(
                        deal.id(),
                        word(review.deal().stage()),
                        review.problems().isEmpty(),
                        review.problems().stream().map(PostgresDeals::fault).toList())));
    }

    private static Fault fault(Problem problem) {
        return new Fault(
                problem.code(), problem.owner().name(), problem.subject().id(), problem.says(), problem.remedy());
    }

    private static String word(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Outcome await(TenantId tenant, Ref<Opportunity> deal, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        Outcome outcome = outcome(tenant, deal);
        while (!outcome.settled()
                && System.nanoTime() < end
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(Math.min(LOOK.toNanos(), Math.max(1, end - System.nanoTime())));
            outcome = outcome(tenant, deal);
        }
        return outcome;
    }

    private Outcome outcome(TenantId tenant, Ref<Opportunity> deal) {
        return transactions.snapshot(c -> outcome(c, tenant, deal.id()));
    }

    private static Outcome outcome(Connection connection, TenantId tenant, String deal) throws SQLException {
        record Stands(String state, Optional<String> project) {}
        boolean decided = Sql.queryOne(connection, ASKED, r -> r.getBoolean(1), tenant.value(), deal)
                .orElse(true);
        var stands = Sql.queryOne(
                        connection,
                        STANDS,
                        r -> new Stands(r.getString(1), Optional.ofNullable(r.getString(2))),
                        tenant.value(),
                        QuoteToProject.TYPE,
                        deal)
                .orElse(new Stands("Waiting", Optional.empty()));
        List<Fault> faults = Sql.query(
                connection,
                FAULTS,
                r -> new Fault(r.getString(1), r.getString(2), r.getString(3), r.getString(4), r.getString(5)),
                tenant.value(),
                QuoteToProject.TYPE + "/" + deal);
        boolean settled = decided && !UNDER_WAY.contains(stands.state());
        return new Outcome(deal, settled, stands.state(), stands.project(), faults);
    }
}
