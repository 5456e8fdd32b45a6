package dev.throughline.connectors.netsuite;

import dev.throughline.connector.spi.Inventory;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The SuiteQL that this connector sends. Values go as parameters, never into the text. */
final class NetSuiteQueries {
    /** @param params for the question marks, in their order */
    record Query(String text, List<String> params) {}

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String MOMENT = "TO_DATE(?, 'YYYY-MM-DD HH24:MI:SS')";
    private static final String SHOWN = "TO_CHAR(%s, 'YYYY-MM-DD\"T\"HH24:MI:SS') AS modified";

    private NetSuiteQueries() {}

    static Query changes(NetSuiteObject object, NetSuiteChanges.Position position, ZoneId zone) {
        return switch (position.leg()) {
            case RECORDS -> records(object, position, zone);
            case SETTLED -> settled(position, zone);
            case DELETED -> deleted(object, position, zone);
        };
    }

    private static Query records(NetSuiteObject object, NetSuiteChanges.Position position, ZoneId zone) {
        List<String> conditions = new ArrayList<>();
        List<String> params = new ArrayList<>();
        if (object.isTransaction()) {
            conditions.add("type = ?");
            params.add(object.transactionType);
        }
        window("lastmodifieddate", "id", position, zone, conditions, params);
        return new Query(
                "SELECT id, %s FROM %s%s ORDER BY lastmodifieddate, id"
                        .formatted(SHOWN.formatted("lastmodifieddate"), object.table, where(conditions)),
                params);
    }

    /** Paying an invoice need not move its own stamp, so the stamps of what pays it are followed. */
    private static Query settled(NetSuiteChanges.Position position, ZoneId zone) {
        List<String> conditions = new ArrayList<>(List.of("p.type IN ('CustPymt', 'CustCred')"));
        List<String> params = new ArrayList<>();
        window("p.lastmodifieddate", "l.previousdoc", position, zone, conditions, params);
        return new Query(
                "SELECT l.previousdoc AS id, %s FROM transaction p JOIN nexttransactionlinelink l ON l.nextdoc = p.id%s ORDER BY p.lastmodifieddate, l.previousdoc"
                        .formatted(SHOWN.formatted("p.lastmodifieddate"), where(conditions)),
                params);
    }

    private static Query deleted(NetSuiteObject object, NetSuiteChanges.Position position, ZoneId zone) {
        List<String> conditions = new ArrayList<>(List.of("recordtypeid = ?"));
        List<String> params = new ArrayList<>(List.of(object.record.toLowerCase(Locale.ROOT)));
        window("deleteddate", "recordid", position, zone, conditions, params);
        return new Query(
                "SELECT recordid AS id, %s FROM deletedrecord%s ORDER BY deleteddate, recordid"
                        .formatted(SHOWN.formatted("deleteddate"), where(conditions)),
                params);
    }

    private static void window(
            String time,
            String id,
            NetSuiteChanges.Position position,
            ZoneId zone,
            List<String> conditions,
            List<String> params) {
        if (position.at().isPresent()) {
            var at = position.at().get();
            conditions.add("(%s > %s OR (%s = %s AND %s > ?))".formatted(time, MOMENT, time, MOMENT, id));
            params.addAll(List.of(moment(at.time(), zone), moment(at.time(), zone), at.id()));
        } else if (position.from().isPresent()) {
            conditions.add(time + " >= " + MOMENT);
            params.add(moment(position.from().get(), zone));
        }
    }

    private static String moment(Instant instant, ZoneId zone) {
        return SECONDS.format(LocalDateTime.ofInstant(instant, zone));
    }

    static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** Amounts in the currency of the document, without a sign: a credit is shown negative by some accounts. */
    static Query totals(NetSuiteObject object, Inventory.Window window) {
        List<String> conditions = new ArrayList<>();
        List<String> params = new ArrayList<>();
        scope("t.", object, window, conditions, params);
        if (!object.isTransaction()) {
            return new Query("SELECT COUNT(*) AS n FROM " + object.table + where(conditions), params);
        }
        return new Query(
                "SELECT c.symbol AS currency, COUNT(*) AS n, SUM(CASE WHEN t.voided = 'T' THEN 0 ELSE ABS(t.foreigntotal) END) AS total FROM transaction t JOIN currency c ON c.id = t.currency%s GROUP BY c.symbol"
                        .formatted(where(conditions)),
                params);
    }

    /** @param after the last id read, or empty */
    static Query inventory(NetSuiteObject object, Inventory.Window window, String after) {
        List<String> conditions = new ArrayList<>();
        List<String> params = new ArrayList<>();
        scope("", object, window, conditions, params);
        if (!after.isEmpty()) {
            conditions.add("id > ?");
            params.add(after);
        }
        return new Query("SELECT id FROM %s%s ORDER BY id".formatted(object.table, where(conditions)), params);
    }

    private static void scope(
            String prefix,
            NetSuiteObject object,
            Inventory.Window window,
            List<String> conditions,
            List<String> params) {
        if (!object.isTransaction()) {
            return;
        }
        conditions.add(prefix + "type = ?");
        params.add(object.transactionType);
        window.from().ifPresent(day -> {
            conditions.add(prefix + "trandate >= TO_DATE(?, 'YYYY-MM-DD')");
            params.add(day.toString());
        });
        window.to().ifPresent(day -> {
            conditions.add(prefix + "trandate <= TO_DATE(?, 'YYYY-MM-DD')");
            params.add(day.toString());
        });
    }

    /** Records by external id, at most 100. */
    static Query byExternalIds(NetSuiteObject object, List<String> externalIds) {
        List<String> conditions = new ArrayList<>();
        List<String> params = new ArrayList<>();
        if (object.isTransaction()) {
            conditions.add("type = ?");
            params.add(object.transactionType);
        }
        conditions.add("externalid IN (%s)"
                .formatted(String.join(", ", java.util.Collections.nCopies(externalIds.size(), "?"))));
        params.addAll(externalIds);
        String number = object.isTransaction() ? ", tranid" : "";
        return new Query(
                "SELECT id, externalid%s, %s FROM %s%s"
                        .formatted(number, SHOWN.formatted("lastmodifieddate"), object.table, where(conditions)),
                params);
    }

    /** Months, not quarters or years. */
    static final String PERIODS =
            "SELECT id, periodname, TO_CHAR(startdate, 'YYYY-MM-DD') AS startdate, TO_CHAR(enddate, 'YYYY-MM-DD') AS enddate, closed, alllocked, arlocked FROM accountingperiod WHERE (closed = 'T' OR alllocked = 'T' OR arlocked = 'T') ORDER BY startdate";

    static final String PROBE = "SELECT id FROM accountingperiod WHERE ROWNUM <= 1";
}
