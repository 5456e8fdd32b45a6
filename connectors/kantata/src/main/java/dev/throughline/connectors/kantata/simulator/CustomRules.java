package dev.throughline.connectors.kantata.simulator;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Custom fields and their values, checked by the field's type. */
final class CustomRules {
    private static final Set<String> TYPES = Set.of("string", "date", "number", "currency", "single", "multi");

    private CustomRules() {}

    /** A field that an administrator adds to a resource. */
    record Fields(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            if (draft.value("value_type").isPresent() && !TYPES.contains(draft.text("value_type"))) {
                throw ApiError.invalid("value_type", "Value type is not included in the list");
            }
        }

        @Override
        public void created(Row row, Draft draft) {
            if (draft.sent("choices").orElse(null) instanceof List<?> choices) {
                for (Object choice : choices) {
                    if (choice instanceof Map<?, ?> map && map.get("label") != null) {
                        store.insert(
                                "custom_field_choices",
                                Map.of(
                                        "custom_field_id",
                                        row.id,
                                        "label",
                                        map.get("label").toString()));
                    }
                }
            }
        }
    }

    /** One value on one record. */
    record Values(Store store) implements Rules {
        @Override
        public void beforeCreate(Draft draft) {
            Kind subject = store.kindOfSubject(draft.text("subject_type"))
                    .orElseThrow(() -> ApiError.invalid("subject_type", "Subject type is not included in the list"));
            if (store.table(subject.collection())
                    .row(draft.number("subject_id"))
                    .isEmpty()) {
                throw ApiError.invalid("subject_id", "Subject could not be found");
            }
            Row field = store.table("custom_fields")
                    .row(draft.number("custom_field_id"))
                    .orElseThrow();
            boolean twice =
                    store.attached("custom_field_values", subject.subjectType(), draft.number("subject_id")).stream()
                            .anyMatch(v -> store.number("custom_field_values", v, "custom_field_id") == field.id);
            if (twice) {
                throw ApiError.invalid("custom_field_id", "Custom field already has a value for this subject");
            }
            draft.values().put("type", store.text("custom_fields", field, "value_type"));
            draft.values().put("custom_field_name", store.text("custom_fields", field, "name"));
            check(draft, draft.text("type"));
        }

        @Override
        public void beforeUpdate(Row row, Draft draft) {
            check(draft, String.valueOf(store.text("custom_field_values", row, "type")));
        }

        private static void check(Draft draft, String type) {
            Object value = draft.values().get("value");
            boolean fits = value == null
                    || switch (type) {
                        case "date" -> isDate(value);
                        case "number" -> isNumber(value);
                        case "currency" ->
                            value instanceof List<?> pair && pair.size() == 2 && isNumber(pair.getFirst());
                        case "single", "multi" -> value instanceof List<?>;
                        default -> !(value instanceof Map<?, ?>);
                    };
            if (!fits) {
                throw ApiError.invalid("value", "Value is not a valid " + type);
            }
            draft.values().put("display_value", value == null ? null : value.toString());
        }

        private static boolean isDate(Object value) {
            try {
                LocalDate.parse(value.toString());
                return true;
            } catch (DateTimeParseException e) {
                return false;
            }
        }

        private static boolean isNumber(Object value) {
            try {
                new BigDecimal(value.toString());
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }
}
