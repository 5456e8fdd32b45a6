package dev.throughline.connectors.netsuite.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Records as the REST service shows them: references with names and links, sublists as links or, expanded, as rows. */
final class View {
    /** How a record is to be shown. @param fields empty for all */
    record Shown(boolean expand, boolean simpleEnums, Set<String> fields) {
        static final Shown WHOLE = new Shown(true, false, Set.of());
    }

    private final Account account;
    private final java.util.function.Supplier<String> base;

    /** @param base such as {@code http://127.0.0.1:4711/services/rest} */
    View(Account account, java.util.function.Supplier<String> base) {
        this.account = account;
        this.base = base;
    }

    String self(Rec rec) {
        return base.get() + "/record/v1/" + rec.type.name() + "/" + rec.id;
    }

    /** The absolute address of a path on this server, without the slash at its end that a client may have sent. */
    String href(String path) {
        String rest = base.get();
        return rest.substring(0, rest.length() - "/services/rest".length()) + path.replaceFirst("/+$", "");
    }

    List<Map<String, String>> links(String href) {
        return List.of(Map.of("rel", "self", "href", href));
    }

    Map<String, Object> show(Rec rec, Shown shown) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("links", links(self(rec)));
        for (Field field : rec.type.fields().values()) {
            if (!shown.fields().isEmpty() && !shown.fields().contains(field.name())) {
                continue;
            }
            if (field.kind() == Field.Kind.SUBLIST) {
                json.put(field.name(), sublist(rec, field, shown));
            } else {
                Object value = value(rec, field, shown);
                if (value != null) {
                    json.put(field.name(), value);
                }
            }
        }
        return json;
    }

    private Object value(Rec rec, Field field, Shown shown) {
        return switch (field.name()) {
            case "id" -> String.valueOf(rec.id);
            case "externalId" -> rec.externalId;
            case "createdDate" -> rec.created.toString();
            case "lastModifiedDate" -> rec.modified.toString();
            case "balance", "consolBalance", "overdueBalance", "daysOverdue", "unbilledOrders" ->
                rec.type.name().equals("customer")
                        ? Receivables.of(account, rec, field.name())
                        : json(field, rec.values.get(field.name()), shown);
            default -> json(field, rec.values.get(field.name()), shown);
        };
    }

    private Object json(Field field, Object value, Shown shown) {
        if (value == null) {
            return field.kind() == Field.Kind.BOOLEAN ? Boolean.FALSE : null;
        }
        return switch (field.kind()) {
            case REF -> reference(field, (String) value);
            case REFS -> references(field, (List<?>) value);
            case ENUM ->
                shown.simpleEnums()
                        ? value
                        : named((String) value, field.choices().getOrDefault(value, ""));
            case DATE -> ((LocalDate) value).toString();
            case INTEGER -> ((BigDecimal) value).toBigInteger();
            case OBJECT -> dev.throughline.connector.simkit.SimJson.MAPPER.readTree((String) value);
            case TEXT, NUMBER, MONEY, BOOLEAN, DATETIME, DURATION -> value;
            case SUBLIST -> throw new IllegalStateException("a sublist is not a value: " + field.name());
        };
    }

    private static Map<String, Object> named(String id, String name) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("refName", name);
        return json;
    }

    private Map<String, Object> reference(Field field, String id) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (String target : field.targets()) {
            account.store.find(target, id).ifPresent(rec -> {
                json.put("links", links(self(rec)));
                json.put("id", id);
                json.put("refName", rec.title());
            });
        }
        return json.isEmpty() ? named(id, id) : json;
    }

    private Map<String, Object> references(Field field, List<?> ids) {
        List<Map<String, Object>> items =
                ids.stream().map(id -> reference(field, String.valueOf(id))).toList();
        return Map.of("items", items, "totalResults", items.size());
    }

    private Map<String, Object> sublist(Rec rec, Field field, Shown shown) {
        String href = self(rec) + "/" + field.name();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("links", links(href));
        if (shown.expand()) {
            List<Map<String, Object>> rows = rows(rec, field, shown);
            json.put("items", rows);
            json.put("totalResults", rows.size());
        }
        return json;
    }

    /** The rows of one sublist, as a sub-resource shows them. */
    List<Map<String, Object>> rows(Rec rec, Field field, Shown shown) {
        List<Map<String, Object>> stored = field.name().equals("apply") ? applied(rec) : rec.sublist(field.name());
        List<Map<String, Object>> rows = new ArrayList<>(stored.size());
        for (Map<String, Object> row : stored) {
            Map<String, Object> json = new LinkedHashMap<>();
            field.rows().values().forEach(cell -> {
                Object value = json(cell, row.get(cell.name()), shown);
                if (value != null) {
                    json.put(cell.name(), value);
                }
            });
            rows.add(json);
        }
        return rows;
    }

    private List<Map<String, Object>> applied(Rec payer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Applications.Applied applied : account.applications.of(payer.id)) {
            account.store.find("invoice", applied.invoice()).ifPresent(invoice -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("doc", String.valueOf(invoice.id));
                row.put("line", BigDecimal.ZERO);
                row.put("apply", true);
                row.put("amount", applied.amount());
                row.put("due", invoice.amount("amountRemaining").add(applied.amount()));
                row.put("total", invoice.amount("total"));
                row.put("refNum", invoice.text("tranId"));
                rows.add(row);
            });
        }
        return rows;
    }
}
