package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record. Values are text, {@link BigDecimal}, {@link Boolean}, {@link java.time.LocalDate}, a reference's id as text, or a list of ids; an absent value is no
 * entry. Changed only under the account's write lock.
 */
final class Rec {
    final RecordType type;
    final long id;
    final Map<String, Object> values = new LinkedHashMap<>();
    /** Small sublists, such as addresses. Item lines are packed, and what is applied to what is in {@link Applications}. */
    final Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();

    PackedLines lines = PackedLines.NONE;

    @Nullable
    String externalId;

    Instant created;
    Instant modified;

    Rec(RecordType type, long id, Instant created) {
        this.type = type;
        this.id = id;
        this.created = created;
        this.modified = created;
    }

    String text(String field) {
        return values.get(field) instanceof String text ? text : "";
    }

    Optional<String> ref(String field) {
        return values.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    BigDecimal amount(String field) {
        return values.get(field) instanceof BigDecimal amount ? amount : BigDecimal.ZERO;
    }

    boolean is(String field) {
        return Boolean.TRUE.equals(values.get(field));
    }

    List<Map<String, Object>> sublist(String name) {
        return name.equals("item") && type.isSale() ? lines.unpack(type) : rows.getOrDefault(name, List.of());
    }

    void put(String field, @Nullable Object value) {
        if (value == null) {
            values.remove(field);
        } else {
            values.put(field, value);
        }
    }

    /** What people call it. */
    String title() {
        for (String field :
                List.of("tranId", "entityId", "companyName", "itemId", "name", "periodName", "acctName", "symbol")) {
            if (values.get(field) instanceof String text) {
                return text;
            }
        }
        return String.valueOf(id);
    }

    static List<Map<String, Object>> copy(List<Map<String, Object>> rows) {
        List<Map<String, Object>> copy = new ArrayList<>(rows.size());
        rows.forEach(row -> copy.add(new LinkedHashMap<>(row)));
        return copy;
    }
}
