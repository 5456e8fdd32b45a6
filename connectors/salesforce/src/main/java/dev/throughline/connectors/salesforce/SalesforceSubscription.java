package dev.throughline.connectors.salesforce;

import com.google.protobuf.ByteString;
import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.ChangeStream;
import dev.throughline.connector.spi.ReadResult;
import dev.throughline.connector.spi.Trouble;
import dev.throughline.connectors.salesforce.SalesforceStream.Position;
import dev.throughline.connectors.salesforce.pubsub.ConsumerEvent;
import dev.throughline.connectors.salesforce.pubsub.FetchRequest;
import dev.throughline.connectors.salesforce.pubsub.FetchResponse;
import dev.throughline.connectors.salesforce.pubsub.ReplayPreset;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * One open stream. Everything happens on one thread, so that the sink is called once at a time, and as many events are asked for anew as the sink has made durable.
 * A stream on which nothing arrives, not even the vendor's empty answers, is given up: some were found alive and deaf.
 */
final class SalesforceSubscription implements ChangeStream.Subscription {
    private static final String TOPIC = "/data/ChangeEvents";
    private static final int AT_ONCE = 100;
    /** The vendor promises an answer, be it empty, within 270 s. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(330);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
    private static final Metadata.Key<String> ERROR_CODE =
            Metadata.Key.of("error-code", Metadata.ASCII_STRING_MARSHALLER);

    private final SalesforceStream.Wiring wiring;
    private final ChangeStream.Sink sink;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("salesforce-stream").factory());
    private final Map<String, Schema> schemas = new HashMap<>();
    private Optional<Position> position;
    private Optional<PubSubCalls> calls = Optional.empty();
    private String token = "";
    private int signedInAnew;
    private long heardAt = System.nanoTime();
    private boolean ended;

    SalesforceSubscription(SalesforceStream.Wiring wiring, Optional<Position> position, ChangeStream.Sink sink) {
        this.wiring = wiring;
        this.position = position;
        this.sink = sink;
    }

    void start() {
        run(this::connect);
        thread.scheduleWithFixedDelay(this::listen, LOOK_EVERY.toSeconds(), LOOK_EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        run(() -> {
            ended = true;
            hangUp();
            thread.shutdown();
        });
    }

    private void connect() {
        if (ended) {
            return;
        }
        switch (wiring.auth().session()) {
            case SalesforceAuth.SignedIn.No(var trouble) -> end(new ReadResult.Failed(trouble));
            case SalesforceAuth.SignedIn.Yes(var session) -> {
                token = session.token();
                try {
                    PubSubCalls fresh = PubSubCalls.to(wiring.endpoint(), wiring.certificate(), session);
                    calls = Optional.of(fresh);
                    Listener listener = new Listener(fresh);
                    listener.requests = Optional.of(fresh.subscribe(listener));
                    ask(listener, AT_ONCE, true);
                } catch (IOException | IllegalArgumentException e) {
                    end(new ReadResult.Failed(new Trouble.Refused(
                            "PUBSUB_SETTINGS",
                            "setting 'pubSubCertificate' or 'pubSubUrl' cannot be used: " + e.getMessage())));
                }
            }
        }
    }

    private void ask(Listener listener, int events, boolean first) {
        FetchRequest.Builder request =
                FetchRequest.newBuilder().setTopicName(TOPIC).setNumRequested(events);
        if (first) {
            request.setReplayPreset(position.isPresent() ? ReplayPreset.CUSTOM : ReplayPreset.EARLIEST);
            position.ifPresent(p ->
                    request.setReplayId(ByteString.copyFrom(Base64.getDecoder().decode(p.replay()))));
        }
        listener.requests.ifPresent(r -> r.onNext(request.build()));
    }

    private void received(Listener listener, FetchResponse answer) {
        heardAt = System.nanoTime();
        signedInAnew = 0;
        List<Change> changes = new ArrayList<>();
        List<ReadResult.Gap> gaps = new ArrayList<>();
        Instant committed = position.map(Position::committed)
                .orElseGet(() -> wiring.clock().instant().minus(wiring.overlap()));
        ByteString replay = answer.getLatestReplayId();
        try {
            for (ConsumerEvent event : answer.getEventsList()) {
                var told = SalesforceEvents.read(
                        schema(listener, event.getEvent().getSchemaId()),
                        event.getEvent().getPayload().toByteArray(),
                        wiring.overlap());
                changes.addAll(told.changes());
                gaps.addAll(told.gaps());
                committed = told.committed().isAfter(committed) ? told.committed() : committed;
                replay = event.getReplayId();
            }
        } catch (SalesforceEvents.Unreadable e) {
            end(new ReadResult.Failed(new Trouble.Malformed(String.valueOf(e.getMessage()))));
            return;
        }
        Position next = new Position(Base64.getEncoder().encodeToString(replay.toByteArray()), committed);
        sink.accept(new ReadResult.Page(changes, SalesforceStream.CODEC.write(next), false, gaps));
        position = Optional.of(next);
        if (answer.getEventsCount() > 0) {
            ask(listener, answer.getEventsCount(), false);
        }
    }

    private Schema schema(Listener listener, String id) throws SalesforceEvents.Unreadable {
        Schema known = schemas.get(id);
        if (known == null) {
            try {
                known = new Schema.Parser().parse(listener.calls.schema(id));
            } catch (AvroRuntimeException e) {
                throw new SalesforceEvents.Unreadable("the schema %s is no Avro schema".formatted(id), e);
            }
            schemas.put(id, known);
        }
        return known;
    }

    private void failed(Throwable thrown) {
        Status status = Status.fromThrowable(thrown);
        Metadata trailers = Status.trailersFromThrowable(thrown);
        String code = trailers == null
                ? ""
                : Optional.ofNullable(trailers.get(ERROR_CODE)).orElse("");
        String says = "%s %s"
                .formatted(status.getCode(), status.getDescription() == null ? "" : status.getDescription())
                .strip();
        if (status.getCode() == Status.Code.UNAUTHENTICATED && signedInAnew++ == 0) {
            wiring.auth().refused(token);
            hangUp();
            connect();
            return;
        }
        if (code.contains("replayid") && position.isPresent()) {
            end(new ReadResult.Expired(says, position.get().committed().minus(wiring.overlap())));
            return;
        }
        end(new ReadResult.Failed(
                switch (status.getCode()) {
                    case UNAUTHENTICATED -> new Trouble.Unauthorised(says);
                    case RESOURCE_EXHAUSTED -> new Trouble.Throttled(Duration.ofMinutes(1));
                    case INVALID_ARGUMENT,
                            NOT_FOUND,
                            PERMISSION_DENIED,
                            FAILED_PRECONDITION,
                            UNIMPLEMENTED,
                            OUT_OF_RANGE,
                            ALREADY_EXISTS ->
                        new Trouble.Refused(code.isEmpty() ? status.getCode().name() : code, says);
                    case OK, CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
                        new Trouble.Unavailable(says, Optional.empty());
                }));
    }

    private void listen() {
        if (!ended && System.nanoTime() - heardAt > SILENCE_MAX.toNanos()) {
            end(new ReadResult.Failed(new Trouble.Unavailable(
                    "the stream has been silent for %s".formatted(SILENCE_MAX), Optional.empty())));
        }
    }

    private void end(ReadResult why) {
        if (!ended) {
            ended = true;
            hangUp();
            sink.closed(why);
            thread.shutdown();
        }
    }

    private void hangUp() {
        calls.ifPresent(PubSubCalls::close);
        calls = Optional.empty();
    }

    /** Runs on the stream's thread; what the sink throws ends the stream. */
    private void run(Runnable work) {
        try {
            thread.execute(() -> {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    end(new ReadResult.Failed(new Trouble.Unavailable("the stream broke: " + e, Optional.empty())));
                }
            });
        } catch (RejectedExecutionException _) {
            // Closed meanwhile: nothing is left to do.
            return;
        }
    }

    /** Brings what gRPC's threads say to the stream's own. */
    private final class Listener implements StreamObserver<FetchResponse> {
        private final PubSubCalls calls;
        private Optional<StreamObserver<FetchRequest>> requests = Optional.empty();

        Listener(PubSubCalls calls) {
            this.calls = calls;
        }

        @Override
        public void onNext(FetchResponse answer) {
            run(() -> {
                if (isCurrent()) {
                    received(this, answer);
                }
            });
        }

        @Override
        public void onError(Throwable thrown) {
            run(() -> {
                if (isCurrent()) {
                    failed(thrown);
                }
            });
        }

        @Override
        public void onCompleted() {
            run(() -> {
                if (isCurrent()) {
                    end(new ReadResult.Failed(
                            new Trouble.Unavailable("the vendor ended the stream", Optional.empty())));
                }
            });
        }

        private boolean isCurrent() {
            return !ended
                    && SalesforceSubscription.this.calls.filter(c -> c == calls).isPresent();
        }
    }
}
