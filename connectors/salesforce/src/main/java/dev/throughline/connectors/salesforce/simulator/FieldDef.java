package dev.throughline.connectors.salesforce.simulator;

import java.util.List;
import java.util.Set;

/**
 * One field of an object, as describe tells it.
 *
 * @param length     of text; the number of digits before and after the point for numbers
 * @param scale      digits after the point
 * @param values     of a picklist; a single {@code @Object} means the active labels of that object's records
 * @param target     of a reference, else empty
 * @param childName  the name of the reverse relationship, else empty
 * @param flags      required, readonly, createonly, restricted, externalId, unique
 */
record FieldDef(
        String name,
        Type type,
        int length,
        int scale,
        List<String> values,
        String target,
        String childName,
        Set<String> flags) {

    enum Type {
        ID,
        TEXT,
        TEXTAREA,
        PHONE,
        URL,
        EMAIL,
        PICKLIST,
        BOOLEAN,
        CURRENCY,
        DOUBLE,
        PERCENT,
        INT,
        DATE,
        DATETIME,
        REF,
        ADDRESS;

        boolean numeric() {
            return this == CURRENCY || this == DOUBLE || this == PERCENT || this == INT;
        }

        boolean textual() {
            return switch (this) {
                case ID, TEXT, TEXTAREA, PHONE, URL, EMAIL, PICKLIST, REF -> true;
                case BOOLEAN, CURRENCY, DOUBLE, PERCENT, INT, DATE, DATETIME, ADDRESS -> false;
            };
        }

        /** The word that describe uses. */
        String wire() {
            return switch (this) {
                case TEXT -> "string";
                case REF -> "reference";
                case ID,
                        TEXTAREA,
                        PHONE,
                        URL,
                        EMAIL,
                        PICKLIST,
                        BOOLEAN,
                        CURRENCY,
                        DOUBLE,
                        PERCENT,
                        INT,
                        DATE,
                        DATETIME,
                        ADDRESS -> name().toLowerCase(java.util.Locale.ROOT);
            };
        }
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    boolean createable() {
        return !has("readonly");
    }

    boolean updateable() {
        return !has("readonly") && !has("createonly");
    }

    boolean custom() {
        return name.endsWith("__c");
    }

    /** The name by which a query walks to the parent: {@code AccountId} gives {@code Account}, {@code Opportunity__c} gives {@code Opportunity__r}. */
    String relationship() {
        if (type != Type.REF) {
            return "";
        }
        return custom() ? name.substring(0, name.length() - 1) + "r" : name.substring(0, name.length() - 2);
    }

    String label() {
        String base = custom() ? name.substring(0, name.length() - 3) : name;
        return base.replace('_', ' ').replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    }
}
