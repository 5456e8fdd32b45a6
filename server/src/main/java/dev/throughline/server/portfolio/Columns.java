package dev.throughline.server.portfolio;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a folder's columns say of money, read without the mappings, so that the hub is not its own judge. */
interface Columns {
    /** The deal that a row belongs to; empty for a row that is part of none. */
    Optional<String> deal(Map<String, String> row);

    /** The record that later rows of the same may take the place of. */
    Optional<String> record(Map<String, String> row);

    /** @throws NumberFormatException for a text that is no amount */
    BigDecimal amount(Map<String, String> row);

    /** The records that an exception may name a row by: its customer, for one. */
    Optional<String> customer(Map<String, String> row);

    /** Whether an exception of this code may keep a contract's total from being the same everywhere. */
    default boolean aboutTotals(String code) {
        return true;
    }

    static Optional<String> text(Map<String, String> row, String... names) {
        for (String name : names) {
            String value = row.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /** An amount as people write it: {@code $1,200.00}, {@code (1.00)}, {@code 1.04E7}, a dash for none. */
    static BigDecimal money(String written) {
        String bare = written.replaceAll("[,'’$\\s\\p{Z}]|USD", "").toUpperCase(Locale.ROOT);
        if (bare.equals("-")) {
            return BigDecimal.ZERO;
        }
        return bare.startsWith("(") && bare.endsWith(")")
                ? new BigDecimal(bare.substring(1, bare.length() - 1)).negate()
                : new BigDecimal(bare);
    }
}
