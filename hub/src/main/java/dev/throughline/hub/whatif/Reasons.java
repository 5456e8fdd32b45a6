package dev.throughline.hub.whatif;

import dev.throughline.hub.storage.Json;
import dev.throughline.hub.storage.Sql;
import dev.throughline.hub.whatif.WhatIf.Side;
import dev.throughline.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Says why a line differs: what its record became, how it was priced, and what holds it. Reads each side once for all lines. */
final class Reasons {
    private static final String OBJECTS =
            "SELECT id, body::text FROM %s.canonical_object WHERE tenant = ? AND NOT deleted AND id = ANY (?)";

    /** The newest cause first. */
    private static final String CAUSES = """
            SELECT DISTINCT ON (split_part(source, '~', 1)) split_part(source, '~', 1), cause
            FROM %s.ledger_posting
            WHERE tenant = ? AND to_place IN ('HELD', 'NON_BILLABLE', 'COVERED', 'BILLED', 'UNBILLED') AND from_place = 'OUTSIDE' AND source = ANY (?)
            ORDER BY split_part(source, '~', 1), id DESC
            """;

    private static final String FATES = """
            SELECT DISTINCT ON (x.canonical_id) x.canonical_id, f.fate, coalesce(f.reason, '')
            FROM %s.cross_reference x
            JOIN %1$s.change c ON c.tenant = x.tenant AND c.system = x.system AND c.object_type = x.object_type AND c.external_id = x.external_id
            JOIN %1$s.change_fate f ON f.partition = c.partition AND f.seq = c.seq
            WHERE x.tenant = ? AND x.canonical_id = ANY (?)
            ORDER BY x.canonical_id, c.ordinal DESC
            """;

    private static final String DESK =
            "SELECT subject, says FROM %s.exception WHERE tenant = ? AND state = 'open' AND subject = ANY (?) ORDER BY id";

    private record Known(
            Map<String, JsonNode> objects,
            Map<String, String> causes,
            Map<String, String> fates,
            Map<String, String> desk) {}

    private final Known was;
    private final Known would;

    private Reasons(Known was, Known would) {
        this.was = was;
        this.would = would;
    }

    static Reasons of(Connection connection, TenantId tenant, Ledgers ledgers, List<Ledgers.Row> rows)
            throws SQLException {
        Set<String> sources = new LinkedHashSet<>();
        rows.forEach(r -> {
            sources.add(r.source());
            sources.add(r.project());
        });
        return new Reasons(
                known(connection, tenant, ledgers.was(), sources), known(connection, tenant, ledgers.would(), sources));
    }

    private static Known known(Connection connection, TenantId tenant, String schema, Collection<String> ids)
            throws SQLException {
        Map<String, JsonNode> objects = new HashMap<>();
        Sql.query(
                connection,
                OBJECTS.formatted(schema),
                r -> objects.put(r.getString(1), Json.tree(r.getString(2))),
                tenant.value(),
                Sql.texts(ids, i -> i));
        return new Known(
                objects,
                texts(connection, tenant, CAUSES.formatted(schema), ids),
                fates(connection, tenant, FATES.formatted(schema), ids),
                texts(connection, tenant, DESK.formatted(schema), ids));
    }

    private static Map<String, String> texts(Connection connection, TenantId tenant, String sql, Collection<String> ids)
            throws SQLException {
        Map<String, String> texts = new HashMap<>();
        Sql.query(
                connection,
                sql,
                r -> texts.putIfAbsent(r.getString(1), r.getString(2)),
                tenant.value(),
                Sql.texts(ids, i -> i));
        return texts;
    }

    private static Map<String, String> fates(Connection connection, TenantId tenant, String sql, Collection<String> ids)
            throws SQLException {
        Map<String, String> fates = new HashMap<>();
        Sql.query(
                connection,
                sql,
                r -> fates.put(
                        r.getString(1),
                        r.getString(3).isBlank() ? r.getString(2) : r.getString(2) + ": " + r.getString(3)),
                tenant.value(),
                Sql.texts(ids, i -> i));
        return fates;
    }

    /** The name of an object on either side, its id where it has none. */
    String name(String id) {
        return Optional.ofNullable(would.objects.getOrDefault(id, was.objects.get(id)))
                .map(o -> o.path("name").asString(""))
                .filter(n -> !n.isEmpty())
                .orElse(id);
    }

    String why(Ledgers.Row row) {
        List<String> parts = new ArrayList<>();
        parts.addAll(attributes(row.source()));
        if (row.would().isEmpty() && !would.objects.containsKey(row.source())) {
            parts.add("its record would be " + would.fates.getOrDefault(row.source(), "unknown"));
        } else if (row.was().isEmpty() && !was.objects.containsKey(row.source())) {
            parts.add("its record is " + was.fates.getOrDefault(row.source(), "unknown"));
        }
        pricing(row).ifPresent(parts::add);
        causes(row).ifPresent(parts::add);
        desk(row).ifPresent(parts::add);
        if (parts.isEmpty()) {
            parts.add(attributes(row.project()).stream()
                    .findFirst()
                    .map(a -> "project: " + a)
                    .orElse("the terms that it is billed by come out differently"));
        }
        return String.join("; ", parts);
    }

    /** What the record became on either side, attribute by attribute. */
    private List<String> attributes(String id) {
        JsonNode one = was.objects.get(id);
        JsonNode other = would.objects.get(id);
        if (one == null || other == null) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>(one.propertyNames());
        names.addAll(other.propertyNames());
        List<String> told = new ArrayList<>();
        for (String name : names) {
            if (!one.path(name).equals(other.path(name))) {
                told.add("%s %s -> %s".formatted(name, text(one.path(name)), text(other.path(name))));
            }
        }
        return told;
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.isValueNode() ? value.asString("") : value.toString();
    }

    private static Optional<String> pricing(Ledgers.Row row) {
        Optional<String> one = row.was().map(Side::pricing);
        Optional<String> other = row.would().map(Side::pricing);
        return one.isPresent() && other.isPresent() && !one.equals(other)
                ? Optional.of("priced '%s' -> '%s'".formatted(one.get(), other.get()))
                : Optional.empty();
    }

    private Optional<String> causes(Ledgers.Row row) {
        boolean moved = !row.was().map(Side::place).equals(row.would().map(Side::place));
        String one = was.causes.getOrDefault(row.source(), "");
        String other = would.causes.getOrDefault(row.source(), "");
        return moved && !one.equals(other) && !one.isEmpty() && !other.isEmpty()
                ? Optional.of("judged '%s' -> '%s'".formatted(one, other))
                : Optional.empty();
    }

    /** What stands on the desk on one side only. */
    private Optional<String> desk(Ledgers.Row row) {
        String one = told(was, row);
        String other = told(would, row);
        return other.isEmpty() || other.equals(one) ? Optional.empty() : Optional.of(other);
    }

    private static String told(Known known, Ledgers.Row row) {
        return known.desk.getOrDefault(row.source(), known.desk.getOrDefault(row.project(), ""));
    }
}
