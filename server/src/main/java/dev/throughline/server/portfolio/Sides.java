package dev.throughline.server.portfolio;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What sales, hub and finance say of each contract's total. A contract that is an exception is left out on all three sides, and named. */
final class Sides {
    private static final BigDecimal NOTHING = BigDecimal.ZERO;

    private final Map<Key, BigDecimal> crm = new HashMap<>();
    private final Map<Key, BigDecimal> hub = new HashMap<>();
    private final Map<Key, BigDecimal> erp = new HashMap<>();

    /** @param deal the deal's id in sales */
    record Key(String deal, String currency) {}

    /** @param reason empty when nothing explains why the three sides differ */
    record Excluded(Key key, BigDecimal crm, BigDecimal hub, BigDecimal erp, Optional<String> reason) {
        String says() {
            return "%s: CRM %s, hub %s, ERP %s %s: %s"
                    .formatted(
                            key.deal(),
                            crm.toPlainString(),
                            hub.toPlainString(),
                            erp.toPlainString(),
                            key.currency(),
                            reason.orElse("NOTHING EXPLAINS IT"));
        }
    }

    void crm(Key key, BigDecimal amount) {
        crm.merge(key, amount, BigDecimal::add);
    }

    void hub(Key key, BigDecimal amount) {
        hub.merge(key, amount, BigDecimal::add);
    }

    void erp(Key key, BigDecimal amount) {
        erp.merge(key, amount, BigDecimal::add);
    }

    /** Contracts of which the three do not say the same. @param explained reasons by deal */
    List<Excluded> differing(Map<String, String> explained) {
        var differing = new ArrayList<Excluded>();
        for (Key key : keys()) {
            BigDecimal sales = crm.getOrDefault(key, NOTHING);
            BigDecimal ours = hub.getOrDefault(key, NOTHING);
            BigDecimal finance = erp.getOrDefault(key, NOTHING);
            if (sales.compareTo(ours) != 0 || ours.compareTo(finance) != 0) {
                differing.add(new Excluded(key, sales, ours, finance, Optional.ofNullable(explained.get(key.deal()))));
            }
        }
        return differing;
    }

    Set<String> deals() {
        return keys().stream().map(Key::deal).collect(java.util.stream.Collectors.toSet());
    }

    private Set<Key> keys() {
        var keys = new TreeSet<Key>((a, b) -> (a.deal() + "|" + a.currency()).compareTo(b.deal() + "|" + b.currency()));
        keys.addAll(crm.keySet());
        keys.addAll(hub.keySet());
        keys.addAll(erp.keySet());
        return keys;
    }

    /** Sums per currency of all contracts but those that an exception explains. */
    Summary.Totals totals(List<Excluded> differing) {
        var out = new TreeSet<String>();
        differing.stream()
                .filter(d -> d.reason().isPresent())
                .forEach(d -> out.add(d.key().deal()));
        return new Summary.Totals(sums(crm, out), sums(hub, out), sums(erp, out));
    }

    private static Map<String, String> sums(Map<Key, BigDecimal> side, Set<String> without) {
        var sums = new TreeMap<String, BigDecimal>();
        side.forEach((key, amount) -> {
            if (!without.contains(key.deal())) {
                sums.merge(key.currency(), amount, BigDecimal::add);
            }
        });
        var texts = new TreeMap<String, String>();
        sums.forEach((currency, sum) -> texts.put(currency, cents(sum).toPlainString()));
        return texts;
    }

    private static BigDecimal cents(BigDecimal sum) {
        return sum.stripTrailingZeros().scale() <= 2 ? sum.setScale(2) : sum;
    }
}
