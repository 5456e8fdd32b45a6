package dev.throughline.processes.ledger;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;

/** Shares what caps leave among the work that waits for it. */
public final class Caps {
    private static final Comparator<Claim> IN_TURN =
            Comparator.comparing(Claim::day).thenComparing(Claim::id);

    private Caps() {}

    /**
     * Work that wants to be billed.
     *
     * @param amount negative for a reduction
     * @param within names of the caps that it counts against, the narrowest first
     */
    public record Claim(String id, LocalDate day, Money amount, List<String> within) {
        public Claim {
            within = List.copyOf(within);
        }
    }

    /** @param barredBy the cap that left no more, of several the narrowest; empty when all was granted */
    public record Grant(Money amount, Optional<String> barredBy) {}

    /**
     * Grants work in the order of its days, then ids, as far as every cap that it lies within leaves room: what crosses one is granted in part. Each cap is consumed by what is
     * granted, once. Reductions are granted whole and make room first, so that the answer does not depend on the order in which claims came.
     *
     * @param left by name, what each cap leaves beside these claims; below zero when more than the cap was billed already
     * @return what each claim is granted, by its id
     */
    public static Map<String, Grant> grant(Map<String, Money> left, Collection<Claim> claims) {
        var room = new HashMap<>(left);
        claims.stream()
                .filter(claim -> claim.amount().isNegative())
                .forEach(claim -> consume(room, claim, claim.amount()));
        var granted = new HashMap<String, Grant>();
        for (var claim : claims.stream().sorted(IN_TURN).toList()) {
            granted.put(claim.id(), claim.amount().isNegative() ? whole(claim) : share(room, claim));
        }
        return granted;
    }

    private static Grant whole(Claim claim) {
        return new Grant(claim.amount(), Optional.empty());
    }

    private static Grant share(Map<String, Money> room, Claim claim) {
        var share = claim.amount();
        Optional<String> barredBy = Optional.empty();
        for (var cap : claim.within()) {
            var leaves = atLeastNothing(room.get(cap));
            if (leaves.isLessThan(share)) {
                share = leaves;
                barredBy = Optional.of(cap);
            }
        }
        consume(room, claim, share);
        return new Grant(share, barredBy);
    }

    private static void consume(Map<String, Money> room, Claim claim, Money amount) {
        claim.within().forEach(cap -> room.merge(cap, amount, Money::minus));
    }

    private static Money atLeastNothing(Money room) {
        return room.isNegative() ? Money.zero(room.getCurrencyUnit()) : room;
    }
}
