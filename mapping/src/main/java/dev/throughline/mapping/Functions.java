package dev.throughline.mapping;

import com.dashjoin.jsonata.Jsonata;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Our functions beside JSONata's own. Nothing in gives nothing out; a refusal is a {@link MappingFailure}. */
final class Functions {
    private static final BigDecimal MINUTES = BigDecimal.valueOf(60);
    private static final BigDecimal PAD_MAX = BigDecimal.valueOf(1_000);
    static final Map<String, Function> ALL = all();

    private Functions() {}

    /** @param call arguments that are missing or null arrive as null */
    private interface Call {
        @Nullable
        Object apply(Arguments arguments);
    }

    /** @param most arguments */
    record Function(String name, int least, int most, Jsonata.JFunction jsonata) {}

    private static Map<String, Function> all() {
        Map<String, Function> all = new LinkedHashMap<>();
        define(all, "lookup", 2, 3, Functions::lookup);
        define(all, "lookupOr", 3, 3, Functions::lookupOr);
        define(all, "money", 2, 2, Functions::money);
        define(all, "moneyOfMinor", 3, 3, Functions::moneyOfMinor);
        define(all, "decimal", 1, 1, a -> a.has(0) ? a.decimal(0) : null);
        define(all, "plain", 1, 1, Functions::plain);
        define(all, "minorOf", 1, 1, Functions::minorOf);
        define(all, "hours", 1, 1, a -> a.has(0) ? hours(a.decimal(0)) : null);
        define(all, "hoursOfClock", 1, 1, Functions::hoursOfClock);
        define(all, "minutes", 1, 1, Functions::minutes);
        define(all, "date", 1, 9, a -> a.has(0) ? Dates.date(a.text(0), a.textsFrom(1)) : null);
        define(all, "instant", 1, 1, a -> a.has(0) ? Dates.instant(a.text(0)) : null);
        define(all, "external", 1, 1, Functions::external);
        define(all, "fail", 2, 2, Functions::fail);
        // JSONata's own gives nothing for nothing, so that a record without the flag would be neither the one nor the
        // other.
        define(all, "not", 1, 1, a -> !Jsonata.boolize(a.raw(0)));
        // JSONata's own takes any width, and an hour for a large one.
        define(all, "pad", 2, 3, Functions::pad);
        return Map.copyOf(all);
    }

    private static void define(Map<String, Function> all, String name, int least, int most, Call call) {
        Jsonata.JFunctionCallable callable = (_, raw) -> {
            List<?> given = raw == null ? List.of() : raw;
            return call.apply(new Arguments("$" + name, given));
        };
        all.put(name, new Function(name, least, most, new Jsonata.JFunction(callable, null)));
    }

    private static @Nullable Object lookup(Arguments a) {
        if (!a.has(1)) {
            return null;
        }
        String table = a.text(0);
        LocalDate day = day(a, 2);
        return found(table, a.scalar(1), day)
                .orElseThrow(() -> new MappingFailure(
                        MappingProblem.LOOKUP_MISSING,
                        "lookup %s has no value for '%s' on %s".formatted(table, Words.brief(a.scalar(1)), show(day)),
                        "add a row for it to lookup %s, then replay".formatted(table)));
    }

    private static @Nullable Object lookupOr(Arguments a) {
        return a.has(1) ? found(a.text(0), a.scalar(1), day(a, -1)).orElse(a.raw(2)) : a.raw(2);
    }

    private static Optional<Object> found(String table, Object key, LocalDate day) {
        return Evaluation.CURRENT.get().lookups().find(table, key, day);
    }

    private static LocalDate day(Arguments a, int index) {
        return index >= 0 && a.has(index)
                ? LocalDate.parse(Dates.date(a.text(index), List.of()))
                : Evaluation.CURRENT.get().asOf();
    }

    private static String show(LocalDate day) {
        return day.equals(LocalDate.MAX) ? "any day" : day.toString();
    }

    private static @Nullable Object money(Arguments a) {
        if (!a.has(0)) {
            return null;
        }
        if (!a.has(1)) {
            throw a.refusal("the currency is missing");
        }
        return asMap(a, a.decimal(0), a.text(1));
    }

