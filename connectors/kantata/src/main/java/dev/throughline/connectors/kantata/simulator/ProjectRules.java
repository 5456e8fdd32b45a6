package dev.throughline.connectors.kantata.simulator;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Projects: price in whole units that shows as text, status by key, people who take part, and creation from a template. */
final class ProjectRules implements Rules {
    private static final String OWN = "workspaces";
    private static final Map<Long, Map<String, Object>> STATUSES = statuses();

    private final Store store;
    private final Templates templates;

    ProjectRules(Store store, Writes writes) {
        this.store = store;
        this.templates = new Templates(store, writes);
    }

    private static Map<Long, Map<String, Object>> statuses() {
        Map<Long, Map<String, Object>> all = new LinkedHashMap<>();
        put(all, 100, "grey", "Not Started");
        put(all, 110, "grey", "Pending");
        put(all, 130, "grey", "Prospect");
        put(all, 200, "light-green", "In Setup");
        put(all, 300, "green", "Active");
        put(all, 305, "green", "In Progress");
        put(all, 400, "yellow", "Needs Attention");
        put(all, 500, "red", "At Risk");
        put(all, 520, "red", "On Hold");
        put(all, 600, "blue", "Completed");
        put(all, 650, "blue", "Closed");
        put(all, 660, "blue", "Cancelled");
        return all;
    }

    private static void put(Map<Long, Map<String, Object>> all, long key, String color, String message) {
        all.put(key, Map.of("color", color, "key", key, "message", message));
    }

    @Override
    public void beforeCreate(Draft draft) {
        String role = draft.sent("creator_role").map(Object::toString).orElse("");
        if (!draft.byHand() && !List.of("maven", "buyer").contains(role)) {
            throw ApiError.invalid("creator_role", "Creator role is not included in the list");
        }
        draft.otherwise("currency", "USD");
        derive(draft, draft.text("currency"));
        if (!draft.byHand()
                && Boolean.TRUE.equals(draft.values().get("budgeted"))
                && draft.sent("price").isEmpty()) {
            throw ApiError.invalid("price", "Price can't be blank when the project is budgeted");
        }
        draft.otherwise("price", "TBD");
        draft.otherwise("status_key", 100L);
        draft.otherwise("status", STATUSES.get(100L));
        templates.check(draft);
    }

    @Override
    public void beforeUpdate(Row row, Draft draft) {
        derive(
                draft,
                draft.names("currency") ? draft.text("currency") : String.valueOf(store.text(OWN, row, "currency")));
        templates.check(draft);
    }

    private void derive(Draft draft, String currency) {
        Currency unit = currency(currency);
        if (draft.names("currency")) {
            draft.values().put("currency_base_unit", baseUnit(unit));
            draft.values().put("currency_symbol", symbol(currency));
        }
        if (draft.raw().containsKey("price")) {
            price(draft, currency, unit);
        }
        if (draft.names("status_key")) {
            Map<String, Object> status = STATUSES.get(draft.number("status_key"));
            if (status == null) {
                throw ApiError.invalid("status_key", "Status key is not included in the list");
            }
            draft.values().put("status", status);
        }
        draft.value("rate_card_id")
                .flatMap(id -> store.table("rate_cards").row((Long) id))
                .filter(card -> !currency.equals(store.text("rate_cards", card, "currency")))
                .ifPresent(_ -> {
                    throw ApiError.invalid("rate_card_id", "Rate card must have the currency of the project");
                });
    }

    private static void price(Draft draft, String currency, Currency unit) {
        Object raw = draft.raw().get("price");
        if (raw == null || raw.toString().isBlank()) {
            draft.values().put("price", "TBD");
            draft.values().put("price_in_cents", null);
            return;
        }
        try {
            BigDecimal price = new BigDecimal(raw.toString().replace(",", "").replaceFirst("^\\D+", ""));
            long minor = price.multiply(BigDecimal.valueOf(baseUnit(unit))).longValueExact();
            if (minor < 0) {
                throw ApiError.invalid("price", "Price must be greater than or equal to 0");
            }
            draft.values().put("price_in_cents", minor);
            draft.values().put("price", symbol(currency) + "%,d".formatted(price.toBigInteger()));
        } catch (ArithmeticException | NumberFormatException e) {
            throw ApiError.invalid("price", "Price is not a number");
        }
    }

    @Override
    public void created(Row row, Draft draft) {
        join(row, draft);
        templates.apply(row, draft);
    }

    @Override
    public void updated(Row row, Draft draft) {
        templates.apply(row, draft);
    }

    /** The creator takes part from the start, and whoever the request names. */
    private void join(Row row, Draft draft) {
        List<Long> people = new ArrayList<>();
        draft.value("primary_maven_id").ifPresent(id -> people.add((Long) id));
        if (draft.sent("participations").orElse(null) instanceof List<?> wanted) {
            for (Object one : wanted) {
                if (one instanceof Map<?, ?> map && map.get("user_id") != null) {
                    people.add(Long.valueOf(map.get("user_id").toString()));
                }
            }
        }
        people.stream().distinct().forEach(user -> {
            Map<String, Object> fields = Map.of("workspace_id", row.id, "user_id", user, "role", "maven");
            store.insert("participations", fields);
        });
        if (!people.isEmpty()) {
            store.quietly(
                    OWN, row, "participant_ids", people.stream().distinct().toList());
        }
    }

    static Currency currency(String code) {
        try {
            return Currency.getInstance(code);
        } catch (IllegalArgumentException e) {
            throw ApiError.invalid("currency", "Currency is not included in the list");
        }
    }

    static long baseUnit(Currency currency) {
        return BigDecimal.TEN
                .pow(Math.max(0, currency.getDefaultFractionDigits()))
                .longValueExact();
    }

    private static String symbol(@Nullable String currency) {
        return switch (String.valueOf(currency)) {
            case "USD", "CAD", "AUD" -> "$";
            case "EUR" -> "€";
            case "GBP" -> "£";
            case "JPY" -> "¥";
            default -> currency + " ";
        };
    }
}
