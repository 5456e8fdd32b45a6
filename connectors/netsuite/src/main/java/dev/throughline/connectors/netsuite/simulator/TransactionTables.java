package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connectors.netsuite.simulator.sql.SqlTable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code transaction}, its lines, and the links between them. Subsidiary and dimensions are on the lines, not on the header, as they are at the vendor. */
final class TransactionTables {
    private static final Map<String, String> TYPES = Map.of(
            "salesOrder",
            "SalesOrd",
            "invoice",
            "CustInvc",
            "creditMemo",
            "CustCred",
            "customerPayment",
            "CustPymt",
            "intercompanyJournalEntry",
            "Journal");
    private static final List<String> HEADER = List.of(
            "id",
            "type",
            "recordtype",
            "tranid",
            "transactionnumber",
            "trandate",
            "entity",
            "currency",
            "exchangerate",
            "foreigntotal",
            "foreignamountpaid",
            "foreignamountunpaid",
            "status",
            "approvalstatus",
            "postingperiod",
            "duedate",
            "terms",
            "memo",
            "otherrefnum",
            "externalid",
            "voided",
            "posting",
            "createddate",
            "lastmodifieddate");
    private static final List<String> LINE = List.of(
            "transaction",
            "id",
            "uniquekey",
            "linesequencenumber",
            "mainline",
            "taxline",
            "item",
            "quantity",
            "rate",
            "foreignamount",
            "memo",
            "entity",
            "subsidiary",
            "department",
            "class",
            "location");
    private static final List<String> LINK =
            List.of("previousdoc", "previousline", "nextdoc", "nextline", "linktype", "foreignamount");

    private TransactionTables() {}

    static void addTo(Map<String, SqlTable> tables, Account account) {
        tables.put("transaction", transactions(account));
        tables.put("transactionline", lines(account));
        SqlTable links = links(account);
        tables.put("nexttransactionlinelink", links);
        tables.put("previoustransactionlinelink", links);
    }

    private static Stream<Rec> all(Account account) {
        return TYPES.keySet().stream().sorted().flatMap(type -> account.store.all(type).stream());
    }

    private static Optional<Rec> find(Account account, String id) {
        return TYPES.keySet().stream()
                .flatMap(type -> account.store.find(type, id).stream())
                .findFirst();
    }

    private static SqlTable transactions(Account account) {
        return new SqlTable(
                "transaction",
                HEADER,
                () -> all(account).map(rec -> (SqlTable.Row) header(account, rec))::iterator,
                Map.of(
                        "id",
                                id -> find(account, id).map(rec -> header(account, rec)).stream()
                                        .toList(),
                        "type", type -> ofType(account, type),
                        "externalid",
                                external -> TYPES.keySet().stream()
                                        .flatMap(type -> account.store.findExternal(type, external).stream())
                                        .map(rec -> header(account, rec))
                                        .toList()));
    }

    private static List<SqlTable.Row> ofType(Account account, String type) {
        return TYPES.entrySet().stream()
                .filter(e -> e.getValue().equals(type))
                .flatMap(e -> account.store.all(e.getKey()).stream())
                .map(rec -> header(account, rec))
                .toList();
    }

    private static SqlTable.Row header(Account account, Rec rec) {
        return new SqlTable.Row() {
            @Override
            public @Nullable Object value(String column) {
                return headerValue(rec, column);
            }

            @Override
            public @Nullable Object display(String column) {
                Object value = headerValue(rec, column);
                Field field = rec.type.fields().get(column.equals("postingperiod") ? "postingPeriod" : column);
                return value == null || field == null ? value : Tables.shown(account, field, value);
            }
        };
    }

    private static @Nullable Object headerValue(Rec rec, String column) {
        boolean payment = rec.type.name().equals("customerPayment");
        boolean credit = rec.type.name().equals("creditMemo");
        BigDecimal total = rec.amount(payment ? "payment" : "total");
        return switch (column) {
            case "id" -> BigDecimal.valueOf(rec.id);
            case "type" -> TYPES.get(rec.type.name());
            case "recordtype" -> rec.type.name().toLowerCase(java.util.Locale.ROOT);
            case "tranid", "transactionnumber" -> rec.values.get("tranId");
            case "trandate" -> Tables.sql(rec.values.get("tranDate"));
            case "entity" -> rec.values.get(payment ? "customer" : "entity");
            case "exchangerate" -> rec.values.get("exchangeRate");
            // A credit lowers what the customer owes, and is shown so.
            case "foreigntotal" -> credit ? total.negate() : total;
            case "foreignamountpaid" -> rec.values.get(payment || credit ? "applied" : "amountPaid");
            case "foreignamountunpaid" -> rec.values.get(payment || credit ? "unapplied" : "amountRemaining");
            case "approvalstatus" -> rec.values.get("approvalStatus");
            case "postingperiod" -> rec.values.get("postingPeriod");
            case "duedate" -> Tables.sql(rec.values.get("dueDate"));
            case "otherrefnum" -> rec.values.get("otherRefNum");
            case "externalid" -> rec.externalId;
            case "voided" -> rec.text("status").equals("V") ? "T" : "F";
            case "posting" -> rec.type.posts() ? "T" : "F";
            case "createddate" -> Tables.time(rec.created);
            case "lastmodifieddate" -> Tables.time(rec.modified);
            default -> Tables.sql(rec.values.get(column));
        };
    }

