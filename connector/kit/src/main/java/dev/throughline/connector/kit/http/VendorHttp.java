package dev.throughline.connector.kit.http;

import dev.throughline.connector.spi.ConnectorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;

/** Sends requests, one permit of the budget each, and never repeats one. Thread-safe. */
public final class VendorHttp {
    private final HttpClient http;
    private final ConnectorContext.Budget budget;
    private final HttpLimits limits;

    public VendorHttp(ConnectorContext context, HttpLimits limits) {
        this.http = context.http();
        this.budget = context.budget();
        this.limits = limits;
    }

    public VendorHttp(ConnectorContext context) {
        this(context, HttpLimits.USUAL);
    }

    public Outcome send(VendorRequest request) {
        AtomicInteger status = new AtomicInteger();
        try (var permit = budget.acquire()) {
            CompletableFuture<HttpResponse<byte[]>> under = http.sendAsync(built(request), info -> {
                status.set(info.statusCode());
                return BodyHandlers.limiting(BodyHandlers.ofByteArray(), limits.answerBytesMax())
                        .apply(info);
            });
            return awaited(under, request, status);
        }
    }

    private Outcome awaited(
            CompletableFuture<HttpResponse<byte[]>> under, VendorRequest request, AtomicInteger status) {
        try {
            return answer(under.get(limits.total().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException e) {
            return failed(request, status.get(), e.getCause());
        } catch (TimeoutException e) {
            under.cancel(true);
            return lost(request, status.get(), "no whole answer within " + limits.total());
        } catch (InterruptedException e) {
            under.cancel(true);
            Thread.currentThread().interrupt();
            return lost(request, status.get(), "interrupted");
        }
    }

    private static HttpRequest built(VendorRequest request) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .method(
                        request.method(),
                        request.body()
                                .map(HttpRequest.BodyPublishers::ofByteArray)
                                .orElseGet(HttpRequest.BodyPublishers::noBody))
                .header("Accept-Encoding", "gzip");
        request.headers().forEach(builder::header);
        return builder.build();
    }

    private Outcome answer(HttpResponse<byte[]> response) {
        Map<String, String> headers = new LinkedHashMap<>();
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        boolean zipped = headers.getOrDefault("content-encoding", "").equalsIgnoreCase("gzip");
        if (!zipped || response.body().length == 0) {
            return new Outcome.Answer(response.statusCode(), headers, response.body());
        }
        try (var plain = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] body = plain.readNBytes(limits.answerBytesMax());
            return plain.read() < 0
                    ? new Outcome.Answer(response.statusCode(), headers, body)
                    : new Outcome.Unreadable(
                            response.statusCode(), "the answer is above %d bytes".formatted(limits.answerBytesMax()));
        } catch (IOException e) {
            return new Outcome.Unreadable(response.statusCode(), "the answer does not decompress: " + e.getMessage());
        }
    }

    private static Outcome failed(VendorRequest request, int status, Throwable cause) {
        String says = "%s: %s"
                .formatted(
                        request,
                        Optional.ofNullable(cause.getMessage())
                                .orElse(cause.getClass().getSimpleName()));
        return switch (cause) {
            // Connection and handshake come before the first byte of a request.
            case ConnectException _, HttpConnectTimeoutException _, SSLHandshakeException _ ->
                new Outcome.NotSent(says);
            case IOException _ -> lost(request, status, says);
            case Error error -> throw error;
            default -> throw new IllegalStateException("the HTTP client failed on " + request, cause);
        };
    }

    private static Outcome lost(VendorRequest request, int status, String reason) {
        String says = reason.startsWith(request.method()) ? reason : request + ": " + reason;
        return status == 0 ? new Outcome.Lost(says) : new Outcome.Unreadable(status, says);
    }
}
