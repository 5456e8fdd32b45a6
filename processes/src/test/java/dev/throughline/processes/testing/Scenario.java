package dev.throughline.processes.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.Header;
import dev.throughline.model.event.CanonicalEvent.LineError;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.processes.Decision;
import dev.throughline.processes.Problem;
import dev.throughline.processes.Process;
import dev.throughline.processes.ledger.Place;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One instance of a process, told what happens and asked what it does. Reads: {@code given(process, key, world).when(event).then(commands…)}. The answer to a sent command is
 * given by {@link #done}, {@link #refused} and {@link #abandoned}.
 */
public final class Scenario<S> {
    private static final SystemId SYSTEM = new SystemId("some-system");

    private final Process<S> process;
    private final String key;
    private final World world;
    private final List<Decision.Send> sent = new ArrayList<>();
    private final Set<String> answered = new HashSet<>();
    private final List<String> timers = new ArrayList<>();
    private S state;
    private Decision<S> last;
    private int events;
    private Instant at = Instant.parse("2026-04-01T08:00:00Z");

    private Scenario(Process<S> process, String key, World world) {
        this.process = process;
        this.key = key;
        this.world = world;
        this.state = process.initial(key);
        this.last = Decision.to(state);
    }

    public static <S> Scenario<S> given(Process<S> process, String key, World world) {
        return new Scenario<>(process, key, world);
    }

    public Scenario<S> on(String instant) {
        at = Instant.parse(instant);
        return this;
    }

    /** The event is decided only if it concerns this instance. */
    public Scenario<S> when(CanonicalEvent event) {
        if (!process.concernedBy(event, world).contains(key)) {
            last = Decision.ignore(state, "does not concern " + key);
            return this;
        }
        last = process.decide(key, state, event, world);
        assertThat(process.decide(key, state, event, world))
                .as("decided twice alike")
                .isEqualTo(last);
        state = last.state();
        world.apply(key, last);
        sent.addAll(last.commands());
        last.timers().forEach(timer -> timers.add(timer.name() + " " + timer.at()));
        return this;
    }

    /** The object is as given from now on, and the instance hears of it. */
    public <T extends CanonicalObject> Scenario<S> whenStored(Ref<T> ref, T object) {
        Optional<CanonicalObject> before = world.get(ref).map(known -> known);
        world.with(ref, object);
        return when(changed(ref, before, Optional.of(object)));
    }

    public <T extends CanonicalObject> Scenario<S> whenDeleted(Ref<T> ref) {
        Optional<CanonicalObject> before = world.get(ref).map(known -> known);
        world.without(ref);
        return when(changed(ref, before, Optional.empty()));
    }

    private ObjectChanged changed(Ref<?> ref, Optional<CanonicalObject> before, Optional<CanonicalObject> after) {
        return new ObjectChanged(
                header(), CanonicalType.ofId(ref.id()), ref, before, after, differing(before, after), SYSTEM);
    }

    private static Set<String> differing(Optional<CanonicalObject> before, Optional<CanonicalObject> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return Set.of();
        }
        return Arrays.stream(before.get().getClass().getRecordComponents())
                .filter(part -> !value(part, before.get()).equals(value(part, after.get())))
                .map(RecordComponent::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Object value(RecordComponent part, CanonicalObject of) {
        try {
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public Scenario<S> whenAsked(Request request) {
        return whenAsked("alice", request);
    }

    public Scenario<S> whenAsked(String by, Request request) {
        return when(new CanonicalEvent.Asked(header(), request, by));
    }

    public Scenario<S> whenApproved(String by, String what) {
        return whenAsked(by, new Request.Approve(process.type(), key, what));
    }

    /** A timer of another workflow. */
    public Scenario<S> whenTimer(String process, String key, String timer) {
        return when(new CanonicalEvent.TimerFired(header(), process, key, timer));
    }

    public Scenario<S> whenRetried() {
        return whenAsked(new Request.Retry(process.type(), key));
    }

    public Scenario<S> whenSkipped() {
        return whenAsked(new Request.Skip(process.type(), key, "no longer wanted"));
    }

    public Scenario<S> whenTimer(String timer) {
        return when(new CanonicalEvent.TimerFired(header(), process.type(), key, timer));
    }

    public Scenario<S> done(String step) {
        return done(step, Optional.empty());
    }

    public Scenario<S> done(String step, Optional<String> reference) {
        return settled(step, new Outcome.Done(SYSTEM, "77", reference));
    }

    public Scenario<S> refused(String step, String code, LineError... lines) {
        return settled(step, new Outcome.Refused(SYSTEM, code, "says no", List.of(lines)));
    }

    public Scenario<S> abandoned(String step) {
        return settled(step, new Outcome.Abandoned("bob", "not wanted"));
    }

    /** The system did it: from then on it is known to have what the command is about. */
    public Scenario<S> carriedOut(String step) {
        world.existing(command(step).target(), command(step).subject());
        return done(step);
    }

    /** Systems do all that they were or are told, until nothing is on its way. */
    public Scenario<S> allCarriedOut() {
        for (int i = 0; i < sent.size(); i++) {
            var step = sent.get(i).step();
            if (!answered.contains(step)) {
                carriedOut(step);
            }
        }
        return this;
    }

    private Scenario<S> settled(String step, Outcome outcome) {
        answered.add(step);
        return when(new CommandSettled(
                header(), new IdempotencyKey("k-" + step), process.type(), key, step, command(step), outcome));
    }

    private Command command(String step) {
        return sent.stream()
                .filter(send -> send.step().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError(step + " was never sent, only " + sent))
                .command();
    }

    private Header header() {
        events++;
        return new Header("e" + events, at, "thread");
    }

    /** Exactly these steps were sent, in any order. */
    public Scenario<S> thenSends(String... steps) {
        assertThat(last.commands()).extracting(Decision.Send::step).containsExactlyInAnyOrder(steps);
        return this;
    }

    /** Amounts of the milestones that were stored just now. */
    public java.util.List<String> billed() {
        return last.stores().stream()
                .map(Decision.Store::object)
                .filter(dev.throughline.model.Milestone.class::isInstance)
                .map(one -> ((dev.throughline.model.Milestone) one)
                        .amount()
                        .getAmount()
                        .toPlainString())
                .toList();
    }

    public Scenario<S> then(Class<? extends S> state) {
        assertThat(this.state).as(() -> "after " + last).isInstanceOf(state);
        return this;
    }

    public Scenario<S> thenRaises(String... codes) {
        assertThat(last.problems()).extracting(Problem::code).containsExactlyInAnyOrder(codes);
        return this;
    }

    public Scenario<S> thenOpenProblems(String... codes) {
        assertThat(world.problems().values()).extracting(Problem::code).containsExactlyInAnyOrder(codes);
        return this;
    }

    /** Nothing follows, and the decision says why in words that contain these. */
    public Scenario<S> thenIgnored(String because) {
        assertThat(last).isEqualTo(Decision.ignore(state, last.because()));
        assertThat(last.because()).contains(because);
        return this;
    }

    /** The open problem of this code says so, in these words or with more. */
    public Scenario<S> thenSays(String code, String words) {
        assertThat(world.problems().values())
                .anySatisfy(problem -> assertThat(problem.code() + ": " + problem.says() + " " + problem.remedy())
                        .startsWith(code)
                        .contains(words));
        return this;
    }

    /** The whole of the source lies in one place with this amount. */
    public Scenario<S> thenStands(Ref<?> source, Place place, String amount) {
        var line = world.line(source).orElseThrow(() -> new AssertionError(source + " is not in the ledger"));
        assertThat(line.balances()).containsOnlyKeys(place);
        assertThat(line.balances().get(place).amount().toString()).isEqualTo(amount);
        return this;
    }

    public Scenario<S> thenStandsNowhere(Ref<?> source) {
        assertThat(world.line(source).map(line -> line.balances().keySet()))
                .hasValueSatisfying(places -> assertThat(places).isEmpty());
        return this;
    }

    public Scenario<S> thenWakes(String... timers) {
        assertThat(last.timers().stream().map(timer -> timer.name() + " " + timer.at()))
                .containsExactly(timers);
        return this;
    }

    public S state() {
        return state;
    }

    public Decision<S> last() {
        return last;
    }

    public World world() {
        return world;
    }

    public <C extends Command> C sent(String step, Class<C> type) {
        return type.cast(command(step));
    }

    /** Every step name sent so far, of which none may repeat. */
    public List<String> steps() {
        var steps = sent.stream().map(Decision.Send::step).toList();
        assertThat(steps).doesNotHaveDuplicates();
        return steps;
    }
}