    private static SqlTable lines(Account account) {
        return new SqlTable(
                "transactionline",
                LINE,
                () -> all(account).flatMap(rec -> lines(rec).stream())::iterator,
                Map.of(
                        "transaction",
                        id -> find(account, id).map(TransactionTables::lines).orElse(List.of())));
    }

    /** The main line carries the total; the others balance it, so that income has the opposite sign. */
    private static List<SqlTable.Row> lines(Rec rec) {
        List<SqlTable.Row> rows = new ArrayList<>();
        boolean credit = rec.type.name().equals("creditMemo");
        BigDecimal total = rec.amount(rec.type.isSale() ? "total" : "payment");
        rows.add(line(rec, Map.of("line", BigDecimal.ZERO, "amount", credit ? total.negate() : total), true, false));
        BigDecimal tax = rec.amount("taxTotal");
        BigDecimal sign = BigDecimal.valueOf(credit ? 1 : -1);
        for (Map<String, Object> item : rec.type.isSale() ? rec.sublist("item") : List.<Map<String, Object>>of()) {
            Map<String, Object> signed = new java.util.LinkedHashMap<>(item);
            signed.computeIfPresent("amount", (_, v) -> ((BigDecimal) v).multiply(sign));
            signed.computeIfPresent("quantity", (_, v) -> ((BigDecimal) v).multiply(sign));
            rows.add(line(rec, signed, false, false));
        }
        if (tax.signum() != 0) {
            rows.add(line(
                    rec, Map.of("line", BigDecimal.valueOf(rows.size()), "amount", tax.multiply(sign)), false, true));
        }
        return rows;
    }

    private static SqlTable.Row line(Rec rec, Map<String, Object> line, boolean main, boolean tax) {
        return column -> switch (column) {
            case "transaction" -> BigDecimal.valueOf(rec.id);
            case "id", "linesequencenumber" -> line.get("line");
            case "uniquekey" -> line.get("lineUniqueKey");
            case "mainline" -> main ? "T" : "F";
            case "taxline" -> tax ? "T" : "F";
            case "foreignamount" -> line.get("amount");
            case "memo" -> main ? rec.values.get("memo") : line.get("description");
            case "entity" -> rec.values.get(rec.type.isSale() ? "entity" : "customer");
            case "subsidiary" -> rec.values.get("subsidiary");
            case "department", "class", "location" -> line.getOrDefault(column, rec.values.get(column));
            default -> Tables.sql(line.get(column));
        };
    }

    private static SqlTable links(Account account) {
        return new SqlTable(
                "nexttransactionlinelink",
                LINK,
                () -> Stream.of("customerPayment", "creditMemo")
                        .flatMap(type -> account.store.all(type).stream())
                        .flatMap(payer -> account.applications.of(payer.id).stream())
                        .map(TransactionTables::link)::iterator,
                Map.of(
                        "nextdoc",
                                id -> Store.digits(id)
                                        ? linked(account.applications.of(Long.parseLong(id)))
                                        : List.of(),
                        "previousdoc",
                                id -> Store.digits(id)
                                        ? linked(account.applications.to(Long.parseLong(id)))
                                        : List.of()));
    }

    private static List<SqlTable.Row> linked(List<Applications.Applied> applied) {
        return applied.stream().map(TransactionTables::link).toList();
    }

    private static SqlTable.Row link(Applications.Applied applied) {
        return column -> switch (column) {
            case "previousdoc" -> BigDecimal.valueOf(applied.invoice());
            case "nextdoc" -> BigDecimal.valueOf(applied.payer());
            case "linktype" -> "Payment";
            case "foreignamount" -> applied.amount();
            default -> BigDecimal.ZERO;
        };
    }
}
