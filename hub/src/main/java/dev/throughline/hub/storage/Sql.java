package dev.throughline.hub.storage;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements with positional parameters on a given connection; columns of a batch travel as arrays, a batch a statement. */
public final class Sql {
    private Sql() {}

    /** Reads one row. */
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    public static <T> List<T> query(
            Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> result = new ArrayList<>();
            while (rows.next()) {
                result.add(reader.read(rows));
            }
            return result;
        }
    }

    public static <T> Optional<T> queryOne(
            Connection connection, String sql, RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        List<T> rows = query(connection, sql, reader, parameters);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
    }

    /** @return rows changed */
    public static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** A column of texts of a batch. */
    public static <T> Column texts(Collection<T> rows, Function<T, @Nullable String> value) {
        return new Column("text", rows.stream().map(value).toArray());
    }

    public static <T> Column longs(Collection<T> rows, Function<T, Long> value) {
        return new Column("bigint", rows.stream().map(value).toArray());
    }

    public static <T> Column integers(Collection<T> rows, Function<T, @Nullable Integer> value) {
        return new Column("integer", rows.stream().map(value).toArray());
    }

    public static <T> Column shorts(Collection<T> rows, Function<T, Short> value) {
        return new Column("smallint", rows.stream().map(value).toArray());
    }

    public static <T> Column booleans(Collection<T> rows, Function<T, Boolean> value) {
        return new Column("boolean", rows.stream().map(value).toArray());
    }

    public static <T> Column decimals(Collection<T> rows, Function<T, @Nullable BigDecimal> value) {
        return new Column("numeric", rows.stream().map(value).toArray());
    }

    public static <T> Column instants(Collection<T> rows, Function<T, Instant> value) {
        return new Column(
                "timestamptz", rows.stream().map(value.andThen(Sql::offset)).toArray());
    }

    /** @param type PostgreSQL's name of the element type */
    public record Column(String type, @Nullable Object[] values) {}

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }

    public static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }

    private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object[] parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            switch (parameter) {
                case null -> statement.setObject(i + 1, null);
                case Column(var type, var values) -> statement.setArray(i + 1, connection.createArrayOf(type, values));
                case Instant at -> statement.setObject(i + 1, offset(at));
                case LocalDate day -> statement.setObject(i + 1, day);
                default -> statement.setObject(i + 1, parameter);
            }
        }
        return statement;
    }

    private static OffsetDateTime offset(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
