package dev.throughline.hub.thread;

import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Keeps the names that things are searched by. Stateless. */
public final class SearchWriter {
    private static final int LONGEST = 200;

    private static final String NAMES = """
            INSERT INTO search_name (tenant, name, canonical_id, what)
            SELECT ?, n.* FROM unnest(?, ?, ?) n
            ON CONFLICT (tenant, name, canonical_id) DO NOTHING
            """;

    /** @param what which name it is, for people */
    public record Name(String name, String canonicalId, String what) {
        String key() {
            String lower = name.strip().toLowerCase(Locale.ROOT).replace('\u0000', ' ');
            return lower.length() > LONGEST ? lower.substring(0, LONGEST) : lower;
        }
    }

    public void names(Connection connection, TenantId tenant, Collection<Name> names) throws SQLException {
        Map<String, Name> distinct = new LinkedHashMap<>();
        names.forEach(n -> distinct.put(n.key() + "|" + n.canonicalId(), n));
        Collection<Name> rows = distinct.values();
        if (rows.isEmpty()) {
            return;
        }
        Sql.update(
                connection,
                NAMES,
                tenant.value(),
                Sql.texts(rows, Name::key),
                Sql.texts(rows, Name::canonicalId),
                Sql.texts(rows, Name::what));
    }
}
