package dev.throughline.server.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The server's own tables, beside the hub's and with a history of their own. */
public final class ServerSchema {
    private ServerSchema() {}

    public static void migrate(DataSource db) {
        Flyway.configure()
                .dataSource(db)
                .locations("classpath:db/server")
                .table("server_schema_history")
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load()
                .migrate();
    }
}
