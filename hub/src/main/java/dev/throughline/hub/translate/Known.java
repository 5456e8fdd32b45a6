package dev.throughline.hub.translate;

import dev.throughline.hub.storage.Sql;
import dev.throughline.mapping.Mapped;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the hub knew before a batch, read set by set: identities of the records and of what they point at, objects that the records' keys or natural keys name, and the
 * present states, locked.
 */
final class Known {
    private static final String CORRELATIONS =
            "SELECT id, correlation_id FROM canonical_object WHERE tenant = ? AND id = ANY (?)";
    private static final String BY_KEY = "SELECT key, subject FROM command WHERE tenant = ? AND key = ANY (?)";

    private static final String HELD_BY =
            "SELECT canonical_id, external_id FROM cross_reference WHERE tenant = ? AND system = ? AND canonical_id = ANY (?)";

    private final Map<CrossReferences.Key, CrossReferences.Link> links;
    private final Map<String, String> subjectOfKey;
    private final Map<Natural, List<String>> byNatural;
    private final Map<String, ObjectStore.Row> rows;
    private final Map<String, Map<String, String>> heldBySystem;

    private final Map<String, String> correlations;

    private record Natural(CanonicalType type, String attribute, String value) {}

    private Known(
            Map<CrossReferences.Key, CrossReferences.Link> links,
            Map<String, String> subjectOfKey,
            Map<Natural, List<String>> byNatural,
            Map<String, ObjectStore.Row> rows,
            Map<String, Map<String, String>> heldBySystem,
            Map<String, String> correlations) {
        this.links = links;
        this.correlations = correlations;
        this.subjectOfKey = subjectOfKey;
        this.byNatural = byNatural;
        this.rows = rows;
        this.heldBySystem = heldBySystem;
    }

    /** One part of one change. @param key its own identity */
    record Part(ChangeRow row, Mapped.Produced produced, CrossReferences.Key key) {}

    static Known of(Connection connection, TenantId tenant, List<Part> parts, List<ChangeRow> deletions)
            throws SQLException {
        var links = links(connection, tenant, parts, deletions);
        var subjects = subjects(connection, tenant, parts, links);
        var natural = naturals(connection, tenant, parts, links);
        Set<String> candidates = new LinkedHashSet<>();
        links.values().forEach(l -> candidates.add(l.canonicalId()));
        candidates.addAll(subjects.values());
        natural.forEach((n, ids) -> candidates.addAll(ids));
        parts.stream().filter(p -> !links.containsKey(p.key())).forEach(p -> candidates.add(fresh(tenant, p)));
        parts.forEach(p -> p.produced().key().filter(Known::looksLikeId).ifPresent(candidates::add));
        var rows = ObjectStore.lock(connection, tenant, own(candidates, parts, links, deletions));
        return new Known(
                links,
                subjects,
                natural,
                rows,
                held(connection, tenant, parts, subjects, natural),
                correlations(connection, tenant, parts, links));
    }

    /** Only the objects that the batch may write are locked; what they point at is not. */
    private static Set<String> own(
            Set<String> candidates,
            List<Part> parts,
            Map<CrossReferences.Key, CrossReferences.Link> links,
            List<ChangeRow> deletions) {
        Set<CrossReferences.Key> ownKeys = new HashSet<>();
        parts.forEach(p -> ownKeys.add(p.key()));
        Set<String> deletedRecords = new HashSet<>();
        deletions.forEach(d -> deletedRecords.add(d.system() + "|" + d.externalId()));
        Set<String> pointedAt = new HashSet<>();
        links.values().stream()
                .filter(l -> !ownKeys.contains(l.key()))
                .filter(l -> !deletedRecords.contains(
                        l.key().system() + "|" + l.key().externalId()))
                .forEach(l -> pointedAt.add(l.canonicalId()));
        ownKeys.stream().map(links::get).filter(l -> l != null).forEach(l -> pointedAt.remove(l.canonicalId()));
        Set<String> own = new LinkedHashSet<>(candidates);
        own.removeAll(pointedAt);
        return own;
    }

