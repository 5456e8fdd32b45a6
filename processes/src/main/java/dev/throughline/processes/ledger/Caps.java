package dev.throughline.processes.ledger;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.joda.money.Money;

/** Shares what a cap leaves among the work that waits for it. */
public final class Caps {
    private static final Comparator<Claim> IN_TURN =
            Comparator.comparing(Claim::day).thenComparing(Claim::id);

    private Caps() {}

    /** Work that wants to be billed. @param amount negative for a reduction */
    public record Claim(String id, LocalDate day, Money amount) {}

    /**
     * Grants work in the order of its days, then ids, until nothing is left: the line that crosses the cap is granted in part, those after it nothing. Reductions are granted
     * whole and make room first, so that the answer does not depend on the order in which claims came.
     *
     * @param left what the cap leaves beside these claims; below zero when more than the cap was billed already
     * @return what each claim is granted, by its id
     */
    public static Map<String, Money> grant(Money left, Collection<Claim> claims) {
        var reductions =
                claims.stream().map(Claim::amount).filter(Money::isNegative).toList();
        var room = reductions.stream().reduce(left, Money::minus);
        var granted = new HashMap<String, Money>();
        List<Claim> inTurn = claims.stream().sorted(IN_TURN).toList();
        for (var claim : inTurn) {
            if (claim.amount().isNegative()) {
                granted.put(claim.id(), claim.amount());
            } else {
                var share = room.isPositive() ? least(room, claim.amount()) : Money.zero(left.getCurrencyUnit());
                granted.put(claim.id(), share);
                room = room.minus(share);
            }
        }
        return granted;
    }

    private static Money least(Money one, Money other) {
        return one.isLessThan(other) ? one : other;
    }
}
