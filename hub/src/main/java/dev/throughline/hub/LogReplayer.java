package dev.throughline.hub;

import dev.throughline.hub.decide.Redecision;
import dev.throughline.hub.storage.Logs;
import dev.throughline.hub.storage.Position;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.translate.Retranslation;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Replays out of the logs. */
final class LogReplayer implements Replayer {
    /** The corrected copy lies in its record's partition, behind the original. */
    private static final String CORRECTED = """
            INSERT INTO change (partition, seq, tenant, system, object_type, external_id, version_token, ordinal, operation,
                                occurred_at, received_at, via, correlation_id, payload)
            SELECT partition, ?, tenant, system, object_type, external_id, ?, ordinal, operation, occurred_at, ?, 'replay', correlation_id, ?
            FROM change
            WHERE partition = ? AND seq = ? AND tenant = ?
            """;

    private final InstantSource clock;

    LogReplayer(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public void translateAgain(Connection connection, TenantId tenant, List<String> positions) throws SQLException {
        Retranslation.queue(connection, positions.stream().map(Position::parse).toList(), clock.instant());
    }

    @Override
    public void decideAgain(Connection connection, TenantId tenant, List<String> positions) throws SQLException {
        Redecision.queue(
                connection, tenant, positions.stream().map(Position::parse).toList(), clock.instant());
    }

    @Override
    public void corrected(Connection connection, TenantId tenant, String original, String versionToken, String payload)
            throws SQLException {
        Position position = Position.parse(original);
        long seq = Logs.reserve(connection, Logs.CHANGE, Map.of(position.partition(), 1))
                .get(position.partition());
        Sql.update(
                connection,
                CORRECTED,
                seq,
                versionToken,
                clock.instant(),
                payload,
                position.partition(),
                position.seq(),
                tenant.value());
    }
}
