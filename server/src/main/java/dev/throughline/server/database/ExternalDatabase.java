package dev.throughline.server.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;

/** Somebody else's PostgreSQL, by address. */
public final class ExternalDatabase implements Database {
    private final HikariDataSource pool;
    private final String url;

    private ExternalDatabase(HikariDataSource pool, String url) {
        this.pool = pool;
        this.url = url;
    }

    /** @throws DatabaseTrouble when it cannot be reached or refuses us */
    public static ExternalDatabase open(String url, String user, String password) {
        return new ExternalDatabase(Pool.open(url, user, password), url.replaceFirst("\\?.*", ""));
    }

    @Override
    public DataSource source() {
        return pool;
    }

    @Override
    public String says() {
        return url;
    }

    @Override
    public void close() {
        pool.close();
    }
}
