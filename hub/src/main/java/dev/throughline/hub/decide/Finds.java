package dev.throughline.hub.decide;

import dev.throughline.hub.translate.ObjectStore;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects by the value of an attribute, as storage holds them and as the decisions of this batch have changed them since. */
final class Finds {
    /** So many that a storage that answers with its most objects at once is the exception. */
    private static final int AT_ONCE = 500;

    private final Connection connection;
    private final TenantId tenant;
    /** By attribute, written {@code Type.attribute}, and value; objects in the order of their ids. */
    private final Map<String, Map<String, List<ObjectStore.Row>>> found = new HashMap<>();
    /** What decisions of this batch stored, by type and id: storage does not have it yet. */
    private final Map<CanonicalType, Map<String, ObjectStore.Row>> changed = new HashMap<>();

    Finds(Connection connection, TenantId tenant) {
        this.connection = connection;
        this.tenant = tenant;
    }

    boolean has(String attribute, String value) {
        return found.getOrDefault(attribute, Map.of()).containsKey(value);
    }

    /** @param latest what the batch knows of an object by now */
    List<ObjectStore.Row> of(String attribute, String value, UnaryOperator<ObjectStore.Row> latest)
            throws SQLException {
        if (!has(attribute, value)) {
            keep(attribute, value, read(attribute, List.of(value)), latest);
        }
        return List.copyOf(found.get(attribute).get(value));
    }

    /** Many values in few statements. Always true, for it is called where something is answered. */
    boolean load(String attribute, Collection<String> values, UnaryOperator<ObjectStore.Row> latest)
            throws SQLException {
        List<String> missing = values.stream().filter(v -> !has(attribute, v)).toList();
        for (int from = 0; from < missing.size(); from += AT_ONCE) {
            List<String> some = missing.subList(from, Math.min(missing.size(), from + AT_ONCE));
            List<ObjectStore.Row> rows = read(attribute, some);
            if (rows.size() == ObjectStore.FOUND_MAX) {
                return true; // some may have been left out: each is then asked for alone
            }
            Map<String, List<ObjectStore.Row>> byValue = new HashMap<>();
            rows.forEach(r -> byValue.computeIfAbsent(value(r, attribute), _ -> new ArrayList<>())
                    .add(r));
            some.forEach(v -> keep(attribute, v, byValue.getOrDefault(v, List.of()), latest));
        }
        return true;
    }

    /** A decision stored an object: it is found by what it now says and no longer by what it said before. */
    void replaced(Optional<ObjectStore.Row> before, ObjectStore.Row now) {
        changed.computeIfAbsent(now.type(), _ -> new HashMap<>()).put(now.id(), now);
        String prefix = now.type().typeName() + ".";
        found.forEach((attribute, byValue) -> {
            if (attribute.startsWith(prefix)) {
                before.map(b -> byValue.get(value(b, attribute)))
                        .ifPresent(rows -> rows.removeIf(r -> r.id().equals(now.id())));
                List<ObjectStore.Row> rows = byValue.get(value(now, attribute));
                if (rows != null && !now.deleted()) {
                    rows.add(now);
                    rows.sort(Comparator.comparing(ObjectStore.Row::id));
                }
            }
        });
    }

    private void keep(
            String attribute, String value, List<ObjectStore.Row> rows, UnaryOperator<ObjectStore.Row> latest) {
        Map<String, ObjectStore.Row> own = changed.getOrDefault(type(attribute), Map.of());
        List<ObjectStore.Row> kept = Stream.concat(
                        rows.stream().filter(r -> !own.containsKey(r.id())).map(latest), own.values().stream())
                .filter(r -> !r.deleted() && value(r, attribute).equals(value))
                .sorted(Comparator.comparing(ObjectStore.Row::id))
                .collect(Collectors.toCollection(ArrayList::new));
        found.computeIfAbsent(attribute, _ -> new HashMap<>()).put(value, kept);
    }

    private List<ObjectStore.Row> read(String attribute, Collection<String> values) throws SQLException {
        return ObjectStore.find(connection, tenant, type(attribute), name(attribute), values);
    }

    private static CanonicalType type(String attribute) {
        return CanonicalType.named(attribute.substring(0, attribute.indexOf('.')));
    }

    private static String name(String attribute) {
        return attribute.substring(attribute.indexOf('.') + 1);
    }

    private static String value(ObjectStore.Row row, String attribute) {
        return String.valueOf(row.body().get(name(attribute)));
    }
}