    private static Map<CrossReferences.Key, CrossReferences.Link> links(
            Connection connection, TenantId tenant, List<Part> parts, List<ChangeRow> deletions) throws SQLException {
        Set<CrossReferences.Key> keys = new LinkedHashSet<>();
        for (Part part : parts) {
            keys.add(part.key());
            for (Mapped.Reference reference : part.produced().references()) {
                keys.add(keyOf(part.row().system(), reference));
            }
        }
        var links = CrossReferences.resolve(connection, tenant, keys);
        CrossReferences.ofRecords(
                        connection,
                        tenant,
                        deletions.stream()
                                .map(d -> new CrossReferences.Record(d.system(), d.objectType(), d.externalId()))
                                .toList())
                .forEach(l -> links.put(l.key(), l));
        return links;
    }

    private static Map<String, String> subjects(
            Connection connection,
            TenantId tenant,
            List<Part> parts,
            Map<CrossReferences.Key, CrossReferences.Link> links)
            throws SQLException {
        Set<String> keys = new LinkedHashSet<>();
        parts.stream()
                .filter(p -> !links.containsKey(p.key()))
                .forEach(p -> p.produced().key().ifPresent(keys::add));
        Map<String, String> subjects = new HashMap<>();
        if (!keys.isEmpty()) {
            Sql.query(
                    connection,
                    BY_KEY,
                    r -> subjects.put(r.getString(1), r.getString(2)),
                    tenant.value(),
                    Sql.texts(keys, k -> k));
        }
        return subjects;
    }

    private static Map<Natural, List<String>> naturals(
            Connection connection,
            TenantId tenant,
            List<Part> parts,
            Map<CrossReferences.Key, CrossReferences.Link> links)
            throws SQLException {
        Map<CanonicalType, Map<String, Set<String>>> wanted = new LinkedHashMap<>();
        for (Part part : parts) {
            for (Mapped.Reference reference : part.produced().references()) {
                if (!links.containsKey(keyOf(part.row().system(), reference))) {
                    NaturalKeys.attribute(reference.type())
                            .ifPresent(attribute -> wanted.computeIfAbsent(reference.type(), t -> new LinkedHashMap<>())
                                    .computeIfAbsent(attribute, a -> new LinkedHashSet<>())
                                    .add(reference.externalId()));
                }
            }
        }
        parts.stream()
                .filter(p -> !links.containsKey(p.key()))
                .forEach(p -> p.produced()
                        .match()
                        .ifPresent(m -> wanted.computeIfAbsent(p.produced().type(), t -> new LinkedHashMap<>())
                                .computeIfAbsent(m.attribute(), a -> new LinkedHashSet<>())
                                .add(m.value())));
        Map<Natural, List<String>> found = new HashMap<>();
        for (var byType : wanted.entrySet()) {
            for (var byAttribute : byType.getValue().entrySet()) {
                for (var row : ObjectStore.find(
                        connection, tenant, byType.getKey(), byAttribute.getKey(), byAttribute.getValue())) {
                    var natural = new Natural(
                            byType.getKey(),
                            byAttribute.getKey(),
                            String.valueOf(row.body().get(byAttribute.getKey())));
                    found.computeIfAbsent(natural, n -> new ArrayList<>()).add(row.id());
                }
            }
        }
        return found;
    }

    /** The threads of what new objects point at. */
    private static Map<String, String> correlations(
            Connection connection,
            TenantId tenant,
            List<Part> parts,
            Map<CrossReferences.Key, CrossReferences.Link> links)
            throws SQLException {
        Set<String> ids = new LinkedHashSet<>();
        parts.stream()
                .filter(p -> !links.containsKey(p.key()))
                .flatMap(p -> p.produced().references().stream()
                        .map(r -> links.get(keyOf(p.row().system(), r))))
                .filter(l -> l != null)
                .forEach(l -> ids.add(l.canonicalId()));
        Map<String, String> found = new HashMap<>();
        if (!ids.isEmpty()) {
            Sql.query(
                    connection,
                    CORRELATIONS,
                    r -> found.put(r.getString(1), r.getString(2)),
                    tenant.value(),
                    Sql.texts(ids, i -> i));
        }
        return found;
    }

