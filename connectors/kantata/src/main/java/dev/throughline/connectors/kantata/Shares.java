package dev.throughline.connectors.kantata;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which absence takes how many hours of one day, such as {@code abs_1=4 abs_2=2.5}, as it stands in the message of the day's external reference. What somebody entered by
 * hand before us is kept as {@code hand=8}: it is taken to be the same absence entered twice, so ours fill it up and do not come on top.
 */
record Shares(Map<String, BigDecimal> byAbsence) {
    static final Shares NONE = new Shares(Map.of());

    private static final String HAND = "hand";

    Shares {
        byAbsence = Map.copyOf(byAbsence);
    }

    static Shares byHand(BigDecimal hours) {
        return new Shares(Map.of(HAND, plain(hours)));
    }

    /** What cannot be read was edited by somebody, and counts as nothing of ours. */
    static Shares of(String message) {
        Map<String, BigDecimal> hours = new TreeMap<>();
        Arrays.stream(message.strip().split("\\s+"))
                .map(word -> word.split("=", 2))
                .forEach(pair -> {
                    if (pair.length == 2 && pair[1].matches("\\d{1,4}(\\.\\d{1,4})?")) {
                        hours.put(pair[0], plain(new BigDecimal(pair[1])));
                    }
                });
        return new Shares(hours);
    }

    boolean has(String absence) {
        return byAbsence.containsKey(absence);
    }

    /** @param share empty when the absence no longer takes any of the day */
    Shares with(String absence, Optional<BigDecimal> share) {
        Map<String, BigDecimal> next = new TreeMap<>(byAbsence);
        share.ifPresentOrElse(h -> next.put(absence, plain(h)), () -> next.remove(absence));
        return new Shares(next);
    }

    BigDecimal hours() {
        BigDecimal ours = byAbsence.entrySet().stream()
                .filter(share -> !share.getKey().equals(HAND))
                .map(Map.Entry::getValue)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return ours.max(byAbsence.getOrDefault(HAND, BigDecimal.ZERO));
    }

    /** One form for one number, so that equal shares are equal. */
    private static BigDecimal plain(BigDecimal hours) {
        return hours.signum() == 0 ? BigDecimal.ZERO : hours.stripTrailingZeros();
    }

    @Override
    public String toString() {
        return new TreeMap<>(byAbsence)
                .entrySet().stream()
                        .map(share -> share.getKey() + "=" + share.getValue().toPlainString())
                        .collect(Collectors.joining(" "));
    }
}
