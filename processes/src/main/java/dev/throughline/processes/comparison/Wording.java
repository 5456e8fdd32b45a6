package dev.throughline.processes.comparison;

import dev.throughline.processes.comparison.Difference.Kind;
import dev.throughline.processes.comparison.Pairing.Pair;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.joda.money.Money;

/** Says in a sentence what differs. */
final class Wording {
    private Wording() {}

    static String of(Set<Kind> kinds, Pair pair, Money ours, Money theirs) {
        return kinds.stream().map(kind -> part(kind, pair, ours, theirs)).collect(Collectors.joining("; "));
    }

    private static String part(Kind kind, Pair pair, Money ours, Money theirs) {
        return switch (kind) {
            case MISSING -> "nobody billed %s that is ready".formatted(ours);
            case EXTRA -> "%s was billed for which no approved work is known".formatted(theirs);
            case CUSTOMER ->
                "billed to %s, the work was done for %s"
                        .formatted(
                                pair.theirs().getFirst().customer().name(),
                                pair.ours().getFirst().customer().name());
            case RATE ->
                "%s at %s, by the contract at %s"
                        .formatted(
                                plain(pair.theirs().getFirst().quantity()),
                                plain(pair.theirs().getFirst().rate()),
                                plain(pair.ours().getFirst().rate()));
            case AMOUNT -> "%s billed where %s is due%s".formatted(theirs, ours, quantities(pair));
            case TAX ->
                "taxed as %s, the contract says %s"
                        .formatted(
                                pair.theirs().getFirst().regime().orElse("unknown"),
                                pair.ours().getFirst().regime().orElse("unknown"));
            case DATE ->
                "billed in %s, the work is of %s"
                        .formatted(
                                pair.theirs().getFirst().period(),
                                pair.ours().getFirst().period());
        };
    }

    private static String quantities(Pair pair) {
        var ours = pair.ours().getFirst().quantity();
        var theirs = pair.theirs().getFirst().quantity();
        boolean tell = pair.ours().size() == 1
                && pair.theirs().size() == 1
                && ours.isPresent()
                && theirs.isPresent()
                && ours.get().compareTo(theirs.get()) != 0;
        return tell ? ": %s instead of %s".formatted(plain(theirs), plain(ours)) : "";
    }

    private static String plain(Optional<BigDecimal> figure) {
        return figure.map(f -> f.stripTrailingZeros().toPlainString()).orElse("an unknown number");
    }
}