    private static Map<String, Map<String, String>> held(
            Connection connection,
            TenantId tenant,
            List<Part> parts,
            Map<String, String> subjects,
            Map<Natural, List<String>> natural)
            throws SQLException {
        Set<String> ids = new LinkedHashSet<>(subjects.values());
        natural.values().forEach(ids::addAll);
        parts.forEach(p -> p.produced().key().filter(Known::looksLikeId).ifPresent(ids::add));
        Map<String, Map<String, String>> held = new HashMap<>();
        if (ids.isEmpty()) {
            return held;
        }
        for (String system :
                new LinkedHashSet<>(parts.stream().map(p -> p.row().system()).toList())) {
            Map<String, String> bySystem = new HashMap<>();
            Sql.query(
                    connection,
                    HELD_BY,
                    r -> bySystem.put(r.getString(1), r.getString(2)),
                    tenant.value(),
                    system,
                    Sql.texts(ids, i -> i));
            held.put(system, bySystem);
        }
        return held;
    }

    /** The thread of an object that was known before the batch. */
    Optional<String> correlationOf(String canonicalId) {
        return Optional.ofNullable(correlations.get(canonicalId));
    }

    static CrossReferences.Key keyOf(String system, Mapped.Reference reference) {
        return new CrossReferences.Key(system, reference.type().typeName(), reference.externalId());
    }

    static String fresh(TenantId tenant, Part part) {
        return Identity.of(
                tenant, part.produced().type(), part.row().system(), part.key().externalId());
    }

    Optional<CrossReferences.Link> link(CrossReferences.Key key) {
        return Optional.ofNullable(links.get(key));
    }

    List<CrossReferences.Link> linksOf(ChangeRow deletion) {
        return links.values().stream()
                .filter(l -> l.key().system().equals(deletion.system())
                        && l.key().externalId().equals(deletion.externalId()))
                .toList();
    }

    Optional<ObjectStore.Row> row(String canonicalId) {
        return Optional.ofNullable(rows.get(canonicalId));
    }

    /** The object that the record's key or natural key names, when that is sure. */
    Optional<String> recognised(Part part) {
        return part.produced()
                .key()
                .flatMap(this::ofKey)
                .or(() -> ofMatch(part))
                .filter(id -> CanonicalType.ofId(id) == part.produced().type());
    }

    /** The object that a reference names: by the id of its system, else by the code that the whole firm uses. */
    Optional<String> referred(CrossReferences.Key key) {
        return link(key).map(CrossReferences.Link::canonicalId).or(() -> byCode(key));
    }

    private Optional<String> byCode(CrossReferences.Key key) {
        CanonicalType type = CanonicalType.named(key.type());
        return NaturalKeys.attribute(type).flatMap(attribute -> {
            List<String> ids = byNatural.getOrDefault(new Natural(type, attribute, key.externalId()), List.of());
            return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
        });
    }

    /** The other record of the same system that already stands for the object. */
    Optional<String> heldAlready(String system, String canonicalId) {
        return Optional.ofNullable(heldBySystem.getOrDefault(system, Map.of()).get(canonicalId));
    }

    private Optional<String> ofKey(String key) {
        return Optional.ofNullable(subjectOfKey.get(key))
                .or(() -> rows.containsKey(key) ? Optional.of(key) : Optional.empty());
    }

    private Optional<String> ofMatch(Part part) {
        return part.produced().match().flatMap(m -> {
            List<String> ids =
                    byNatural.getOrDefault(new Natural(part.produced().type(), m.attribute(), m.value()), List.of());
            return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
        });
    }

    private static boolean looksLikeId(String key) {
        return key.length() == 30 && key.charAt(3) == '_';
    }
}
