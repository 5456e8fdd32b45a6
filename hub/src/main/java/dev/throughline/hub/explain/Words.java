package dev.throughline.hub.explain;

import dev.throughline.processes.ledger.LineKind;
import java.math.BigDecimal;
import java.util.Locale;

/** Words that people read. */
final class Words {
    private Words() {}

    /** {@code FINANCE_OPS} as {@code finance ops}. */
    static String of(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    static String plain(BigDecimal value) {
        return value.signum() == 0
                ? "0"
                : value.scale() <= 0
                        ? value.toPlainString()
                        : value.stripTrailingZeros().toPlainString();
    }

    static String money(String currency, BigDecimal amount) {
        return currency + " " + amount.toPlainString();
    }

    /** Hours and units are told with their number; of everything else there is one. */
    static String amount(LineKind kind, BigDecimal quantity, String currency, BigDecimal amount) {
        return switch (kind) {
            case TIME -> hours(quantity) + ", " + money(currency, amount);
            case USAGE -> plain(quantity) + " units, " + money(currency, amount);
            case EXPENSE, MILESTONE, INSTALMENT, CHARGE, CORRECTION -> money(currency, amount);
        };
    }

    static String hours(BigDecimal quantity) {
        return plain(quantity) + (quantity.compareTo(BigDecimal.ONE) == 0 ? " hour" : " hours");
    }

    static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    static String sentence(String text) {
        String trimmed = text.strip();
        return trimmed.endsWith(".") || trimmed.endsWith("!") || trimmed.endsWith("?") ? trimmed : trimmed + ".";
    }
}
