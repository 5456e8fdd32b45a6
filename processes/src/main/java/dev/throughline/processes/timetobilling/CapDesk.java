package dev.throughline.processes.timetobilling;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Ref;
import dev.throughline.processes.Problem;
import dev.throughline.processes.ledger.Caps;
import dev.throughline.processes.ledger.OpenLine;
import dev.throughline.processes.ledger.OpenLine.Balance;
import dev.throughline.processes.ledger.Parts;
import dev.throughline.processes.ledger.Place;
import dev.throughline.processes.timetobilling.Terms.Cap;
import dev.throughline.processes.timetobilling.Verdict.Placed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.joda.money.Money;

/** Lays work that is ready into the ledger as far as the contract's caps let it, in the order of its days whatever the order in which it came. Lives for one call. */
final class CapDesk {
    /** Fine enough that part of the hours times the price is the part's amount, for prices below 5000 a unit. */
    private static final int QUANTITY_SCALE = 6;

    private final Desk desk;
    private final Intake intake;
    private final Map<String, Placed> wanted = new LinkedHashMap<>();

    CapDesk(Desk desk, Intake intake) {
        this.desk = desk;
        this.intake = intake;
    }

    /** Whether work of this source waits for {@link #share} before it is laid into the ledger. */
    boolean concerns(Ref<?> source) {
        return !caps().isEmpty() || desk.split(source);
    }

    void want(Ref<?> source, Placed placed) {
        wanted.put(source.id(), placed);
    }

    void dismiss(Ref<?> source) {
        wanted.remove(source.id());
    }

    private List<Cap> caps() {
        return desk.judge().terms().caps(desk.today());
    }

    /** @return whether anything moved */
    boolean share() {
        boolean moved = shareOnce();
        // What is laid may leave a difference to what is billed, which wants to be billed itself.
        while (!wanted.isEmpty()) {
            moved |= shareOnce();
        }
        return moved;
    }

    private boolean shareOnce() {
        var caps = caps();
        if (wanted.isEmpty() && caps.isEmpty()) {
            return false;
        }
        var tally = new CapTally(desk, caps);
        boolean tight = !caps.isEmpty() && (holds() || caps.stream().anyMatch(cap -> exceeded(cap, tally)));
        if (tight) {
            gather();
        }
        if (wanted.isEmpty()) {
            return false;
        }
        var granted = tight ? Caps.grant(tally.room(), claims(caps)) : Map.<String, Caps.Grant>of();
        boolean moved = false;
        var wants = Map.copyOf(wanted);
        for (var want : wants.entrySet()) {
            var placed = want.getValue();
            var grant = granted.getOrDefault(want.getKey(), new Caps.Grant(left(placed), Optional.empty()));
            moved |= lay(placed, grant);
        }
        wanted.keySet().removeAll(wants.keySet());
        return moved;
    }

    private List<Caps.Claim> claims(List<Cap> caps) {
        return wanted.entrySet().stream()
                .map(want -> new Caps.Claim(
                        want.getKey(),
                        want.getValue().line().workedOn(),
                        left(want.getValue()),
                        caps.stream()
                                .filter(cap -> concerns(cap, want.getValue()))
                                .map(Cap::name)
                                .toList()))
                .toList();
    }

    private boolean concerns(Cap cap, Placed placed) {
        return cap.within().holdsFor(placed.line().phase(), placed.line().role())
                && desk.judge().terms().lies(cap.within());
    }

    /** Whether what is billed, what is ready and what wants to be come to more than the cap. */
    private boolean exceeded(Cap cap, CapTally tally) {
        var all = tally.counted(cap);
        for (var placed : wanted.values()) {
            all = all.minus(openAndCounted(cap, placed));
            all = concerns(cap, placed) ? all.plus(left(placed)) : all;
        }
        return all.isGreaterThan(cap.most());
    }

    /** Whether work is held for a cap. */
    boolean holds() {
        return desk.causes().stream().anyMatch(cause -> cause.code().equals(BillingProblems.CAP_REACHED));
    }

    /** Whether some cap is not full: a look at the totals, where sharing anew would judge all open work. */
    boolean hasRoom() {
        var tally = new CapTally(desk, caps());
        return caps().stream().anyMatch(cap -> tally.counted(cap).isLessThan(cap.most()));
    }

    private static Money zero(Money like) {
        return Money.zero(like.getCurrencyUnit());
    }

