package dev.throughline.connectors.salesforce;

import dev.throughline.connector.kit.paging.CursorCodec;
import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.Cursor;
import dev.throughline.model.ObjectType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Change events over the Pub/Sub API. An event names the record and says what kind of change it was; it carries only the fields that changed, with numbers as
 * doubles, so what it says is that a record was touched, and the hub reads the record whole.
 *
 * @see <a href="https://developer.salesforce.com/docs/platform/pub-sub-api/guide/flow-control.html">Pub/Sub API: pull subscription and flow control</a>
 */
final class SalesforceStream implements ChangeStream {
    /**
     * @param replay    the vendor's position, opaque; never computed with
     * @param committed when the newest change seen was committed: a re-read begins before it once the position has expired
     */
    record Position(String replay, Instant committed) {}

    static final CursorCodec<Position> CODEC = new CursorCodec<>("pubsub", 1, Position.class);

    /** What every subscription needs. */
    record Wiring(
            SalesforceAuth auth, URI endpoint, Optional<String> certificate, Duration overlap, InstantSource clock) {}

    private final Wiring wiring;

    SalesforceStream(SalesforceAuth auth, URI endpoint, SalesforceConfig config, InstantSource clock) {
        this.wiring = new Wiring(auth, endpoint, config.pubSubCertificate(), config.overlap(), clock);
    }

    @Override
    public Set<ObjectType> objects() {
        Set<ObjectType> objects = new LinkedHashSet<>();
        Arrays.stream(SalesforceObjects.values())
                .filter(SalesforceObjects::streamed)
                .forEach(o -> objects.add(o.type()));
        return objects;
    }

    @Override
    public Subscription open(Optional<Cursor> position, Sink sink) {
        SalesforceSubscription subscription = new SalesforceSubscription(wiring, position.map(CODEC::read), sink);
        subscription.start();
        return subscription;
    }
}
