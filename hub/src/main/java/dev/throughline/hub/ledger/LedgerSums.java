package dev.throughline.hub.ledger;

import dev.throughline.hub.storage.Columns;
import dev.throughline.model.TenantId;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.ledger.Posting;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a call changes in the totals of projects. Work moves between phases and roles with its postings: it leaves the sum in which it was, and joins the one in which it is. */
final class LedgerSums {
    private static final String TOTAL = """
            INSERT INTO ledger_total AS t (tenant, project, legal_entity, kind, place, currency, phase, role, quantity, amount)
            SELECT ?, m.project, m.legal_entity, m.kind, m.place, m.currency, m.phase, m.role, m.quantity, m.amount
            FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::numeric[], ?::numeric[])
                AS m(project, legal_entity, kind, place, currency, phase, role, quantity, amount)
            ORDER BY m.project, m.legal_entity, m.kind, m.place, m.currency, m.phase, m.role
            ON CONFLICT (tenant, project, legal_entity, kind, place, currency, phase, role) DO UPDATE
            SET quantity = t.quantity + excluded.quantity, amount = t.amount + excluded.amount
            """;

    private final Map<Key, Sum> sums = new TreeMap<>(Key.IN_ORDER);

    private record Key(
            String project, String legalEntity, String kind, String place, String currency, String phase, String role) {
        static final Comparator<Key> IN_ORDER = Comparator.comparing(Key::project)
                .thenComparing(Key::legalEntity)
                .thenComparing(Key::kind)
                .thenComparing(Key::place)
                .thenComparing(Key::currency)
                .thenComparing(Key::phase)
                .thenComparing(Key::role);
    }

    private record Sum(Key key, BigDecimal quantity, BigDecimal amount) {
        Sum plus(Sum other) {
            return new Sum(key, quantity.add(other.quantity), amount.add(other.amount));
        }
    }

    /** @param kind as the ledger knows the line, like its {@code project} and {@code legalEntity}, which never change */
    void add(String kind, String project, String legalEntity, Posting posting) {
        BigDecimal quantity = posting.quantity();
        BigDecimal amount = posting.amount().getAmount();
        add(key(kind, project, legalEntity, posting, posting.from()), quantity.negate(), amount.negate());
        add(key(kind, project, legalEntity, posting, posting.to()), quantity, amount);
    }

    private static Key key(String kind, String project, String legalEntity, Posting posting, Place place) {
        return new Key(
                project,
                legalEntity,
                kind,
                place.name(),
                posting.amount().getCurrencyUnit().getCode(),
                posting.line().phase(),
                posting.line().role());
    }

    private void add(Key key, BigDecimal quantity, BigDecimal amount) {
        if (!key.place().equals(Place.OUTSIDE.name())) {
            sums.merge(key, new Sum(key, quantity, amount), Sum::plus);
        }
    }

    void write(Connection connection, TenantId tenant) throws SQLException {
        List<Sum> changed = sums.values().stream()
                .filter(s -> s.quantity().signum() != 0 || s.amount().signum() != 0)
                .toList();
        if (changed.isEmpty()) {
            return;
        }
        try (var total = Columns.of(connection, TOTAL)) {
            total.text(tenant.value())
                    .texts(changed, s -> s.key().project())
                    .texts(changed, s -> s.key().legalEntity())
                    .texts(changed, s -> s.key().kind())
                    .texts(changed, s -> s.key().place())
                    .texts(changed, s -> s.key().currency())
                    .texts(changed, s -> s.key().phase())
                    .texts(changed, s -> s.key().role())
                    .decimals(changed, Sum::quantity)
                    .decimals(changed, Sum::amount)
                    .update();
        }
    }
}
