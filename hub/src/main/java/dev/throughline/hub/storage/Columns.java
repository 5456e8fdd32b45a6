package dev.throughline.hub.storage;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose parameters are mostly whole columns, for {@code unnest}: a batch is one round trip however many rows it has. Parameters are given in the order of the
 * statement's question marks. Not thread-safe; to be closed.
 */
public final class Columns implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement statement;
    private int next = 1;

    private Columns(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    public static Columns of(Connection connection, String sql) throws SQLException {
        return new Columns(connection, connection.prepareStatement(sql));
    }

    public Columns text(@Nullable String value) throws SQLException {
        statement.setString(next++, value == null ? null : storable(value));
        return this;
    }

    public Columns number(long value) throws SQLException {
        statement.setLong(next++, value);
        return this;
    }

    public Columns time(Instant value) throws SQLException {
        statement.setObject(next++, value.atOffset(ZoneOffset.UTC));
        return this;
    }

    public Columns date(@Nullable LocalDate value) throws SQLException {
        statement.setObject(next++, value);
        return this;
    }

    public <T> Columns texts(List<T> rows, Function<? super T, @Nullable String> column) throws SQLException {
        return array("text", rows, r -> {
            String value = column.apply(r);
            return value == null ? null : storable(value);
        });
    }

    public Columns texts(List<String> rows) throws SQLException {
        return texts(rows, Function.identity());
    }

    public <T> Columns numbers(List<T> rows, Function<? super T, @Nullable Long> column) throws SQLException {
        return array("int8", rows, column);
    }

    public <T> Columns decimals(List<T> rows, Function<? super T, @Nullable BigDecimal> column) throws SQLException {
        return array("numeric", rows, column);
    }

    public <T> Columns dates(List<T> rows, Function<? super T, @Nullable LocalDate> column) throws SQLException {
        return array("text", rows, r -> {
            LocalDate value = column.apply(r);
            return value == null ? null : value.toString();
        });
    }

    public <T> Columns times(List<T> rows, Function<? super T, @Nullable Instant> column) throws SQLException {
        return array("text", rows, r -> {
            Instant value = column.apply(r);
            return value == null ? null : value.toString();
        });
    }

    /** @return how many rows were changed */
    public int update() throws SQLException {
        return statement.executeUpdate();
    }

    public <T> List<T> query(Row<T> row) throws SQLException {
        List<T> found = new ArrayList<>();
        try (ResultSet results = statement.executeQuery()) {
            while (results.next()) {
                found.add(row.read(results));
            }
        }
        return found;
    }

    /** Reads in portions, in bounded memory. The connection must be inside a transaction. */
    public void stream(int portion, Each each) throws SQLException {
        statement.setFetchSize(portion);
        try (ResultSet results = statement.executeQuery()) {
            while (results.next()) {
                each.read(results);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    /** PostgreSQL refuses NUL, and half a surrogate pair has no UTF-8: both become U+FFFD, so that hostile text is stored and never stops a batch. */
    public static String storable(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return repaired(value);
            }
        }
        return value;
    }

    private static String repaired(String value) {
        var out = new StringBuilder(value.length());
        value.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(out::appendCodePoint);
        return out.toString();
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at.toInstant();
    }

    private <T> Columns array(String type, List<T> rows, Function<? super T, ?> column) throws SQLException {
        Object[] values = new Object[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(next++, connection.createArrayOf(type, values));
        return this;
    }

    /** Reads one row. */
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes one row. */
    public interface Each {
        void read(ResultSet row) throws SQLException;
    }
}
