package dev.throughline.processes.timetobilling;

import static dev.throughline.processes.testing.Firm.CONTRACT;

import dev.throughline.model.BillingModel;
import dev.throughline.model.BillingTerm;
import dev.throughline.model.BillingTerm.Buys;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Limit;
import dev.throughline.model.BillingTerm.Recurring;
import dev.throughline.model.BillingTerm.Retainer;
import dev.throughline.model.BillingTerm.Tariff;
import dev.throughline.model.BillingTerm.Tier;
import dev.throughline.model.BillingTerm.Unused;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.model.ContractVersion;
import dev.throughline.model.ContractVersion.Instalment;
import dev.throughline.model.Scope;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Reads the {@code version} step of {@code docs/billing-examples.md}. */
final class ExampleTerms {
    private final Iterator<String> words;
    private final CurrencyUnit currency;
    private final List<BillingTerm> terms = new ArrayList<>();
    private final List<Instalment> schedule = new ArrayList<>();
    private Optional<LocalDate> until = Optional.empty();
    private Optional<Money> cap = Optional.empty();
    private String next;

    ExampleTerms(List<String> words, CurrencyUnit currency) {
        this.words = words.iterator();
        this.currency = currency;
        this.next = this.words.next();
    }

    ContractVersion version() {
        expect("version");
        int number = Integer.parseInt(take());
        expect("from");
        var from = LocalDate.parse(take());
        var model = constant(BillingModel.class);
        while (!next.isEmpty()) {
            part();
        }
        return new ContractVersion(
                CONTRACT,
                number,
                ContractVersion.Status.APPROVED,
                model,
                from,
                Money.of(currency, new BigDecimal("120000")),
                Optional.empty(),
                until,
                Optional.of("STD"),
                cap,
                schedule,
                terms);
    }

    private void part() {
        switch (take()) {
            case "until" -> until = Optional.of(LocalDate.parse(take()));
            case "cap" -> cap = Optional.of(money());
            case "recurring" -> terms.add(new Recurring(take(), money(), constant(Every.class)));
            case "retainer" ->
                terms.add(new Retainer(
                        take(),
                        money(),
                        constant(Every.class),
                        buys(),
                        unused(),
                        after("over").map(amount -> money(amount)),
                        role()));
            case "usage" -> {
                var meter = take();
                terms.add(new Usage(
                        meter,
                        meter,
                        constant(Every.class),
                        currency,
                        constant(Tariff.class),
                        tiers(),
                        new BigDecimal(after("free").orElseThrow()),
                        after("minimum").map(amount -> money(amount)),
                        Optional.empty()));
            }
            case "limit" -> terms.add(new Limit(take(), money(), role().orElseThrow()));
            case "due" -> schedule.add(new Instalment(take(), money(), Optional.of(LocalDate.parse(take()))));
            case "payable" -> schedule.add(new Instalment(take(), money(), Optional.empty()));
            default -> throw new AssertionError("no such part of a version, before: " + next);
        }
    }

    private Buys buys() {
        return switch (take()) {
            case "hours" -> new Buys.Hours(new BigDecimal(take()));
            case "worth" -> new Buys.Worth(money());
            default -> throw new AssertionError("hours or worth, before: " + next);
        };
    }

    private Unused unused() {
        return switch (take()) {
            case "lapses" -> new Unused.Lapses();
            case "never" -> new Unused.NeverLapses();
            case "carries" -> new Unused.CarriesOver(Integer.parseInt(take()));
            default -> throw new AssertionError("lapses, never or carries, before: " + next);
        };
    }

    private Optional<Scope> role() {
        return after("role").map(name -> new Scope(Optional.empty(), Optional.empty(), Optional.of(name)));
    }

    private List<Tier> tiers() {
        return Stream.of(take().split(","))
                .map(tier -> tier.split(":"))
                .map(tier -> new Tier(
                        tier[0].equals("*") ? Optional.empty() : Optional.of(new BigDecimal(tier[0])),
                        new BigDecimal(tier[1])))
                .toList();
    }

    private Optional<String> after(String word) {
        if (!next.equals(word)) {
            return Optional.empty();
        }
        take();
        return Optional.of(take());
    }

    private Money money() {
        return money(take());
    }

    private Money money(String amount) {
        return Money.of(currency, new BigDecimal(amount));
    }

    private <E extends Enum<E>> E constant(Class<E> type) {
        return Enum.valueOf(type, take().toUpperCase(Locale.ROOT));
    }

    private void expect(String word) {
        var said = take();
        if (!said.equals(word)) {
            throw new AssertionError("%s, not %s".formatted(word, said));
        }
    }

    private String take() {
        var now = next;
        next = words.hasNext() ? words.next() : "";
        return now;
    }
}
