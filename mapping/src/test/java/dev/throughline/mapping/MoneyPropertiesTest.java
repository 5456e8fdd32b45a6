package dev.throughline.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** No path through a mapping changes an amount by anything at all. */
class MoneyPropertiesTest {
    private static final MappingSet SET = Sets.of(Sets.timeEntry("""
            hours: wrapped.hours
            rate: "$exists(nested.sum) ? $money($$.nested.sum, nested.cur) : $money(sum, cur)"
            """));
    private static final InboundMapping MAPPING = Sets.acme(SET);

    @Property
    void money_comes_through_to_the_last_digit(@ForAll("amounts") Money money, @ForAll boolean nested) {
        Map<String, Object> sum =
                Map.of("sum", money.getAmount(), "cur", money.getCurrencyUnit().getCode());
        String json = CanonicalJson.treeOf(nested ? Map.of("nested", sum) : sum).toString();
        assertThat(attributes(json).get("rate"))
                .isEqualTo(Map.of(
                        "amount",
                        money.getAmount().toPlainString(),
                        "currency",
                        money.getCurrencyUnit().getCode()));
    }

    @Property
    void a_decimal_keeps_its_value_and_has_one_text(
            @ForAll("decimals") BigDecimal number, @ForAll @IntRange(max = 5) int zeros) {
        String one = attributes("{\"wrapped\":{\"hours\":%s}}".formatted(number.toPlainString()))
                .get("hours")
                .toString();
        String other = attributes("{\"wrapped\":{\"hours\":\"%s\"}}"
                        .formatted(number.setScale(number.scale() + zeros).toPlainString()))
                .get("hours")
                .toString();
        assertThat(new BigDecimal(one)).isEqualByComparingTo(number);
        assertThat(other).isEqualTo(one);
    }

    @Property
    void a_body_for_a_vendor_holds_the_same_digits(@ForAll("amounts") Money money) {
        Object value = Expression.compile("{'rate': $decimal(m.amount)}")
                .evaluate(Map.of("m", Map.of("amount", money.getAmount().toPlainString())));
        assertThat(CanonicalJson.treeOf(Exact.of(value)).get("rate").decimalValue())
                .isEqualByComparingTo(money.getAmount());
    }

    @Property
    void layers_keep_what_the_later_one_says_and_all_else_of_the_earlier(
            @ForAll("fields") Map<String, Integer> under, @ForAll("fields") Map<String, Integer> over) {
        var merged = (Template.Branch) Template.overlay(branch(under), branch(over));
        Map<String, Integer> expected = new LinkedHashMap<>(under);
        expected.putAll(over);
        assertThat(merged.fields()).isEqualTo(branch(expected).fields());
        assertThat(((Template.Branch) Template.overlay(merged, branch(over))).fields())
                .isEqualTo(merged.fields());
    }

    private static Template.Branch branch(Map<String, Integer> values) {
        Map<String, Template> fields = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            fields.put(name, new Template.Constant(value, 1));
        });
        return new Template.Branch(fields, 1);
    }

    private static Map<String, Object> attributes(String json) {
        return ((Mapped.Produced) MAPPING.map(Sets.record(json))).attributes();
    }

    @Provide
    Arbitrary<Money> amounts() {
        List<CurrencyUnit> currencies = new ArrayList<>();
        List.of("USD", "EUR", "GBP", "JPY", "KWD").forEach(code -> currencies.add(CurrencyUnit.of(code)));
        Arbitrary<BigInteger> minor =
                Arbitraries.bigIntegers().between(BigInteger.TEN.pow(18).negate(), BigInteger.TEN.pow(18));
        return Combinators.combine(minor, Arbitraries.of(currencies))
                .as((count, currency) -> Money.of(currency, new BigDecimal(count, currency.getDecimalPlaces())));
    }

    @Provide
    Arbitrary<BigDecimal> decimals() {
        return Combinators.combine(
                        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(25).negate(), BigInteger.TEN.pow(25)),
                        Arbitraries.integers().between(0, 7))
                .as(BigDecimal::new);
    }

    @Provide
    Arbitrary<Map<String, Integer>> fields() {
        return Arbitraries.maps(
                Arbitraries.of("a", "b", "c", "d"), Arbitraries.integers().between(1, 9));
    }
}
