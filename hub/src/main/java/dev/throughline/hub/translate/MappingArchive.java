package dev.throughline.hub.translate;

import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.mapping.Layer;
import dev.throughline.mapping.MappingSet;
import dev.throughline.mapping.MappingSource;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Keeps every mapping set that was ever in force, with all its files, and refuses a released version that was edited. Thread-safe. */
public final class MappingArchive {
    private static final String RELEASE = """
            INSERT INTO mapping_document (tenant, name, version, digest, file, first_used_at)
            SELECT ?, d.name, d.version, d.digest, d.file, ?
            FROM unnest(?, ?, ?, ?) AS d(name, version, digest, file)
            ON CONFLICT DO NOTHING
            """;
    private static final String EDITED = """
            SELECT m.name, m.version, d.file, m.first_used_at::date::text AS since
            FROM unnest(?, ?, ?, ?) AS d(name, version, digest, file)
            JOIN mapping_document m ON m.tenant = ? AND m.name = d.name AND m.version = d.version
            WHERE m.digest <> d.digest
            ORDER BY m.name
            """;
    private static final String KEEP_FILES = """
            INSERT INTO mapping_file (digest, text)
            SELECT DISTINCT ON (f.digest) f.* FROM unnest(?, ?) AS f(digest, text)
            ORDER BY f.digest
            ON CONFLICT DO NOTHING
            """;
    private static final String KEEP_SET = """
            INSERT INTO mapping_set (tenant, digest, files, documents, pins, first_used_at)
            VALUES (?, ?, ?::jsonb, ?::jsonb, ?::jsonb, ?)
            ON CONFLICT (tenant, digest) DO NOTHING
            """;
    private static final String ID = "SELECT id FROM mapping_set WHERE tenant = ? AND digest = ?";
    private static final String SET = "SELECT files::text, pins::text FROM mapping_set WHERE tenant = ? AND id = ?";
    private static final String FILES = "SELECT digest, text FROM mapping_file WHERE digest = ANY (?)";
    private static final String BY_DIGEST =
            "SELECT id FROM mapping_set WHERE tenant = ? AND starts_with(digest, ?) ORDER BY id";
    private static final String BY_DOCUMENT =
            "SELECT id FROM mapping_set WHERE tenant = ? AND documents ->> ? = ? ORDER BY id DESC LIMIT 1";
    private static final String VERSIONS =
            "SELECT name || '@' || version AS v FROM mapping_document WHERE tenant = ? AND name = ? ORDER BY version";

    private final Transactions transactions;
    private final InstantSource clock;

    public MappingArchive(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Files of a set and which versions were asked for. */
    record Kept(List<MappingSource> sources, Map<String, Integer> pins) {}

    /**
     * Notes that a set is used.
     *
     * @return its number, the same whenever the same files are in force
     * @throws EditedRelease naming the files whose version was released with another content
     */
    int keep(TenantId tenant, MappingSet set, List<MappingSource> sources, Map<String, Integer> pins) {
        return transactions.run(c -> {
            refuseEdited(c, tenant, set);
            Optional<Integer> known = id(c, tenant, set);
            if (known.isPresent()) {
                return known.get();
            }
            release(c, tenant, set);
            Map<String, String> texts = new TreeMap<>();
            List<Map<String, String>> files = new ArrayList<>();
            for (MappingSource source : sources) {
                String digest = Identity.digest(source.text());
                texts.put(digest, source.text());
                files.add(Map.of("file", source.file(), "layer", source.layer().toString(), "digest", digest));
            }
            var entries = List.copyOf(texts.entrySet());
            Sql.update(c, KEEP_FILES, Sql.texts(entries, Map.Entry::getKey), Sql.texts(entries, Map.Entry::getValue));
            Sql.update(
                    c,
                    KEEP_SET,
                    tenant.value(),
                    set.version(),
                    Json.text(files),
                    Json.text(set.versions()),
                    Json.text(pins),
                    clock.instant());
            return id(c, tenant, set).orElseThrow();
        });
    }

    Kept recall(TenantId tenant, int id) {
        return transactions.run(c -> Sql.queryOne(c, SET, r -> kept(c, r), tenant.value(), id)
                .orElseThrow(() -> new IllegalArgumentException("there is no mapping set " + id)));
    }

    /** Sets whose digest begins so. */
    List<Integer> byDigest(TenantId tenant, String prefix) {
        return transactions.run(c -> Sql.query(c, BY_DIGEST, r -> r.getInt(1), tenant.value(), prefix));
    }

    /** The newest set that had this version of the document in force. */
    Optional<Integer> byDocument(TenantId tenant, String name, int version) {
        return transactions.run(
                c -> Sql.queryOne(c, BY_DOCUMENT, r -> r.getInt(1), tenant.value(), name, Integer.toString(version)));
    }

    List<String> versions(TenantId tenant, String name) {
        return transactions.run(c -> Sql.query(c, VERSIONS, r -> r.getString(1), tenant.value(), name));
    }

    private static void refuseEdited(Connection connection, TenantId tenant, MappingSet set) throws SQLException {
        var releases = set.releases();
        List<EditedRelease.Edit> edited = Sql.query(
                connection,
                EDITED,
                r -> new EditedRelease.Edit(
                        r.getString("file"), r.getString("name"), r.getInt("version"), r.getString("since")),
                Sql.texts(releases, MappingSet.Release::name),
                Sql.longs(releases, d -> (long) d.version()),
                Sql.texts(releases, MappingSet.Release::digest),
                Sql.texts(releases, MappingSet.Release::file),
                tenant.value());
        if (!edited.isEmpty()) {
            throw new EditedRelease(tenant, edited);
        }
    }

    private void release(Connection connection, TenantId tenant, MappingSet set) throws SQLException {
        var releases = set.releases();
        Sql.update(
                connection,
                RELEASE,
                tenant.value(),
                clock.instant(),
                Sql.texts(releases, MappingSet.Release::name),
                Sql.longs(releases, d -> (long) d.version()),
                Sql.texts(releases, MappingSet.Release::digest),
                Sql.texts(releases, MappingSet.Release::file));
    }

    private static Optional<Integer> id(Connection connection, TenantId tenant, MappingSet set) throws SQLException {
        return Sql.queryOne(connection, ID, r -> r.getInt(1), tenant.value(), set.version());
    }

    private static Kept kept(Connection connection, ResultSet row) throws SQLException {
        JsonNode files = Json.tree(row.getString(1));
        Map<String, Integer> pins = new TreeMap<>();
        Json.tree(row.getString(2))
                .properties()
                .forEach(e -> pins.put(e.getKey(), e.getValue().asInt()));
        List<String> digests = new ArrayList<>();
        files.forEach(f -> digests.add(f.path("digest").asString()));
        Map<String, String> texts = new HashMap<>();
        Sql.query(connection, FILES, r -> texts.put(r.getString(1), r.getString(2)), Sql.texts(digests, d -> d));
        List<MappingSource> sources = new ArrayList<>();
        files.forEach(f -> sources.add(new MappingSource(
                f.path("file").asString(),
                texts.get(f.path("digest").asString()),
                layer(f.path("layer").asString()))));
        return new Kept(sources, pins);
    }

    /** A file's own layer; regions and entities stand in the documents themselves. */
    private static Layer layer(String name) {
        return switch (name) {
            case "default" -> new Layer.Default();
            case "tenant" -> new Layer.Tenant();
            default -> new Layer.Edited();
        };
    }
}
