package dev.throughline.server.database;

import javax.sql.DataSource;

/** An open store. Closing it ends the connections, and an embedded server with them. */
public interface Database extends AutoCloseable {
    DataSource source();

    /** For people: where it is; holds no password. */
    String says();

    @Override
    void close();
}
