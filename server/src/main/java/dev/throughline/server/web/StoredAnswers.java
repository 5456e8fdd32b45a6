package dev.throughline.server.web;

import dev.throughline.server.security.Caller;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Answers to requests that carried an Idempotency-Key, in table {@code api_idempotency}. */
final class StoredAnswers {
    /** A request that was begun this long ago and has no answer was lost with its node; the next one may do it. */
    private static final Duration LOST_AFTER = Duration.ofMinutes(2);

    private static final String BEGIN = """
            INSERT INTO api_idempotency AS known (tenant, client, key, request_hash, at)
            VALUES (:tenant, :client, :key, :hash, :now)
            ON CONFLICT (tenant, client, key) DO UPDATE
            SET at = excluded.at
            WHERE known.status IS NULL
              AND known.at < :lostBefore
              AND known.request_hash = excluded.request_hash
            """;
    private static final String READ = """
            SELECT request_hash, status, answer
            FROM api_idempotency
            WHERE tenant = :tenant AND client = :client AND key = :key
            """;
    private static final String END = """
            UPDATE api_idempotency
            SET status = :status, answer = :answer
            WHERE tenant = :tenant AND client = :client AND key = :key
            """;
    private static final String FORGET = """
            DELETE FROM api_idempotency
            WHERE tenant = :tenant AND client = :client AND key = :key AND status IS NULL
            """;

    private final JdbcClient db;
    private final InstantSource clock;

    /** What is known of a key. */
    sealed interface Known {
        /** Nobody has used it: go on. */
        record Fresh() implements Known {}

        record Answered(int status, String answer) implements Known {}

        record UnderWay() implements Known {}

        record OtherRequest() implements Known {}
    }

    private record Row(String hash, int status, String answer) {}

    StoredAnswers(JdbcClient db, InstantSource clock) {
        this.db = db;
        this.clock = clock;
    }

    Known begin(Caller caller, String key, String hash) {
        var now = clock.instant();
        int mine = statement(BEGIN, caller, key)
                .param("hash", hash)
                .param("now", Timestamp.from(now))
                .param("lostBefore", Timestamp.from(now.minus(LOST_AFTER)))
                .update();
        if (mine == 1) {
            return new Known.Fresh();
        }
        // Gone again when the one under way failed in between: the caller's next try will be fresh.
        return statement(READ, caller, key)
                .query((row, _) -> known(
                        new Row(
                                row.getString("request_hash"),
                                row.getInt("status"),
                                java.util.Objects.requireNonNullElse(row.getString("answer"), "")),
                        hash))
                .optional()
                .orElseGet(Known.UnderWay::new);
    }

    void end(Caller caller, String key, int status, String answer) {
        statement(END, caller, key)
                .param("status", status)
                .param("answer", answer)
                .update();
    }

    void forget(Caller caller, String key) {
        statement(FORGET, caller, key).update();
    }

    private static Known known(Row row, String hash) {
        if (!row.hash.equals(hash)) {
            return new Known.OtherRequest();
        }
        return row.status == 0 ? new Known.UnderWay() : new Known.Answered(row.status, row.answer);
    }

    private JdbcClient.StatementSpec statement(String sql, Caller caller, String key) {
        return db.sql(sql)
                .param("tenant", caller.tenant().value())
                .param("client", caller.name())
                .param("key", key);
    }
}