    /** What stands ready of the work, as far as it counts against the cap by what it was until now. */
    private Money openAndCounted(Cap cap, Placed placed) {
        return open(placed).stream()
                .filter(line ->
                        cap.within().holdsFor(line.line().phase(), line.line().role())
                                && desk.judge().terms().lies(cap.within()))
                .map(line -> line.balances().get(Place.UNBILLED))
                .filter(balance -> balance != null)
                .map(Balance::amount)
                .reduce(zero(placed.amount()), Money::plus);
    }

    /** All work of the project that is ready or held takes part, judged anew. */
    private void gather() {
        var sources = new LinkedHashSet<Ref<CanonicalObject>>();
        for (var line : intake.open()) {
            if (!desk.refused(line.line().source())) {
                sources.add(Parts.source(line.line().source()));
            }
        }
        for (var source : sources) {
            if (!wanted.containsKey(source.id())) {
                desk.line(source).ifPresent(line -> intake.apply(source, intake.judge(line)));
            }
        }
    }

    private List<OpenLine> standing(Placed placed) {
        return desk.parts(placed.line().source()).stream()
                .flatMap(part -> desk.line(part).stream())
                .toList();
    }

    private List<OpenLine> open(Placed placed) {
        return standing(placed).stream().filter(line -> !settled(line)).toList();
    }

    private boolean settled(OpenLine line) {
        var source = line.line().source();
        return Settled.is(line)
                || (desk.split(Parts.source(source))
                        && desk.refused(source)
                        && line.balances().containsKey(Place.HELD));
    }

    private Balance settled(Placed placed) {
        return standing(placed).stream()
                .filter(this::settled)
                .flatMap(line -> line.balances().values().stream())
                .reduce(
                        new Balance(BigDecimal.ZERO, zero(placed.amount())),
                        (one, other) -> new Balance(
                                one.quantity().add(other.quantity()),
                                one.amount().plus(other.amount())));
    }

    /** What of the work is not settled yet. */
    private Money left(Placed placed) {
        var settled = settled(placed);
        boolean covered = settled.quantity().compareTo(placed.quantity()) >= 0;
        return covered ? zero(placed.amount()) : placed.amount().minus(settled.amount());
    }

    private boolean lay(Placed placed, Caps.Grant granted) {
        var settled = settled(placed);
        var quantity = placed.quantity().subtract(settled.quantity());
        var targets = quantity.signum() > 0 ? targets(placed, quantity, left(placed), granted) : List.<Placed>of();
        if (settled.quantity().signum() > 0) {
            intake.follow(placed.line().source(), placed);
        }
        return fit(placed, targets);
    }

    private List<Placed> targets(Placed placed, BigDecimal quantity, Money amount, Caps.Grant grant) {
        if (grant.barredBy().isEmpty()) {
            return List.of(placed.as(Place.UNBILLED, quantity, amount, placed.cause()));
        }
        var granted = grant.amount();
        var terms = desk.judge().terms();
        var cap = caps().stream()
                .filter(one -> one.name().equals(grant.barredBy().get()))
                .findFirst()
                .orElseThrow();
        var problem = BillingProblems.capReached(
                terms.contract().orElseThrow(), terms.capping(desk.today()).orElseThrow(), cap, amount.minus(granted));
        var targets = new ArrayList<Placed>();
        var share = BigDecimal.ZERO;
        if (granted.isPositive()) {
            share = granted.getAmount()
                    .multiply(quantity)
                    .divide(amount.getAmount(), QUANTITY_SCALE, RoundingMode.FLOOR);
            targets.add(placed.as(Place.UNBILLED, share, granted, placed.cause()));
        }
        targets.add(placed.as(Place.HELD, quantity.subtract(share), amount.minus(granted), problem.code())
                .because(problem));
        return targets;
    }

    /** Brings the open lines of the source to the targets, one line each, and opens another where there are too few. */
    private boolean fit(Placed placed, List<Placed> targets) {
        var source = placed.line().source();
        var free = new ArrayList<Ref<?>>();
        for (var part : desk.parts(source)) {
            if (desk.line(part).filter(this::settled).isEmpty()) {
                free.add(part);
            }
        }
        boolean moved = false;
        for (int i = 0; i < Math.max(free.size(), targets.size()); i++) {
            var part = i < free.size() ? free.get(i) : desk.nextPart(source);
            var target = i < targets.size()
                    ? targets.get(i).of(part)
                    : new Verdict.Nowhere("the rest was joined to the part before it");
            if (intake.move(part, target)) {
                moved = true;
                problem(target).ifPresent(desk::tellAnew);
            }
        }
        return moved;
    }

    private static Optional<Problem> problem(Verdict verdict) {
        return verdict instanceof Placed placed ? placed.problem() : Optional.empty();
    }
}
