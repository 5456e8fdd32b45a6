package dev.throughline.benchmarks;

import dev.throughline.hub.storage.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The HTTP door: how many changes a second are accepted and durable, and how long one caller waits for the answer. */
final class Door {
    private final Rig rig;
    private final Carry carry;
    private final List<String> projects;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Door(Rig rig, Carry carry, List<String> projects) {
        this.rig = rig;
        this.carry = carry;
        this.projects = projects;
    }

    /** @param answered per request */
    record Result(int clients, int batch, int changes, Duration time, Percentiles answered) {
        long perSecond() {
            return Clock.perSecond(changes, time);
        }
    }

    /** Each client sends its next request when the last is answered, for as long as {@code time}. The hub goes on working meanwhile. */
    Result run(int clients, int batch, int requestsMax, Duration time) {
        AtomicInteger left = new AtomicInteger(requestsMax);
        long begun = System.nanoTime();
        long end = begun + time.toNanos();
        List<Future<List<Duration>>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(() -> client(batch, left, end)));
            }
        }
        Duration took = Clock.since(begun);
        List<Duration> answered =
                running.stream().flatMap(f -> Carry.get(f).stream()).toList();
        rig.await("what came by HTTP to reach the ledger", Duration.ofMinutes(5), rig.books::quiet);
        return new Result(clients, batch, answered.size() * batch, took, Percentiles.of(answered));
    }

    private List<Duration> client(int batch, AtomicInteger left, long end) throws IOException, InterruptedException {
        List<Duration> answered = new ArrayList<>();
        while (System.nanoTime() < end && left.getAndDecrement() > 0) {
            HttpRequest request = request(batch);
            long begun = System.nanoTime();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            answered.add(Clock.since(begun));
            if (answer.statusCode() != 202) {
                throw new IllegalStateException("the door answered " + answer.statusCode() + ": " + answer.body());
            }
        }
        return answered;
    }

    private HttpRequest request(int batch) {
        int first;
        synchronized (carry) {
            first = carry.take(batch);
        }
        Object body = batch == 1
                ? Firm.overHttp(first, projects)
                : IntStream.range(first, first + batch)
                        .mapToObj(n -> Firm.overHttp(n, projects))
                        .toList();
        return HttpRequest.newBuilder(URI.create(rig.url()))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + rig.key())
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(body)))
                .build();
    }

    void close() {
        http.close();
    }
}
