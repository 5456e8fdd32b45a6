package dev.throughline.hub.thread;

import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Walks from one object to all that belong to the same deal, both ways, one statement a step and direction. Bounded: at most {@value #THINGS_MAX} things, and never time entries or
 * expenses, which are counted instead. A customer is shown, but only a walk that begins at it goes on to its deals.
 */
final class ThingWalk {
    static final int THINGS_MAX = 200;

    private static final int STEPS_MAX = 6;
    private static final String CUSTOMER = "CustomerAccount";
    private static final String READ = """
            SELECT id, type, body, updated_at
            FROM canonical_object
            WHERE tenant = ?
              AND id = ANY (?)
              AND NOT deleted
            """;
    /** Type and attribute stand in the text, so that the partial index of each is used. */
    private static final String CHILDREN = """
            SELECT id, type, body, updated_at FROM (
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'Contract' AND body ->> 'opportunity' = ANY (?) LIMIT 50)
                UNION ALL
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'ContractVersion' AND body ->> 'contract' = ANY (?) LIMIT 50)
                UNION ALL
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'Project' AND body ->> 'contract' = ANY (?) LIMIT 50)
                UNION ALL
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'Project' AND body ->> 'opportunity' = ANY (?) LIMIT 50)
                UNION ALL
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'Milestone' AND body ->> 'project' = ANY (?) LIMIT 50)
                UNION ALL
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'Invoice' AND body ->> 'project' = ANY (?) LIMIT 100)
            ) AS child
            WHERE NOT deleted
            """;

    private static final String SETTLED_BY = """
            SELECT p.id, p.type, p.body, p.updated_at
            FROM unnest(?) AS i(invoice)
            JOIN canonical_object p
              ON p.tenant = ?
             AND p.type IN ('Payment', 'CreditMemo')
             AND p.body -> 'applied' @> jsonb_build_array(jsonb_build_object('invoice', i.invoice))
            WHERE NOT p.deleted
            LIMIT 100
            """;
    private static final String OF_CUSTOMER = """
            SELECT id, type, body, updated_at FROM (
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'Opportunity' AND body ->> 'account' = ANY (?) LIMIT 50)
                UNION ALL
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'Project' AND body ->> 'customer' = ANY (?) LIMIT 50)
                UNION ALL
                (SELECT * FROM canonical_object WHERE tenant = ? AND type = 'Invoice' AND body ->> 'customer' = ANY (?) LIMIT 50)
            ) AS child
            WHERE NOT deleted
            """;

    private final Connection connection;
    private final String tenant;
    private final Map<String, Held> things = new LinkedHashMap<>();

    private ThingWalk(Connection connection, TenantId tenant) {
        this.connection = connection;
        this.tenant = tenant.value();
    }

    /** The object itself comes first; empty when there is no such object. */
    static List<Held> from(Connection connection, TenantId tenant, String id) throws SQLException {
        var walk = new ThingWalk(connection, tenant);
        walk.go(id);
        return List.copyOf(walk.things.values());
    }

    private void go(String id) throws SQLException {
        List<Held> frontier = keep(read(Set.of(id)));
        if (!frontier.isEmpty() && frontier.getFirst().is(CUSTOMER)) {
            frontier = keep(ofCustomer(id));
        }
        for (int step = 0; step < STEPS_MAX && !frontier.isEmpty(); step++) {
            List<Held> found = new ArrayList<>(read(upwards(frontier)));
            found.addAll(children(frontier));
            frontier = keep(found);
        }
    }

    /** @return those that are new and lead on */
    private List<Held> keep(Collection<Held> found) {
        List<Held> fresh = new ArrayList<>();
        for (Held thing : found) {
            if (things.size() < THINGS_MAX && things.putIfAbsent(thing.id(), thing) == null) {
                fresh.add(thing);
            }
        }
        return fresh.size() == 1 && things.size() == 1
                ? fresh
                : fresh.stream().filter(t -> !t.is(CUSTOMER)).toList();
    }

    private Set<String> upwards(List<Held> frontier) {
        Set<String> ids = new LinkedHashSet<>();
        frontier.forEach(t -> ids.addAll(t.upwards()));
        ids.removeAll(things.keySet());
        return ids;
    }

    private List<Held> read(Set<String> ids) throws SQLException {
        return ids.isEmpty()
                ? List.of()
                : Sql.query(connection, READ, ThingWalk::thing, tenant, Sql.texts(ids, i -> i));
    }

    private List<Held> children(List<Held> frontier) throws SQLException {
        var opportunities = ids(frontier, "Opportunity");
        var contracts = ids(frontier, "Contract");
        var projects = ids(frontier, "Project");
        List<Held> found = new ArrayList<>(Sql.query(
                connection,
                CHILDREN,
                ThingWalk::thing,
                tenant,
                opportunities,
                tenant,
                contracts,
                tenant,
                contracts,
                tenant,
                opportunities,
                tenant,
                projects,
                tenant,
                projects));
        Sql.Column invoices = ids(frontier, "Invoice");
        if (invoices.values().length > 0) {
            found.addAll(Sql.query(connection, SETTLED_BY, ThingWalk::thing, invoices, tenant));
        }
        return found;
    }

    private List<Held> ofCustomer(String id) throws SQLException {
        Sql.Column customer = Sql.texts(List.of(id), i -> i);
        return Sql.query(
                connection, OF_CUSTOMER, ThingWalk::thing, tenant, customer, tenant, customer, tenant, customer);
    }

    private static Sql.Column ids(List<Held> frontier, String type) {
        return Sql.texts(frontier.stream().filter(t -> t.is(type)).toList(), Held::id);
    }

    private static Held thing(ResultSet row) throws SQLException {
        return new Held(
                row.getString("id"),
                row.getString("type"),
                Json.tree(row.getString("body")),
                Sql.instant(row, "updated_at"));
    }
}
