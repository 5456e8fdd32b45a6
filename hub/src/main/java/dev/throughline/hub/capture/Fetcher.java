package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Connector;
import dev.throughline.connector.spi.Reader;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.hub.Systems;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads touched records as they are now. The system is asked outside of any transaction; a node that dies meanwhile leaves its records to the next after a while. */
final class Fetcher {
    private static final Duration AGAIN = Duration.ofSeconds(10);
    private static final int TOKEN_MAX = 100;

    private final Transactions transactions;
    private final Systems systems;
    private final Intake intake;
    private final InstantSource clock;

    Fetcher(Transactions transactions, Systems systems, Intake intake, InstantSource clock) {
        this.transactions = transactions;
        this.systems = systems;
        this.intake = intake;
        this.clock = clock;
    }

    List<Poller.Turn> fetch(TenantId tenant, SystemId system) {
        Optional<Reader> reader = systems.connector(tenant, system).flatMap(Connector::reader);
        if (reader.isEmpty()) {
            return List.of();
        }
        List<Poller.Turn> turns = new ArrayList<>();
        for (ObjectType type : transactions.run(c -> Touched.dueTypes(c, tenant, system, clock.instant()))) {
            turns.addAll(fetch(new Source(tenant, system, type), reader.get()));
        }
        return turns;
    }

    /** All that are due at the beginning; what fails is due again only later, so this ends. */
    private List<Poller.Turn> fetch(Source source, Reader reader) {
        List<Poller.Turn> turns = new ArrayList<>();
        Instant begun = clock.instant();
        while (true) {
            List<Touched.Claimed> claimed = transactions.run(c -> Touched.claim(c, source, begun));
            if (claimed.isEmpty()) {
                return turns;
            }
            Answered answered = sort(
                    source,
                    claimed,
                    reader.fetch(
                            source.type(),
                            claimed.stream().map(Touched.Claimed::externalId).toList()));
            int stored = transactions.run(c -> {
                int n = intake.changes(c, source.tenant(), source.system(), Capture.Via.FETCH, answered.changes);
                Touched.fetched(c, answered.done);
                Touched.later(
                        c,
                        answered.failed,
                        clock.instant().plus(AGAIN),
                        answered.trouble.map(Trouble::says).orElse(""));
                return n;
            });
            intake.announce(stored);
            turns.add(new Poller.Turn(claimed.size(), stored, answered.trouble));
            if (answered.trouble.isPresent()) {
                return turns;
            }
        }
    }

    private record Answered(
            List<Change> changes,
            List<Touched.Claimed> done,
            List<Touched.Claimed> failed,
            Optional<Trouble> trouble) {}

    private Answered sort(Source source, List<Touched.Claimed> claimed, List<Reader.Fetched> fetched) {
        Instant now = clock.instant();
        List<Change> changes = new ArrayList<>();
        List<Touched.Claimed> done = new ArrayList<>();
        List<Touched.Claimed> failed = new ArrayList<>();
        Optional<Trouble> trouble = Optional.empty();
        for (int i = 0; i < claimed.size(); i++) {
            Touched.Claimed one = claimed.get(i);
            switch (fetched.get(i)) {
                case Reader.Fetched.Found(var change) -> {
                    changes.add(one.settles() ? settling(change, one) : change);
                    done.add(one);
                }
                case Reader.Fetched.Missing() -> {
                    changes.add(gone(source.type(), one.externalId(), now));
                    done.add(one);
                }
                case Reader.Fetched.Failed(var why) -> {
                    trouble = Optional.of(why);
                    failed.add(one);
                }
            }
        }
        return new Answered(changes, done, failed, trouble);
    }

    /** Under a token of its own: the version that is true may be here already, but overruled by one of the same moment. */
    private static Change settling(Change change, Touched.Claimed one) {
        String token = change.version().token();
        String cut = token.length() > TOKEN_MAX ? token.substring(0, TOKEN_MAX) : token;
        return new Change(
                change.objectType(),
                change.externalId(),
                new Change.Version(change.version().ordinal(), "%s~%d.%d".formatted(cut, one.id(), one.notices())),
                change.operation(),
                change.occurredAt(),
                change.payload());
    }

    private static Change gone(ObjectType type, ExternalId id, Instant now) {
        return new Change(
                type, id, Change.Version.at(now), Change.Operation.DELETED, now, JsonNodeFactory.instance.nullNode());
    }
}
