package dev.throughline.connectors.netsuite.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The records of the account, by type and id, and by external id. Read and changed only under the account's lock. */
final class Store {
    /** A record that is gone. */
    record Deleted(String type, long id, String name, Instant at) {}

    private final Map<String, Map<Long, Rec>> records = new HashMap<>();
    private final Map<String, Map<String, Long>> byExternalId = new HashMap<>();
    private final Map<String, Map<String, Long>> byName = new HashMap<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final List<Deleted> deleted = new ArrayList<>();

    /** Entities share one row of ids, so do transactions; lists have their own, as they do at the vendor. */
    long nextId(RecordType type) {
        String sequence = switch (type.name()) {
            case "customer", "contact", "job", "employee", "vendor" -> "entity";
            default -> type.isTransaction() ? "transaction" : type.name();
        };
        long start = sequence.equals("entity") ? 500 : sequence.equals("transaction") ? 1000 : 0;
        return sequences.merge(sequence, start + 1, (last, _) -> last + 1);
    }

    long next(String counter, long first) {
        return sequences.merge("#" + counter, first, (last, _) -> last + 1);
    }

    void add(Rec rec) {
        of(rec.type.name()).put(rec.id, rec);
    }

    Optional<Rec> find(String type, long id) {
        return Optional.ofNullable(of(type).get(id));
    }

    Optional<Rec> find(String type, String id) {
        return digits(id) ? find(type, Long.parseLong(id)) : Optional.empty();
    }

    Optional<Rec> findExternal(String type, String externalId) {
        return Optional.ofNullable(byExternalId.getOrDefault(type, Map.of()).get(externalId))
                .flatMap(id -> find(type, id));
    }

    Optional<Rec> findName(String type, String name) {
        return Optional.ofNullable(byName.getOrDefault(type, Map.of()).get(fold(name)))
                .flatMap(id -> find(type, id));
    }

    Collection<Rec> all(String type) {
        return of(type).values();
    }

    List<Deleted> deleted() {
        return deleted;
    }

    void nameExternally(Rec rec, String externalId) {
        Map<String, Long> index = byExternalId.computeIfAbsent(rec.type.name(), _ -> new HashMap<>());
        if (rec.externalId != null) {
            index.remove(rec.externalId);
        }
        rec.externalId = externalId;
        index.put(externalId, rec.id);
    }

    void dropExternalName(Rec rec) {
        if (rec.externalId != null) {
            byExternalId.getOrDefault(rec.type.name(), Map.of()).remove(rec.externalId);
            rec.externalId = null;
        }
    }

    void name(Rec rec, String before, String after) {
        Map<String, Long> index = byName.computeIfAbsent(rec.type.name(), _ -> new HashMap<>());
        if (!before.isEmpty()) {
            index.remove(fold(before), rec.id);
        }
        index.put(fold(after), rec.id);
    }

    void remove(Rec rec, Instant at) {
        of(rec.type.name()).remove(rec.id);
        dropExternalName(rec);
        byName.getOrDefault(rec.type.name(), Map.of()).remove(fold(rec.text("entityId")), rec.id);
        deleted.add(new Deleted(rec.type.name(), rec.id, rec.title(), at));
    }

    static boolean digits(String id) {
        return !id.isEmpty() && id.length() <= 18 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String fold(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    private Map<Long, Rec> of(String type) {
        return records.computeIfAbsent(type, _ -> new LinkedHashMap<>());
    }
}
