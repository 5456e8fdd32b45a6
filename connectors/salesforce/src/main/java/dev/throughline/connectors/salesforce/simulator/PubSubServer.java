package dev.throughline.connectors.salesforce.simulator;

import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimTls;
import dev.throughline.connectors.salesforce.pubsub.FetchRequest;
import dev.throughline.connectors.salesforce.pubsub.FetchResponse;
import dev.throughline.connectors.salesforce.pubsub.SchemaInfo;
import dev.throughline.connectors.salesforce.pubsub.SchemaRequest;
import dev.throughline.connectors.salesforce.pubsub.TopicInfo;
import dev.throughline.connectors.salesforce.pubsub.TopicRequest;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.grpc.netty.shaded.io.netty.handler.ssl.JdkSslContext;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The Pub/Sub API: change events over gRPC with TLS. Knows Subscribe, GetSchema and GetTopic; Publish and managed subscriptions are not simulated and answer
 * UNIMPLEMENTED.
 *
 * @see <a href="https://developer.salesforce.com/docs/platform/pub-sub-api/overview">Pub/Sub API</a>
 */
final class PubSubServer implements AutoCloseable {
    static final String ALL = "/data/ChangeEvents";
    private static final String SERVICE = "eventbus.v1.PubSub";

    private final Org org;
    private final Tokens tokens;
    private final String orgId;
    private final EventBus bus;
    private final Faults faults;
    private final Map<String, EventSchema> schemas = new HashMap<>();
    private final ScheduledExecutorService timer;
    private final Server server;
    private volatile Duration keepAlive = Duration.ofSeconds(120);

    PubSubServer(Org org, EventBus bus, Tokens tokens, String orgId, Faults faults, SimTls tls) {
        this.org = org;
        this.bus = bus;
        this.tokens = tokens;
        this.orgId = orgId;
        this.faults = faults;
        org.schema().objects().stream()
                .filter(o -> o.has("events"))
                .forEach(o -> schemas.put(o.name(), new EventSchema(o, 1)));
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("salesforce-pubsub").factory());
        this.server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(http2(tls))
                .addService(ServerInterceptors.intercept(service(), new SignedIn()))
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the Pub/Sub simulator cannot listen on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    int port() {
        return server.getPort();
    }

    /** How long a quiet stream waits before it sends an empty answer; the vendor promises at most 270 s. */
    void keepAlive(Duration every) {
        keepAlive = every;
    }

    Duration keepAlive() {
        return keepAlive;
    }

    EventBus bus() {
        return bus;
    }

    Faults faults() {
        return faults;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** @return empty when there is no such topic */
    boolean knows(String topic) {
        return topic.equals(ALL) || entity(topic).isPresent();
    }

    boolean carries(String topic, ChangeEvent event) {
        return topic.equals(ALL)
                || entity(topic).filter(event.entity().name()::equals).isPresent();
    }

    EventSchema schema(ObjectDef type) {
        synchronized (schemas) {
            EventSchema schema = schemas.get(type.name());
            if (schema == null) {
                throw new IllegalStateException("no event schema for " + type.name());
            }
            return schema;
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        timer.shutdownNow();
    }

    private Optional<String> entity(String topic) {
        return topic.startsWith("/data/") && topic.endsWith("ChangeEvent")
                ? Optional.of(topic.substring(6, topic.length() - "ChangeEvent".length()))
                        .filter(schemas::containsKey)
                : Optional.empty();
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(
                        method(
                                MethodDescriptor.MethodType.BIDI_STREAMING,
                                "Subscribe",
                                FetchRequest.getDefaultInstance(),
                                FetchResponse.getDefaultInstance()),
                        ServerCalls.asyncBidiStreamingCall(answers -> new PubSubStream(this, answers)))
                .addMethod(
                        method(
                                MethodDescriptor.MethodType.UNARY,
                                "GetSchema",
                                SchemaRequest.getDefaultInstance(),
                                SchemaInfo.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall(this::getSchema))
                .addMethod(
                        method(
                                MethodDescriptor.MethodType.UNARY,
                                "GetTopic",
                                TopicRequest.getDefaultInstance(),
                                TopicInfo.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall(this::getTopic))
                .build();
    }

    private static <Q extends com.google.protobuf.Message, A extends com.google.protobuf.Message>
            MethodDescriptor<Q, A> method(MethodDescriptor.MethodType type, String name, Q request, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }

    private void getSchema(SchemaRequest request, StreamObserver<SchemaInfo> answer) {
        List<EventSchema> known;
        synchronized (schemas) {
            known = new ArrayList<>(schemas.values());
        }
        Optional<EventSchema> schema =
                known.stream().filter(s -> s.id().equals(request.getSchemaId())).findFirst();
        if (schema.isEmpty()) {
            answer.onError(error(
                    Status.INVALID_ARGUMENT,
                    "The schema ID is not known: " + request.getSchemaId(),
                    "sfdc.platform.eventbus.grpc.schema.not.found"));
            return;
        }
        answer.onNext(SchemaInfo.newBuilder()
                .setSchemaId(schema.get().id())
                .setSchemaJson(schema.get().json())
                .setRpcId(rpcId())
                .build());
        answer.onCompleted();
    }

    private void getTopic(TopicRequest request, StreamObserver<TopicInfo> answer) {
        String topic = request.getTopicName();
        if (!knows(topic)) {
            answer.onError(error(
                    Status.NOT_FOUND,
                    "The topic is not known: " + topic,
                    "sfdc.platform.eventbus.grpc.topic.not.found"));
            return;
        }
        String schema =
                entity(topic).map(e -> schema(org.schema().require(e)).id()).orElse("");
        answer.onNext(TopicInfo.newBuilder()
                .setTopicName(topic)
                .setTenantGuid("core/sim/" + orgId)
                .setCanSubscribe(true)
                .setSchemaId(schema)
                .setRpcId(rpcId())
                .build());
        answer.onCompleted();
    }

    String rpcId() {
        return org.read(o -> "rpc-%08x".formatted(o.nextNumber("rpc")));
    }

    RuntimeException error(Status status, String message, String code) {
        Metadata trailers = new Metadata();
        trailers.put(key("error-code"), code);
        return status.withDescription(message + " rpcId: " + rpcId()).asRuntimeException(trailers);
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static JdkSslContext http2(SimTls tls) {
        var alpn = new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                "h2");
        return new JdkSslContext(
                tls.serverContext(),
                false,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                alpn,
                ClientAuth.NONE,
                null,
                false);
    }

    /** Each call carries token, instance address and organisation in plain headers. */
    private final class SignedIn implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            String token = headers.get(key("accesstoken"));
            String tenant = headers.get(key("tenantid"));
            String instance = headers.get(key("instanceurl"));
            boolean right = token != null
                    && tokens.valid(token)
                    && instance != null
                    && tenant != null
                    && RecordIds.normal(tenant).filter(orgId::equals).isPresent();
            if (right) {
                return next.startCall(call, headers);
            }
            Metadata trailers = new Metadata();
            trailers.put(key("error-code"), "sfdc.platform.eventbus.grpc.service.auth.error");
            call.close(
                    Status.UNAUTHENTICATED.withDescription(
                            "Authentication exception occurred. Please make sure to provide valid authentication headers. rpcId: "
                                    + rpcId()),
                    trailers);
            return new ServerCall.Listener<>() {};
        }
    }
}
