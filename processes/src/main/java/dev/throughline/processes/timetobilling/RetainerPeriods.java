package dev.throughline.processes.timetobilling;

import dev.throughline.model.BillingTerm.Buys;
import dev.throughline.model.BillingTerm.Every;
import dev.throughline.model.BillingTerm.Retainer;
import dev.throughline.model.BillingTerm.Unused;
import dev.throughline.model.ContractVersion;
import dev.throughline.processes.ledger.Drawdown;
import dev.throughline.processes.ledger.Drawdown.Draw;
import dev.throughline.processes.ledger.Drawdown.Outcome;
import dev.throughline.processes.timetobilling.Statements.Covered;
import dev.throughline.processes.timetobilling.Statements.Period;
import dev.throughline.processes.timetobilling.Statements.Statement;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.joda.money.Money;

/**
 * The periods of one retainer. Its versions share them by their days: hours are rounded half up to hundredths, money as all money that is split.
 *
 * @param kind whether it buys hours or money: the two never draw on each other
 */
record RetainerPeriods(Statements all, String name, Class<? extends Buys> kind, Every every) {
    static Stream<RetainerPeriods> of(Statements all) {
        var found = new LinkedHashMap<String, RetainerPeriods>();
        all.calendar().versions().stream()
                .flatMap(version -> version.terms().stream())
                .filter(Retainer.class::isInstance)
                .map(Retainer.class::cast)
                .map(term -> new RetainerPeriods(all, term.name(), term.buys().getClass(), term.every()))
                .forEach(one -> found.putIfAbsent(one.key(), one));
        return found.values().stream();
    }

    private String key() {
        return name + " " + kind.getSimpleName();
    }

    private boolean is(Retainer term) {
        return term.name().equals(name) && kind.isInstance(term.buys());
    }

    List<Period<Retainer>> periods() {
        return all.periods(every, this::term);
    }

    private Optional<Retainer> term(ContractVersion version) {
        return version.terms().stream()
                .filter(Retainer.class::isInstance)
                .map(Retainer.class::cast)
                .filter(this::is)
                .findFirst();
    }

    List<Statement> statements() {
        var work = all.covered().stream()
                .filter(one -> one.by() instanceof Retainer term && is(term))
                .collect(Collectors.toMap(Covered::id, Function.identity()));
        var periods = periods();
        var outcomes = Drawdown.draw(
                periods.stream().map(this::bought).toList(),
                work.values().stream()
                        .map(one -> new Draw(one.id(), one.day(), wants(one)))
                        .toList());
        var statements = new ArrayList<Statement>();
        for (int i = 0; i < periods.size(); i++) {
            if (periods.get(i).last().isBefore(all.today())) {
                statements.add(statement(periods.get(i), outcomes.get(i), work));
            }
        }
        return statements;
    }

    private Drawdown.Period bought(Period<Retainer> period) {
        var bought = period.parts().stream()
                .map(part -> switch (part.term().buys()) {
                    case Buys.Hours(var hours) -> part.share().of(hours);
                    case Buys.Worth(var amount) -> part.share().of(amount).getAmount();
                })
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        var unused = period.parts().isEmpty()
                ? new Unused.Lapses()
                : period.parts().getLast().term().unused();
        return new Drawdown.Period(period.from(), bought, unused);
    }

    private BigDecimal wants(Covered work) {
        return kind == Buys.Hours.class ? work.quantity() : worth(work).getAmount();
    }

    private static Money worth(Covered work) {
        return work.rate().multipliedBy(work.quantity(), RoundingMode.HALF_UP);
    }

    private Statement statement(Period<Retainer> period, Outcome outcome, Map<String, Covered> work) {
        var amount = Money.zero(all.currency());
        var beyond = BigDecimal.ZERO;
        for (var over : outcome.over().entrySet()) {
            amount = amount.plus(price(work.get(over.getKey()), over.getValue()));
            beyond = beyond.add(over.getValue());
        }
        var words = "true-up of retainer '%s', %s: %s bought, %s carried over from before, %s drawn, %s beyond"
                .formatted(
                        name,
                        period.label(),
                        words(outcome.period().bought()),
                        words(outcome.carriedIn()),
                        words(outcome.drawn()),
                        words(beyond));
        return new Statement(
                key(),
                period.label(),
                period.last(),
                amount,
                true,
                "%s, %s: %s beyond what was bought".formatted(name, period.label(), words(beyond)),
                words);
    }

    /** Of work in part beyond a balance in money, its share of the hours is charged, where a price was agreed. */
    private Money price(Covered work, BigDecimal over) {
        var agreed = ((Retainer) work.by()).overUse();
        if (kind == Buys.Hours.class) {
            return agreed.orElse(work.rate()).multipliedBy(over, RoundingMode.HALF_UP);
        }
        return agreed.map(rate -> Money.of(
                        all.currency(),
                        rate.getAmount()
                                .multiply(work.quantity())
                                .multiply(over)
                                .divide(
                                        worth(work).getAmount(),
                                        all.currency().getDecimalPlaces(),
                                        RoundingMode.HALF_UP)))
                .orElseGet(() -> Money.of(all.currency(), over));
    }

    private String words(BigDecimal amount) {
        return kind == Buys.Hours.class
                ? plain(amount) + " h"
                : Money.of(all.currency(), amount).toString();
    }

    static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
