package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Usage;
import dev.throughline.model.ContractVersion;
import dev.throughline.processes.ledger.Tiers;
import dev.throughline.processes.ledger.Tiers.Priced;
import dev.throughline.processes.timetobilling.Calendar.Part;
import dev.throughline.processes.timetobilling.Statements.Covered;
import dev.throughline.processes.timetobilling.Statements.Period;
import dev.throughline.processes.timetobilling.Statements.Statement;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.joda.money.Money;

/** The periods of one usage term. Where versions with other tiers share a period, each prices the use of its own days, from the first tier, with its days' share of what is free. */
record UsagePeriods(Statements all, String name, Every every) {
    static Stream<UsagePeriods> of(Statements all) {
        var found = new LinkedHashMap<String, UsagePeriods>();
        all.calendar().versions().stream()
                .flatMap(version -> version.terms().stream())
                .filter(Usage.class::isInstance)
                .map(Usage.class::cast)
                .forEach(term -> found.putIfAbsent(term.name(), new UsagePeriods(all, term.name(), term.every())));
        return found.values().stream();
    }

    List<Period<Usage>> periods() {
        return all.periods(every, this::term);
    }

    private Optional<Usage> term(ContractVersion version) {
        return version.terms().stream()
                .filter(Usage.class::isInstance)
                .map(Usage.class::cast)
                .filter(term -> term.name().equals(name))
                .findFirst();
    }

    List<Statement> statements() {
        return periods().stream()
                .filter(period ->
                        period.last().isBefore(all.today()) && !period.parts().isEmpty())
                .map(this::statement)
                .toList();
    }

    private Statement statement(Period<Usage> period) {
        var amount = Money.zero(all.currency());
        var used = BigDecimal.ZERO;
        var words = new ArrayList<String>();
        for (var part : period.parts()) {
            var quantity = used(part);
            var priced = Tiers.price(part.term(), quantity, part.share());
            amount = amount.plus(priced.amount());
            used = used.add(quantity);
            words.add(words(part.term(), quantity, priced));
        }
        return new Statement(
                name + " usage",
                period.label(),
                period.last(),
                amount,
                used.signum() > 0,
                "%s, %s: %s used".formatted(name, period.label(), RetainerPeriods.plain(used)),
                "use of '%s', %s, %s".formatted(name, period.label(), String.join("; then by an amendment ", words)));
    }

    private BigDecimal used(Part<Usage> part) {
        return all.covered().stream()
                .filter(one -> one.by() instanceof Usage term && term.name().equals(name) && part.holds(one.day()))
                .map(Covered::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String words(Usage term, BigDecimal quantity, Priced priced) {
        var words = new StringBuilder("%s tiers: %s used, %s free"
                .formatted(
                        term.tariff().name().toLowerCase(Locale.ROOT),
                        RetainerPeriods.plain(quantity),
                        RetainerPeriods.plain(priced.free())));
        for (int i = 0; i < priced.units().size(); i++) {
            words.append(", %s in tier %d"
                    .formatted(RetainerPeriods.plain(priced.units().get(i)), i + 1));
        }
        return words.append(priced.atMinimum() ? ", less than the minimum, which is billed" : "")
                .toString();
    }
}
