package dev.throughline.connectors.salesforce;

import com.google.protobuf.Message;
import dev.throughline.connectors.salesforce.pubsub.FetchRequest;
import dev.throughline.connectors.salesforce.pubsub.FetchResponse;
import dev.throughline.connectors.salesforce.pubsub.SchemaInfo;
import dev.throughline.connectors.salesforce.pubsub.SchemaRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.TlsChannelCredentials;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The two calls of the Pub/Sub API that we make. Each carries token, instance and organisation as plain headers. */
final class PubSubCalls implements AutoCloseable {
    private static final String SERVICE = "eventbus.v1.PubSub";
    private static final int PORT = 7443;
    private static final int MESSAGE_BYTES_MAX = 16 * 1024 * 1024;
    private static final long SCHEMA_SECONDS_MAX = 30;
    private static final long PING_SECONDS = 60;

    private static final MethodDescriptor<FetchRequest, FetchResponse> SUBSCRIBE = method(
            MethodDescriptor.MethodType.BIDI_STREAMING,
            "Subscribe",
            FetchRequest.getDefaultInstance(),
            FetchResponse.getDefaultInstance());
    private static final MethodDescriptor<SchemaRequest, SchemaInfo> GET_SCHEMA = method(
            MethodDescriptor.MethodType.UNARY,
            "GetSchema",
            SchemaRequest.getDefaultInstance(),
            SchemaInfo.getDefaultInstance());

    private final ManagedChannel channel;
    private final Channel signedIn;

    private PubSubCalls(ManagedChannel channel, SalesforceAuth.Session session) {
        this.channel = channel;
        Metadata headers = new Metadata();
        headers.put(key("accesstoken"), session.token());
        headers.put(key("instanceurl"), session.instance().toString());
        headers.put(key("tenantid"), session.organisation());
        this.signedIn = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /** @throws IOException when the certificate in the settings cannot be read */
    static PubSubCalls to(URI endpoint, Optional<String> certificate, SalesforceAuth.Session session)
            throws IOException {
        String target = endpoint.getHost() + ":" + (endpoint.getPort() < 0 ? PORT : endpoint.getPort());
        ManagedChannel channel = Grpc.newChannelBuilder(target, credentials(endpoint, certificate))
                .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                .keepAliveTime(PING_SECONDS, TimeUnit.SECONDS)
                .userAgent("throughline")
                .build();
        return new PubSubCalls(channel, session);
    }

    StreamObserver<FetchRequest> subscribe(StreamObserver<FetchResponse> answers) {
        return ClientCalls.asyncBidiStreamingCall(signedIn.newCall(SUBSCRIBE, CallOptions.DEFAULT), answers);
    }

    /** Blocks; @throws io.grpc.StatusRuntimeException when the vendor gives none */
    String schema(String id) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(SCHEMA_SECONDS_MAX, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(
                        signedIn,
                        GET_SCHEMA,
                        options,
                        SchemaRequest.newBuilder().setSchemaId(id).build())
                .getSchemaJson();
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    private static ChannelCredentials credentials(URI endpoint, Optional<String> certificate) throws IOException {
        if ("http".equals(endpoint.getScheme())) {
            return InsecureChannelCredentials.create();
        }
        if (certificate.isEmpty()) {
            return TlsChannelCredentials.create();
        }
        return TlsChannelCredentials.newBuilder()
                .trustManager(new ByteArrayInputStream(pem(certificate.get())))
                .build();
    }

    /** Where a setting has no room for line breaks, they are written as backslash and n. */
    static byte[] pem(String certificate) {
        return certificate.replace("\\n", "\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
            MethodDescriptor.MethodType type, String name, Q request, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
