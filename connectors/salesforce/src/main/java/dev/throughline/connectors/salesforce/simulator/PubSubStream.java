package dev.throughline.connectors.salesforce.simulator;

import com.google.protobuf.ByteString;
import dev.throughline.connector.simkit.Fault;
import dev.throughline.connectors.salesforce.pubsub.ConsumerEvent;
import dev.throughline.connectors.salesforce.pubsub.FetchRequest;
import dev.throughline.connectors.salesforce.pubsub.FetchResponse;
import dev.throughline.connectors.salesforce.pubsub.ProducerEvent;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One client's subscription: sends as many events as were asked for, and an empty answer when nothing happens for long. */
final class PubSubStream implements StreamObserver<FetchRequest> {
    private static final int REQUESTED_MAX = 100;
    private static final int REPLAY_BYTES = Long.BYTES + 2;
    private static final short REPLAY_MARK = 0x5f3a;

    private final PubSubServer server;
    private final ServerCallStreamObserver<FetchResponse> answers;
    private final Runnable wake = this::schedule;
    private String topic = "";
    private long position;
    private int pending;
    private boolean closed;
    private @Nullable ScheduledFuture<?> quiet;

    PubSubStream(PubSubServer server, StreamObserver<FetchResponse> answers) {
        this.server = server;
        this.answers = (ServerCallStreamObserver<FetchResponse>) answers;
        this.answers.setOnCancelHandler(this::end);
    }

    @Override
    public synchronized void onNext(FetchRequest request) {
        if (closed) {
            return;
        }
        if (request.getNumRequested() < 1 || request.getNumRequested() > REQUESTED_MAX) {
            fail(
                    Status.INVALID_ARGUMENT,
                    "num_requested must be from 1 to " + REQUESTED_MAX,
                    "sfdc.platform.eventbus.grpc.subscription.fetch.requestedevents.invalid");
        } else if (topic.isEmpty()) {
            begin(request);
        } else if (!request.getTopicName().isEmpty() && !request.getTopicName().equals(topic)) {
            fail(
                    Status.INVALID_ARGUMENT,
                    "The topic of a subscription cannot change",
                    "sfdc.platform.eventbus.grpc.subscription.topic.mismatch");
        } else {
            pending += request.getNumRequested();
            schedule();
        }
    }

    @Override
    public synchronized void onError(Throwable thrown) {
        end();
    }

    @Override
    public synchronized void onCompleted() {
        if (!closed) {
            end();
            answers.onCompleted();
        }
    }

    private void begin(FetchRequest request) {
        if (!server.knows(request.getTopicName())) {
            fail(
                    Status.NOT_FOUND,
                    "The topic is not known: " + request.getTopicName(),
                    "sfdc.platform.eventbus.grpc.topic.not.found");
            return;
        }
        switch (request.getReplayPreset()) {
            case LATEST, UNRECOGNIZED -> position = server.bus().latest();
            case EARLIEST -> position = 0;
            case CUSTOM -> {
                if (server.faults().strikes(Fault.EXPIRE_REPLAY, "Subscribe " + request.getTopicName())) {
                    server.bus().forget();
                }
                long asked = read(request.getReplayId());
                if (!server.bus().knows(asked)) {
                    fail(
                            Status.INVALID_ARGUMENT,
                            "The Replay ID validation failed. Ensure that the Replay ID is valid.",
                            "sfdc.platform.eventbus.grpc.subscription.fetch.replayid.corrupted");
                    return;
                }
                position = asked;
            }
        }
        topic = request.getTopicName();
        pending = request.getNumRequested();
        server.bus().listen(wake);
        schedule();
    }

    // The bus calls this while it holds its lock, so nothing is sent here.
    private void schedule() {
        try {
            server.timer().execute(this::pump);
        } catch (RejectedExecutionException _) {
            // The simulator is closing; the connection is cut with it.
            closed = true;
        }
    }

    private synchronized void pump() {
        while (!closed && pending > 0) {
            List<ChangeEvent> events = server.bus().after(position, 500);
            if (events.isEmpty()) {
                break;
            }
            List<ChangeEvent> told = events.stream()
                    .filter(e -> server.carries(topic, e))
                    .limit(pending)
                    .toList();
            position = told.size() == pending
                    ? told.getLast().position()
                    : events.getLast().position();
            if (!told.isEmpty()) {
                pending -= told.size();
                send(told);
            }
        }
        rest();
    }

    private void rest() {
        if (quiet != null) {
            quiet.cancel(false);
        }
        if (!closed) {
            Duration wait = server.keepAlive();
            quiet = server.timer().schedule(this::stillThere, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void stillThere() {
        if (!closed) {
            send(List.of());
            rest();
        }
    }

    private void send(List<ChangeEvent> events) {
        FetchResponse.Builder answer = FetchResponse.newBuilder()
                .setLatestReplayId(write(position))
                .setRpcId(server.rpcId())
                .setPendingNumRequested(pending);
        for (ChangeEvent event : events) {
            EventSchema schema = server.schema(event.entity());
            answer.addEvents(ConsumerEvent.newBuilder()
                    .setReplayId(write(event.position()))
                    .setEvent(ProducerEvent.newBuilder()
                            .setId("%s-%d".formatted(event.transactionKey(), event.sequence()))
                            .setSchemaId(schema.id())
                            .setPayload(ByteString.copyFrom(schema.encode(event)))));
        }
        answers.onNext(answer.build());
    }

    private void fail(Status status, String message, String code) {
        end();
        answers.onError(server.error(status, message, code));
    }

    private synchronized void end() {
        closed = true;
        server.bus().unlisten(wake);
        if (quiet != null) {
            quiet.cancel(false);
        }
    }

    // Opaque to clients: ten bytes that only this server reads.
    private static ByteString write(long position) {
        return ByteString.copyFrom(ByteBuffer.allocate(REPLAY_BYTES)
                .putShort(REPLAY_MARK)
                .putLong(position)
                .flip());
    }

    private static long read(ByteString id) {
        if (id.size() != REPLAY_BYTES) {
            return Long.MAX_VALUE;
        }
        ByteBuffer bytes = id.asReadOnlyByteBuffer();
        return bytes.getShort() == REPLAY_MARK ? bytes.getLong() : Long.MAX_VALUE;
    }
}
