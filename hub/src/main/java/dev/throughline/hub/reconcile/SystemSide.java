package dev.throughline.hub.reconcile;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.connector.spi.Inventory;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.hub.RawReader;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads one system's inventory page by page and puts down what each record counts for. Holds one page at a time, and no transaction while the system is asked. */
final class SystemSide {
    private static final int PAGE = 1_000;

    private final TenantId tenant;
    private final SystemId system;
    private final RawReader reader;
    private final Staging staging;
    private final Map<String, String> unread = new TreeMap<>();
    private final Set<String> types = new TreeSet<>();

    SystemSide(TenantId tenant, SystemId system, RawReader reader, Staging staging) {
        this.tenant = tenant;
        this.system = system;
        this.reader = reader;
        this.staging = staging;
    }

    void read(Inventory inventory, Inventory.Window window) {
        for (ObjectType type : inventory.objects()) {
            read(inventory, type, window);
        }
    }

    /** By the vendor's object type, why it could not be read to its end: absence then proves nothing. */
    Map<String, String> unread() {
        return unread;
    }

    /** Canonical types of which at least one record was seen. */
    Set<String> types() {
        return types;
    }

    private void read(Inventory inventory, ObjectType type, Inventory.Window window) {
        Optional<Cursor> cursor = Optional.empty();
        boolean more = true;
        while (more) {
            switch (inventory.records(type, window, cursor, PAGE)) {
                case ReadResult.Page(var changes, var next, var goesOn, var _) -> {
                    page(changes);
                    // A cursor that stands still would never end.
                    more = goesOn && !cursor.equals(Optional.of(next));
                    cursor = Optional.of(next);
                }
                case ReadResult.Expired(var reason, var _) -> {
                    unread.put(type.value(), reason);
                    more = false;
                }
                case ReadResult.Failed(var trouble) -> {
                    unread.put(type.value(), trouble.says());
                    more = false;
                }
            }
        }
    }

    private void page(List<Change> changes) {
        List<Staging.Row> rows = new ArrayList<>();
        for (Change change : changes) {
            for (RawReader.Read read : reader.toCanonical(tenant, system, change)) {
                switch (read) {
                    case RawReader.Read.Meant meant -> rows.add(new Staging.Row(change, meant));
                    case RawReader.Read.Ignored _, RawReader.Read.Refused _ -> {
                        // Counted by the fates of captured changes; a refused one is an exception there.
                    }
                }
            }
        }
        rows.forEach(r -> types.add(r.meant().type()));
        staging.put(system, rows);
    }
}
