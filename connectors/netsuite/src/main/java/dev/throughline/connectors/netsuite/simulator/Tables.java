package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connectors.netsuite.simulator.sql.SqlTable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The account's records as SuiteQL sees them: lower-case columns, T and F, dates in the account's time zone (here UTC). */
final class Tables {
    private static final Map<String, String> NAMES = Map.of("item", "serviceSaleItem");

    private final Account account;
    private final Map<String, SqlTable> tables = new HashMap<>();

    Tables(Account account) {
        this.account = account;
        account.catalog.types().stream()
                .filter(type -> !type.isTransaction() && !type.name().equals("serviceSaleItem"))
                .forEach(type -> tables.put(type.name().toLowerCase(Locale.ROOT), list(type)));
        NAMES.forEach((name, type) -> tables.put(name, list(account.type(type))));
        TransactionTables.addTo(tables, account);
        tables.put("deletedrecord", deleted());
    }

    Optional<SqlTable> find(String name) {
        return Optional.ofNullable(tables.get(name));
    }

    private SqlTable list(RecordType type) {
        Map<String, Field> columns = new java.util.LinkedHashMap<>();
        type.fields().values().stream()
                .filter(f -> f.kind() != Field.Kind.SUBLIST && f.kind() != Field.Kind.OBJECT)
                .forEach(f -> columns.put(f.name().toLowerCase(Locale.ROOT), f));
        return new SqlTable(
                type.name(),
                List.copyOf(columns.keySet()),
                () -> rows(account.store.all(type.name()).stream(), columns)::iterator,
                Map.of(
                        "id", id -> one(account.store.find(type.name(), id), columns),
                        "externalid", id -> one(account.store.findExternal(type.name(), id), columns)));
    }

    private Stream<SqlTable.Row> rows(Stream<Rec> records, Map<String, Field> columns) {
        return records.map(rec -> row(rec, columns));
    }

    private List<SqlTable.Row> one(Optional<Rec> rec, Map<String, Field> columns) {
        return rec.map(r -> row(r, columns)).stream().toList();
    }

    private SqlTable.Row row(Rec rec, Map<String, Field> columns) {
        return new SqlTable.Row() {
            @Override
            public @Nullable Object value(String column) {
                return switch (column) {
                    case "id" -> BigDecimal.valueOf(rec.id);
                    case "externalid" -> rec.externalId;
                    case "createddate" -> time(rec.created);
                    case "lastmodifieddate" -> time(rec.modified);
                    case "balance", "overduebalance" ->
                        Receivables.of(account, rec, columns.get(column).name());
                    default -> sql(rec.values.get(columns.get(column).name()));
                };
            }

            @Override
            public @Nullable Object display(String column) {
                Object value = value(column);
                return value == null ? null : shown(account, columns.get(column), value);
            }
        };
    }

    static Object shown(Account account, Field field, Object value) {
        if (field.kind() == Field.Kind.ENUM) {
            return field.choices().getOrDefault(value, "");
        }
        for (String target : field.targets()) {
            Optional<Rec> found = account.store.find(target, String.valueOf(value));
            if (found.isPresent()) {
                return found.get().title();
            }
        }
        return value;
    }

    static @Nullable Object sql(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth ? "T" : "F";
            case LocalDate date -> date.atStartOfDay();
            case List<?> ids ->
                ids.isEmpty()
                        ? null
                        : String.join(", ", ids.stream().map(String::valueOf).toList());
            default -> value;
        };
    }

    static LocalDateTime time(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private SqlTable deleted() {
        return new SqlTable(
                "deletedrecord",
                List.of("recordid", "recordtypeid", "name", "deleteddate"),
                () -> deletedRows(),
                Map.of());
    }

    private List<SqlTable.Row> deletedRows() {
        List<SqlTable.Row> rows = new ArrayList<>();
        for (Store.Deleted gone : account.store.deleted()) {
            rows.add(column -> switch (column) {
                case "recordid" -> BigDecimal.valueOf(gone.id());
                case "recordtypeid" -> gone.type().toLowerCase(Locale.ROOT);
                case "name" -> gone.name();
                default -> time(gone.at());
            });
        }
        return rows;
    }
}
