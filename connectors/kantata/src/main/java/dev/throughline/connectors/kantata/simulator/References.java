package dev.throughline.connectors.kantata.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** External references: one for each service name and subject. A second service under the same name overwrites the first, as at the vendor. */
final class References implements Rules {
    private static final String COLLECTION = "external_references";
    private static final List<String> STATES = List.of("pending", "successful", "failed");

    private final Store store;

    References(Store store) {
        this.store = store;
    }

    @Override
    public void beforeCreate(Draft draft) {
        requireSubject(draft);
        requireState(draft);
        if (existing(draft).isPresent()) {
            throw ApiError.invalid("service_name", "Service name has already been taken for this subject");
        }
        draft.values().put("last_synced_at", store.now());
    }

    @Override
    public void beforeUpdate(Row row, Draft draft) {
        requireState(draft);
        draft.values().put("last_synced_at", store.now());
    }

    private static void requireState(Draft draft) {
        if (draft.value("status").isPresent() && !STATES.contains(draft.text("status"))) {
            throw ApiError.invalid("status", "Status is not included in the list");
        }
    }

    private void requireSubject(Draft draft) {
        Kind kind = store.kindOfSubject(draft.text("subject_type"))
                .orElseThrow(() -> ApiError.invalid("subject_type", "Subject type is not included in the list"));
        if (store.table(kind.collection()).row(draft.number("subject_id")).isEmpty()) {
            throw ApiError.invalid("subject_id", "Subject could not be found");
        }
    }

    private Optional<Row> existing(Draft draft) {
        return existing(draft.text("subject_type"), draft.number("subject_id"), draft.text("service_name"));
    }

    Optional<Row> existing(String subjectType, long subjectId, String serviceName) {
        return store.attached(COLLECTION, subjectType, subjectId).stream()
                .filter(r -> serviceName.equals(store.text(COLLECTION, r, "service_name")))
                .findFirst();
    }

    /** A nested reference is checked before its subject is created. */
    Object checked(Object reference) {
        if (!(reference instanceof Map<?, ?> map)) {
            throw ApiError.invalid("external_reference", "External reference is invalid");
        }
        for (String name : List.of("service_name", "service_model", "service_model_ref")) {
            if (String.valueOf(map.get(name)).isBlank() || map.get(name) == null) {
                throw ApiError.invalid("external_reference." + name, name + " can't be blank");
            }
        }
        return reference;
    }

    void attach(Kind kind, Row row, Map<?, ?> reference) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Kind own = store.kind(COLLECTION).orElseThrow();
        reference.forEach((name, value) -> {
            if (own.has(name.toString())) {
                fields.put(name.toString(), store.values().read(own.attribute(name.toString()), value));
            }
        });
        fields.put("subject_type", kind.subjectType());
        fields.put("subject_id", row.id);
        fields.put("last_synced_at", store.now());
        Optional<Row> existing = existing(kind.subjectType(), row.id, String.valueOf(fields.get("service_name")));
        if (existing.isPresent()) {
            store.update(COLLECTION, existing.get(), fields);
        } else {
            store.insert(COLLECTION, fields);
        }
    }
}
