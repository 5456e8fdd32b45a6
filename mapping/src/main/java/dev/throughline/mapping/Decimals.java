package dev.throughline.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.joda.money.Money;

/** Exact decimals and money from outside, bounded before any digit is written out: a text such as {@code 1e999999999} must not fill the memory. */
final class Decimals {
    static final int DIGITS_MAX = 38;
    private static final int LENGTH_MAX = 64;

    private Decimals() {}

    /** @throws IllegalArgumentException saying what is wrong with it */
    static BigDecimal parse(String text) {
        if (text.isEmpty() || text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "'%s' is not a decimal number of at most %d digits".formatted(Words.brief(text), DIGITS_MAX));
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                throw new IllegalArgumentException(
                        "'%s' is not a decimal number; thousands separators and blanks are taken off by $plain"
                                .formatted(Words.brief(text)));
            }
        }
        try {
            return bounded(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is not a decimal number".formatted(Words.brief(text)), e);
        }
    }

    /** @throws IllegalArgumentException when it has more digits than anything of this world */
    static BigDecimal bounded(BigDecimal number) {
        if (number.precision() > DIGITS_MAX || number.scale() > DIGITS_MAX || number.scale() < -DIGITS_MAX) {
            throw new IllegalArgumentException("a number has more than %d digits".formatted(DIGITS_MAX));
        }
        return number;
    }

    /** Any number that JSON or JSONata gives. A {@code Double} is taken at its shortest decimal text, which is what was written. */
    static BigDecimal of(Number number) {
        return switch (number) {
            case BigDecimal exact -> bounded(exact);
            case BigInteger whole -> bounded(new BigDecimal(whole));
            case Double floating
            when !Double.isFinite(floating) -> throw new IllegalArgumentException("a number is not finite");
            case Double floating -> bounded(new BigDecimal(Double.toString(floating)));
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    /** The one text of a value: without trailing zeros, never with an exponent. */
    static String canonical(BigDecimal number) {
        BigDecimal stripped = bounded(number).stripTrailingZeros();
        return (stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped).toPlainString();
    }

    /** @throws IllegalArgumentException when there is no such currency */
    static CurrencyUnit currency(String code) {
        try {
            return CurrencyUnit.of(code);
        } catch (IllegalCurrencyException e) {
            throw new IllegalArgumentException(
                    "'%s' is not a currency's ISO 4217 code".formatted(Words.brief(code)), e);
        }
    }

    /** @throws IllegalArgumentException when the amount has more decimals than the currency */
    static Money money(BigDecimal amount, CurrencyUnit currency) {
        try {
            return Money.of(currency, bounded(amount).setScale(currency.getDecimalPlaces(), RoundingMode.UNNECESSARY));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(
                    "%s has more than the %d decimals of %s; nothing is rounded here"
                            .formatted(amount.toPlainString(), currency.getDecimalPlaces(), currency.getCode()),
                    e);
        }
    }
}
