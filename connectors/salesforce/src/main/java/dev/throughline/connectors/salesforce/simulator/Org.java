package dev.throughline.connectors.salesforce.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that the org holds. One lock for all: callers work inside {@link #read} or {@link #write}, and rows never leave it uncopied. */
final class Org {
    private record Key(String object, String field, String lowerValue) {}

    private static final Duration LATE = Duration.ofSeconds(40);

    private final Schema schema;
    private final InstantSource clock;
    private final EventBus bus;
    private final Map<String, Map<String, Row>> tables = new HashMap<>();
    private final Map<Key, TreeSet<String>> keys = new HashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private long transactions;
    private @Nullable Transaction open;

    Org(Schema schema, InstantSource clock, EventBus bus) {
        this.schema = schema;
        this.clock = clock;
        this.bus = bus;
        schema.objects().forEach(o -> tables.put(o.name(), new LinkedHashMap<>()));
    }

    Schema schema() {
        return schema;
    }

    Instant now() {
        return clock.instant();
    }

    synchronized <T> T read(Function<Org, T> work) {
        return work.apply(this);
    }

    /**
     * Runs the work as one transaction: committed and told to the event bus at its end, taken back when it throws. Inside another's work it joins that one, and
     * is taken back to where it began.
     */
    synchronized <T> T write(Session session, Function<Transaction, T> work) {
        Transaction outer = open;
        Transaction tx = outer == null ? new Transaction(session) : outer;
        int from = tx.savepoint();
        open = tx;
        try {
            T result = work.apply(tx);
            if (outer == null) {
                commit(tx);
            }
            return result;
        } catch (RuntimeException e) {
            tx.rollbackTo(from);
            throw e;
        } finally {
            open = outer;
        }
    }

    Optional<Row> find(ObjectDef type, String id18) {
        return Optional.ofNullable(table(type).get(id18));
    }

    /** The record, whatever form of its id the client wrote. */
    Row require(ObjectDef type, String written) {
        String id = RecordIds.normal(written)
                .orElseThrow(() -> new Refusal(
                        404,
                        "NOT_FOUND",
                        "Provided external ID field does not exist or is not accessible: " + written,
                        List.of()));
        Row row = find(type, id).orElseThrow(() -> Refusal.notFound("The requested resource does not exist"));
        if (row.is("IsDeleted")) {
            throw new Refusal(404, "ENTITY_IS_DELETED", "entity is deleted", List.of());
        }
        return row;
    }

    Collection<Row> rows(ObjectDef type) {
        return table(type).values();
    }

    /** Ids of living records that carry this value in an external id field; case does not matter. */
    List<String> byKey(ObjectDef type, FieldDef field, String value) {
        return List.copyOf(keys.getOrDefault(key(type, field, value), new TreeSet<>()));
    }

    String newId(ObjectDef type) {
        return RecordIds.make(type.prefix(), "dL0", counters.merge(type.name(), 1L, Long::sum) + 7_000);
    }

    long nextNumber(String series) {
        return counters.merge("#" + series, 1L, Long::sum);
    }

    void add(Transaction tx, Row row) {
        table(row.type()).put(row.id(), row);
        index(row, true);
        tx.touched(row, "CREATE", new TreeSet<>(), () -> {
            index(row, false);
            table(row.type()).remove(row.id());
        });
    }

    /** Replaces the row's values; the row keeps its place. */
    void replace(Transaction tx, Row row, Row next, String type, Collection<String> changed) {
        Row before = row.copy();
        index(row, false);
        row.restore(next);
        index(row, true);
        tx.touched(row, type, new TreeSet<>(changed), () -> {
            index(row, false);
            row.restore(before);
            index(row, true);
        });
    }

    /** Salesforce stamps to the second, so many records share one stamp. */
    void stamp(Transaction tx, Row row, boolean fresh, boolean late) {
        Instant stamp = clock.instant().minus(late ? LATE : Duration.ZERO).truncatedTo(ChronoUnit.SECONDS);
        if (fresh) {
            row.set("CreatedDate", stamp);
            row.set("CreatedById", tx.session().user());
        }
        row.set("LastModifiedDate", stamp);
        row.set("LastModifiedById", tx.session().user());
        row.set("SystemModstamp", stamp);
    }

    private void commit(Transaction tx) {
        if (!tx.touches().isEmpty()) {
            transactions++;
            bus.publish(tx, transactions, clock.instant());
        }
    }

    private Map<String, Row> table(ObjectDef type) {
        Map<String, Row> table = tables.get(type.name());
        if (table == null) {
            throw new IllegalStateException("no table for " + type.name());
        }
        return table;
    }

    private void index(Row row, boolean in) {
        for (FieldDef field : row.type().fields()) {
            if (field.has("externalId") && !row.text(field.name()).isEmpty() && !row.is("IsDeleted")) {
                Key key = key(row.type(), field, row.text(field.name()));
                if (in) {
                    keys.computeIfAbsent(key, _ -> new TreeSet<>()).add(row.id());
                } else {
                    keys.computeIfPresent(key, (_, ids) -> ids.remove(row.id()) && ids.isEmpty() ? null : ids);
                }
            }
        }
    }

    private static Key key(ObjectDef type, FieldDef field, String value) {
        return new Key(type.name(), field.name(), value.toLowerCase(Locale.ROOT));
    }
}
