package dev.throughline.hub.paper;

import dev.throughline.connector.spi.ConnectorContext.Budget;
import dev.throughline.connector.spi.WriteItem;
import dev.throughline.connector.spi.WriteResult;
import dev.throughline.connector.spi.Writer;
import dev.throughline.model.ExternalId;
import dev.throughline.model.ObjectType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a system of bulk calls holds and has seen. Thread-safe. */
public final class BulkBook implements Writer {
    private final Map<String, String> idByKey = new LinkedHashMap<>();
    private final Map<String, Integer> writes = new HashMap<>();
    private final List<String> order = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private final CountDownLatch crowd = new CountDownLatch(BulkFactory.CONCURRENT);
    private Budget budget = Budget.UNLIMITED;
    private int calls;
    private int looks;
    private int underWay;
    private int mostAtOnce;
    private int answersToLose;
    private int callsToThrottle;
    private boolean crowding;

    synchronized void budget(Budget given) {
        budget = given;
    }

    public synchronized void refuse(String key) {
        refused.add(key);
    }

    public synchronized void loseAnswers(int times) {
        answersToLose = times;
    }

    public synchronized void throttle(int times) {
        callsToThrottle = times;
    }

    /** From now on a call waits a moment for as many others as are allowed beside it. */
    public synchronized void waitForACrowd() {
        crowding = true;
    }

    @Override
    public List<WriteResult> write(ObjectType objectType, List<WriteItem> items) {
        try (var permit = permit()) {
            enter();
            try {
                return written(items);
            } finally {
                leave();
            }
        }
    }

    private Budget.Permit permit() {
        Budget given;
        synchronized (this) {
            given = budget;
        }
        return given.acquire();
    }

    private void enter() {
        boolean wait;
        synchronized (this) {
            calls++;
            underWay++;
            mostAtOnce = Math.max(mostAtOnce, underWay);
            wait = crowding;
        }
        crowd.countDown();
        if (wait) {
            try {
                crowd.await(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void leave() {
        underWay--;
    }

    private synchronized List<WriteResult> written(List<WriteItem> items) {
        if (callsToThrottle > 0) {
            callsToThrottle--;
            return items.stream()
                    .map(i -> (WriteResult) new WriteResult.Throttled(Duration.ofMillis(20)))
                    .toList();
        }
        List<WriteResult> results = items.stream().map(this::written).toList();
        if (answersToLose > 0) {
            answersToLose--;
            return items.stream()
                    .map(i -> (WriteResult) new WriteResult.Unknown("the line went dead"))
                    .toList();
        }
        return results;
    }

    private WriteResult written(WriteItem item) {
        String key = item.key().value();
        if (refused.contains(key)) {
            return new WriteResult.Rejected("NOT_TODAY", "the book is closed to " + key, List.of());
        }
        writes.merge(key, 1, Integer::sum);
        order.add(item.body().path("name").asString(""));
        String id = idByKey.computeIfAbsent(key, k -> "b" + (idByKey.size() + 1));
        return new WriteResult.Applied(new ExternalId(id), "1", JsonNodeFactory.instance.objectNode());
    }

    @Override
    public synchronized Sought find(ObjectType objectType, WriteItem item) {
        looks++;
        String id = idByKey.get(item.key().value());
        return id == null
                ? new Sought.Absent()
                : new Sought.Found(new ExternalId(id), "1", JsonNodeFactory.instance.objectNode());
    }

    /** Names of what was written, in the order in which it was. */
    public synchronized List<String> order() {
        return List.copyOf(order);
    }

    /** How often each key had an effect. */
    public synchronized Map<String, Integer> writes() {
        return Map.copyOf(writes);
    }

    public synchronized int calls() {
        return calls;
    }

    public synchronized int looks() {
        return looks;
    }

    public synchronized int mostAtOnce() {
        return mostAtOnce;
    }
}
