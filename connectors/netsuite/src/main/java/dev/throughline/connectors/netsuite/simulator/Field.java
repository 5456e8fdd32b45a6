package dev.throughline.connectors.netsuite.simulator;

import java.util.List;
import java.util.Map;

/**
 * One field of a record type.
 *
 * @param targets record types that a reference may point to; empty for other kinds
 * @param choices members of an enumeration by id; empty for other kinds
 * @param rows    the fields of a sublist's rows; empty for other kinds
 */
record Field(
        String name,
        Kind kind,
        List<String> targets,
        Map<String, String> choices,
        boolean readOnly,
        boolean required,
        boolean key,
        Map<String, Field> rows) {

    enum Kind {
        TEXT,
        NUMBER,
        MONEY,
        INTEGER,
        BOOLEAN,
        DATE,
        DATETIME,
        DURATION,
        REF,
        REFS,
        ENUM,
        OBJECT,
        SUBLIST
    }
}
