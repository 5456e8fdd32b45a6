package dev.throughline.connectors.kantata.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One resource of the API.
 *
 * @param collection  path and key of its hash, such as {@code time_entries}
 * @param singular    the wrapper of write bodies
 * @param subjectType the class name that references, custom fields and events use
 * @param events      the first half of its event names, where it has events
 * @param stamped     whether the API shows {@code updated_at}
 */
record Kind(
        String collection,
        String singular,
        String subjectType,
        Optional<String> events,
        boolean stamped,
        Map<String, Attribute> attributes) {

    enum Type {
        TEXT,
        INT,
        DEC,
        BOOL,
        DATE,
        TIME,
        JSON,
        /** One row of another collection. */
        REF,
        /** A stored list of rows of another collection. */
        REFS,
        /** The rows that point here; computed, and shown only when it is included. */
        BACK
    }

    /**
     * @param column  place in a row's values
     * @param target  collection that it points to
     * @param backKey for {@link Type#BACK}: the attribute there that points here; empty for rows that name their subject by type and id
     */
    record Attribute(
            String name,
            int column,
            Type type,
            String flags,
            Optional<String> target,
            Optional<String> backKey,
            Optional<Object> initial) {

        boolean creatable() {
            return flags.contains("c");
        }

        boolean updatable() {
            return flags.contains("u");
        }

        boolean required() {
            return flags.contains("!");
        }

        boolean onRequest() {
            return flags.contains("o");
        }

        boolean indexed() {
            return flags.contains("i");
        }

        boolean shown() {
            return !flags.contains("x");
        }

        /** The name under which a client includes it: {@code story_id} is {@code story}, {@code time_entry_ids} is {@code time_entries}. */
        String association() {
            if (type == Type.REF) {
                return name.substring(0, name.length() - "_id".length());
            }
            String stem = name.substring(0, name.length() - "_ids".length());
            if (stem.endsWith("_with_unnamed")) {
                return stem;
            }
            return stem.endsWith("y") ? stem.substring(0, stem.length() - 1) + "ies" : stem + "s";
        }

        boolean isAssociation() {
            return target.isPresent() && shown();
        }
    }

    Attribute attribute(String name) {
        Attribute attribute = attributes.get(name);
        if (attribute == null) {
            throw new IllegalArgumentException(collection + " has no attribute " + name);
        }
        return attribute;
    }

    boolean has(String name) {
        return attributes.containsKey(name);
    }

    List<Attribute> associations() {
        return attributes.values().stream().filter(Attribute::isAssociation).toList();
    }

    static Map<String, Kind> byCollection(List<Kind> kinds) {
        Map<String, Kind> map = new LinkedHashMap<>();
        kinds.forEach(k -> map.put(k.collection(), k));
        return map;
    }
}
