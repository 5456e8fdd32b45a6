package dev.throughline.server.web;

import dev.throughline.hub.storage.Space;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What health says of the database, in sentences that anybody may read. */
final class StorageHealth {
    private static final String SAYS = "says";
    private static final Duration LATELY = Duration.ofMinutes(1);

    private StorageHealth() {}

    static Health answers(JdbcClient db) {
        try {
            db.sql("SELECT 1").query(Integer.class).single();
            return Health.up().build();
        } catch (DataAccessException away) {
            return Health.down()
                    .withDetail(
                            SAYS,
                            "The database does not answer. What was accepted is kept, nothing more is accepted, and the hub goes on by itself when it answers again.")
                    .build();
        }
    }

    static Health hasRoom() {
        return Space.lackedWithin(LATELY)
                ? Health.down()
                        .withDetail(
                                SAYS,
                                "The database has no disk space left. What was accepted is kept, and the hub goes on by itself as soon as space is freed or added.")
                        .build()
                : Health.up().build();
    }
}
