package dev.throughline.processes.testing;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.CanonicalType;
import dev.throughline.model.IdempotencyKey;
import dev.throughline.model.Ref;
import dev.throughline.model.SystemId;
import dev.throughline.model.command.Command;
import dev.throughline.model.event.CanonicalEvent;
import dev.throughline.model.event.CanonicalEvent.Asked;
import dev.throughline.model.event.CanonicalEvent.CommandSettled;
import dev.throughline.model.event.CanonicalEvent.Header;
import dev.throughline.model.event.CanonicalEvent.ObjectChanged;
import dev.throughline.model.event.CanonicalEvent.Outcome;
import dev.throughline.model.event.CanonicalEvent.Request;
import dev.throughline.model.event.CanonicalEvent.TimerFired;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Events of one moment, as samples. */
public final class Events {
    private static final Header HEADER = new Header("e1", Instant.parse("2026-04-01T08:00:00Z"), "thread");
    private static final SystemId SYSTEM = new SystemId("some-system");
    /** The step that samples of states await. */
    public static final String AWAITED = "s-1";

    private Events() {}

    public static CanonicalEvent changed(Ref<?> ref, CanonicalObject now) {
        return new ObjectChanged(
                HEADER, CanonicalType.ofId(ref.id()), ref, Optional.empty(), Optional.of(now), Set.of(), SYSTEM);
    }

    public static CanonicalEvent asked(Request request) {
        return new Asked(HEADER, request, "alice");
    }

    public static CanonicalEvent timer(String process, String key, String timer) {
        return new TimerFired(HEADER, process, key, timer);
    }

    public static CanonicalEvent done(String process, String key, Command command) {
        return settled(process, key, command, new Outcome.Done(SYSTEM, "77", Optional.of("R-77")));
    }

    public static CanonicalEvent refused(String process, String key, Command command) {
        return settled(process, key, command, new Outcome.Refused(SYSTEM, "SOME_CODE", "says no", List.of()));
    }

    public static CanonicalEvent abandoned(String process, String key, Command command) {
        return settled(process, key, command, new Outcome.Abandoned("bob", "not wanted"));
    }

    private static CanonicalEvent settled(String process, String key, Command command, Outcome outcome) {
        return new CommandSettled(HEADER, new IdempotencyKey("k-1"), process, key, AWAITED, command, outcome);
    }
}
