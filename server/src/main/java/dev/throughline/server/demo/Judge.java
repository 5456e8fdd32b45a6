package dev.throughline.server.demo;

import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.observe.Observer.Overview;
import dev.throughline.hub.reconcile.Reconciliation.Conservation;
import dev.throughline.hub.reconcile.Reconciliation.Report;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Counts what the vendors hold at the end, and asks the hub for its own account of it. */
final class Judge {
    /** Older than what is known, or the same. */
    private static final List<String> OVERTAKEN = List.of("superseded", "unchanged");

    private static final String VOIDED = "V";

    /** A change that waits for another is explained by the exception of that other. */
    private static final List<String> ON_THE_DESK = List.of("held", "dead", "waiting");
    /** Contracts of deals that became projects, by their newest version; the hub made them or took them from sales. */
    private static final String CONTRACTS = """
            SELECT body -> 'value' ->> 'currency' AS currency, sum((body -> 'value' ->> 'amount')::numeric) AS amount
            FROM (
                SELECT DISTINCT ON (body ->> 'contract') body
                FROM canonical_object
                WHERE tenant = ? AND type = 'ContractVersion' AND NOT deleted
                ORDER BY body ->> 'contract', (body ->> 'number')::int DESC
            ) AS newest
            GROUP BY 1
            """;

    private static final String AMENDMENTS = """
            SELECT count(*)
            FROM canonical_object
            WHERE tenant = ? AND type = 'ContractVersion' AND NOT deleted AND (body ->> 'number')::int > 1
            """;

    private final World world;
    private final VendorsLink vendors;
    private final JdbcClient db;

    Judge(World world, VendorsLink vendors, DataSource db) {
        this.world = world;
        this.vendors = vendors;
        this.db = JdbcClient.create(db);
    }

    /** An outcome and the two reports of the hub behind it. */
    record Verdict(Outcome outcome, Conservation conservation, Report report) {}

    Verdict judge(boolean rested, long seconds) {
        var conservation = world.hub().reconciliation().conservation(world.tenant());
        var report = world.hub().reconciliation().run(world.tenant(), Optional.empty(), Optional.empty());
        List<Map<String, Object>> deals = vendors.records(Vendors.CRM, "Opportunity");
        List<Map<String, Object>> orders = records("salesOrder");
        List<Map<String, Object>> invoices =
                records("invoice").stream().filter(i -> !isVoided(i)).toList();
        var outcome = new Outcome(
                rows(world.hub().observer().overview(world.tenant())),
                orders.size(),
                db.sql(AMENDMENTS)
                        .param(world.tenant().value())
                        .query(Long.class)
                        .single(),
                vendors.records(Vendors.PSA, "workspaces").size(),
                invoices.size(),
                records("customerPayment").size(),
                reasons(),
                new Outcome.Totals(
                        sums(sold(deals), d -> String.valueOf(d.get("CurrencyIsoCode")), "Amount"),
                        contracts(),
                        sums(orders, this::currency, "total")),
                new Outcome.Totals(
                        sums(deals, d -> String.valueOf(d.get("CurrencyIsoCode")), "Amount_Invoiced__c"),
                        billed(conservation),
                        sums(invoices, this::currency, "total")),
                new Outcome.Conserved(conservation.lines(), conservation.unbalanced()),
                new Outcome.Reconciled(report.differences().size(), report.unexplained()),
                new Outcome.Doubled(
                        report.duplicates().customers(),
                        report.duplicates().projects(),
                        report.duplicates().invoices()),
                absences(),
                vendors.mishaps(),
                rested,
                seconds);
        return new Verdict(outcome, conservation, report);
    }

    /** Deals with a project, at the value of their contract where sales keeps one: that is what was agreed last. */
    private List<Map<String, Object>> sold(List<Map<String, Object>> deals) {
        Map<String, Object> values = new TreeMap<>();
        vendors.records(Vendors.CRM, "Contract")
                .forEach(c -> values.put(String.valueOf(c.get("Opportunity__c")), c.get("Contract_Value__c")));
        return deals.stream()
                .filter(d -> d.get("PSA_Project_Id__c") != null)
                .map(d -> {
                    Map<String, Object> deal = new HashMap<>(d);
                    Object agreed = values.get(String.valueOf(d.get("Id")));
                    if (agreed != null) {
                        deal.put("Amount", agreed);
                    }
                    return deal;
                })
                .toList();
    }

    /** By the amount of each request there, and by the entry of each day here. */
    private Outcome.Absences absences() {
        return new Outcome.Absences(
                hours(
                        vendors.records(Vendors.HCM, "time_off").stream()
                                .filter(a -> "approved".equals(a.get("status")))
                                .toList(),
                        "amount"),
                hours(vendors.records(Vendors.PSA, "time_off_entries"), "hours"));
    }

    private static String hours(List<Map<String, Object>> records, String field) {
        return records.stream()
                .map(r -> new BigDecimal(String.valueOf(r.get(field))))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static Outcome.Rows rows(Overview overview) {
        long applied = count(overview, List.of("applied"));
        long overtaken = count(overview, OVERTAKEN);
        long ignored = count(overview, List.of("ignored"));
        long desk = count(overview, ON_THE_DESK);
        long read = overview.captured() - ignored;
        return new Outcome.Rows(read, applied, overtaken, desk, read - applied - overtaken - desk, ignored);
    }

    private static long count(Overview overview, List<String> fates) {
        return fates.stream()
                .mapToLong(f -> overview.fates().getOrDefault(f, 0L))
                .sum();
    }

    private Map<String, Long> reasons() {
        return world.hub().exceptions().groups(world.tenant(), Exceptions.Filter.OPEN).stream()
                .collect(Collectors.toMap(Exceptions.Group::code, Exceptions.Group::count, Long::sum, TreeMap::new));
    }

    private List<Map<String, Object>> records(String object) {
        return vendors.records(Vendors.ERP, object);
    }

    private static boolean isVoided(Map<String, Object> record) {
        return record.get("status") instanceof Map<?, ?> status && VOIDED.equals(status.get("id"));
    }

    private String currency(Map<String, Object> record) {
        String name = record.get("currency") instanceof Map<?, ?> ref
                ? String.valueOf(ref.get("refName"))
                : String.valueOf(record.get("currency"));
        return switch (name) {
            case "US Dollar" -> "USD";
            case "British pound" -> "GBP";
            case "Euro" -> "EUR";
            default -> name;
        };
    }

    private Map<String, String> contracts() {
        Map<String, String> sums = new TreeMap<>();
        db.sql(CONTRACTS)
                .param(world.tenant().value())
                .query((row, _) -> sums.put(row.getString("currency"), Outcome.text(row.getBigDecimal("amount"))))
                .list();
        return sums;
    }

    private static Map<String, String> billed(Conservation conservation) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        conservation.places().stream()
                .filter(p -> p.place().equals("BILLED") || p.place().equals("PAID"))
                .forEach(p -> sums.merge(p.currency(), p.amount(), BigDecimal::add));
        return texts(sums);
    }

    private static Map<String, String> sums(
            List<Map<String, Object>> records, Function<Map<String, Object>, String> currency, String field) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (Map<String, Object> record : records) {
            if (record.get(field) != null) {
                sums.merge(currency.apply(record), new BigDecimal(String.valueOf(record.get(field))), BigDecimal::add);
            }
        }
        return texts(sums);
    }

    private static Map<String, String> texts(Map<String, BigDecimal> sums) {
        Map<String, String> texts = new TreeMap<>();
        sums.forEach((currency, sum) -> texts.put(currency, Outcome.text(sum)));
        return texts;
    }
}