    private static @Nullable Object moneyOfMinor(Arguments a) {
        if (!a.has(0)) {
            return null;
        }
        if (!a.has(1) || !a.has(2)) {
            throw a.refusal("the unit or the currency is missing");
        }
        BigDecimal unit = a.decimal(1);
        if (unit.signum() <= 0) {
            throw a.refusal("the unit must be above 0");
        }
        try {
            return asMap(a, a.decimal(0).divide(unit), a.text(2));
        } catch (ArithmeticException e) {
            throw a.refusal("the count does not divide by the unit without rest");
        }
    }

    private static Map<String, Object> asMap(Arguments a, BigDecimal amount, String currency) {
        try {
            Money money = Decimals.money(amount, Decimals.currency(currency));
            Map<String, Object> map = LinkedHashMap.newLinkedHashMap(2);
            map.put("amount", money.getAmount().toPlainString());
            map.put("currency", money.getCurrencyUnit().getCode());
            return map;
        } catch (IllegalArgumentException e) {
            throw a.refusal(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable Object plain(Arguments a) {
        if (!a.has(0)) {
            return null;
        }
        StringBuilder kept = new StringBuilder();
        a.text(0)
                .codePoints()
                .filter(c ->
                        c != ',' && c != '\'' && c != '’' && !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .forEach(kept::appendCodePoint);
        return kept.isEmpty() ? null : kept.toString();
    }

    private static @Nullable Object minorOf(Arguments a) {
        if (!a.has(0)) {
            return null;
        }
        if (!(a.raw(0) instanceof Map<?, ?> map)
                || !(map.get("amount") instanceof String amount)
                || !(map.get("currency") instanceof String currency)) {
            throw a.refusal("it takes money, {amount, currency}");
        }
        try {
            return Decimals.money(Decimals.parse(amount), Decimals.currency(currency))
                    .getAmountMinorLong();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw a.refusal(String.valueOf(e.getMessage()));
        }
    }

    private static BigDecimal hours(BigDecimal minutes) {
        return stripped(minutes.divide(MINUTES, 4, RoundingMode.HALF_UP));
    }

    private static BigDecimal stripped(BigDecimal number) {
        return new BigDecimal(Decimals.canonical(number));
    }

    private static @Nullable Object hoursOfClock(Arguments a) {
        if (!a.has(0)) {
            return null;
        }
        String text = a.text(0).strip();
        if (!text.matches("\\d{1,5}:[0-5]\\d(:00)?")) {
            throw a.refusal("'%s' is not a clock text such as 7:30".formatted(Words.brief(text)));
        }
        String[] parts = text.split(":", -1);
        return hours(new BigDecimal(parts[0]).multiply(MINUTES).add(new BigDecimal(parts[1])));
    }

    private static @Nullable Object minutes(Arguments a) {
        if (!a.has(0)) {
            return null;
        }
        try {
            return a.decimal(0).multiply(MINUTES).longValueExact();
        } catch (ArithmeticException e) {
            throw a.refusal("%s hours are not a whole number of minutes"
                    .formatted(a.decimal(0).toPlainString()));
        }
    }

    private static @Nullable Object external(Arguments a) {
        if (!a.has(0)) {
            return null;
        }
        String ref = a.text(0);
        return Evaluation.CURRENT
                .get()
                .external()
                .apply(ref)
                .orElseThrow(() -> new MappingFailure(
                        MappingProblem.REFERENCE_MISSING,
                        "the target system has no record of %s yet".formatted(Words.brief(ref)),
                        "wait until it is created there, or link it to the record that it already has"));
    }

    private static @Nullable Object pad(Arguments a) {
        if (!a.has(0)) {
            return null;
        }
        BigDecimal width = a.decimal(1);
        if (width.abs().compareTo(PAD_MAX) > 0) {
            throw a.refusal("the width is more than %s".formatted(PAD_MAX));
        }
        String text = a.text(0);
        int missing = width.abs().intValue() - text.codePointCount(0, text.length());
        String filler = (a.has(2) ? a.text(2) : " ").repeat(Math.max(0, missing));
        String fill = filler.substring(0, Math.max(0, Math.min(missing, filler.length())));
        return width.signum() < 0 ? fill + text : text + fill;
    }

    private static Object fail(Arguments a) {
        String code = a.has(0) ? a.text(0) : MappingProblem.FIELD_INVALID;
        String says = a.has(1) ? a.text(1) : "the mapping refuses the record";
        throw new MappingFailure(
                code.matches("[A-Z][A-Z0-9_]{0,63}") ? code : MappingProblem.FIELD_INVALID,
                Words.brief(says),
                "mend the record in its system");
    }
}
