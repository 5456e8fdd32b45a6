package dev.throughline.processes.ledger;

import dev.throughline.processes.ledger.OpenLine.Balance;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Proves of a ledger that every source line lies, whole, where its postings put it: what came in from outside less what went out is what the places hold, by quantity and by
 * amount, line by line and in total for each entity and currency.
 */
public final class Conservation {
    private Conservation() {}

    /** @param line id of the source */
    public record Breach(String line, String says) {}

    /** @param entity id of the legal entity, {@code -} for work that has none yet */
    public record Account(String entity, CurrencyUnit currency) {}

    /** What lies in each place of one account. */
    public record Totals(Map<Account, Map<Place, Balance>> byAccount) {}

    /**
     * @param lines    as the ledger says they stand
     * @param postings all that were ever made for these lines, in their order
     * @return empty when the ledger conserves
     */
    public static List<Breach> check(Collection<OpenLine> lines, Collection<Posting> postings) {
        var breaches = new ArrayList<Breach>();
        var replayed = replay(postings, breaches);
        var stated = new TreeMap<String, Map<Place, Balance>>();
        lines.forEach(line -> stated.put(line.line().source().id(), inside(line.balances())));
        var ids = new TreeSet<>(stated.keySet());
        ids.addAll(replayed.keySet());
        for (var id : ids) {
            compare(id, stated.getOrDefault(id, Map.of()), replayed.getOrDefault(id, Map.of()), breaches);
        }
        return breaches;
    }

    private static Map<String, Map<Place, Balance>> replay(Collection<Posting> postings, List<Breach> breaches) {
        var replayed = new TreeMap<String, Map<Place, Balance>>();
        for (var posting : postings) {
            var places = replayed.computeIfAbsent(posting.line().source().id(), _ -> new EnumMap<>(Place.class));
            take(places, posting, breaches);
            put(places, posting.to(), posting.quantity(), posting.amount());
        }
        replayed.replaceAll((_, places) -> inside(places));
        return replayed;
    }

    private static void take(Map<Place, Balance> places, Posting posting, List<Breach> breaches) {
        put(
                places,
                posting.from(),
                posting.quantity().negate(),
                posting.amount().negated());
        var left = places.get(posting.from());
        if (posting.from() != Place.OUTSIDE && left != null && left.quantity().signum() < 0) {
            breaches.add(new Breach(
                    posting.line().source().id(),
                    "more was taken from %s than lay there: %s is left"
                            .formatted(posting.from(), left.quantity().toPlainString())));
        }
    }

    private static void put(Map<Place, Balance> places, Place place, BigDecimal quantity, Money amount) {
        places.merge(place, new Balance(quantity, amount), Conservation::sum);
        var now = places.get(place);
        // Repricing may bring another currency; what is empty has none.
        if (now != null && now.quantity().signum() == 0 && now.amount().isZero()) {
            places.remove(place);
        }
    }

    private static Balance sum(Balance one, Balance other) {
        return new Balance(one.quantity().add(other.quantity()), one.amount().plus(other.amount()));
    }

    private static Map<Place, Balance> inside(Map<Place, Balance> places) {
        var inside = new EnumMap<Place, Balance>(Place.class);
        places.forEach((place, balance) -> {
            if (place != Place.OUTSIDE) {
                inside.put(place, balance);
            }
        });
        return inside;
    }

    private static void compare(
            String id, Map<Place, Balance> stated, Map<Place, Balance> replayed, List<Breach> breaches) {
        var places = new TreeSet<>(Set.copyOf(stated.keySet()));
        places.addAll(replayed.keySet());
        for (var place : places) {
            var one = stated.get(place);
            var other = replayed.get(place);
            if (one == null || other == null || !same(one, other)) {
                breaches.add(new Breach(id, "%s holds %s, but its postings say %s".formatted(place, one, other)));
            }
        }
    }

    private static boolean same(Balance one, Balance other) {
        return one.quantity().compareTo(other.quantity()) == 0 && one.amount().equals(other.amount());
    }

    /** What lies where, by entity and currency. Only lines of one currency and entity are ever added. */
    public static Totals totals(Collection<OpenLine> lines) {
        var accounts = new LinkedHashMap<Account, Map<Place, Balance>>();
        lines.stream()
                .sorted(Comparator.comparing(line -> line.line().source().id()))
                .forEach(line -> inside(line.balances()).forEach((place, balance) -> {
                    var entity = line.line().legalEntity().map(ref -> ref.id()).orElse("-");
                    var account = new Account(entity, balance.amount().getCurrencyUnit());
                    accounts.computeIfAbsent(account, _ -> new EnumMap<>(Place.class))
                            .merge(place, balance, Conservation::sum);
                }));
        return new Totals(accounts);
    }
}
