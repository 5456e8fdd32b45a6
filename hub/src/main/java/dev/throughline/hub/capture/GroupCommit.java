package dev.throughline.hub.capture;

import dev.throughline.hub.storage.StorageException;
import dev.throughline.hub.storage.Transactions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Puts requests that arrive while a commit is under way into the next one: a commit costs far more than a row. A request waits for at most the commit before it and
 * its own, and is answered after it. When the queue is full the door says so at once rather than let memory grow.
 */
final class GroupCommit implements AutoCloseable {
    private static final int QUEUE = 20_000;
    private static final int ROWS = 4_000;

    private record Waiting(List<CaptureWriter.Incoming> rows, CompletableFuture<List<Capture.Receipt>> answer) {}

    private final Transactions transactions;
    private final CaptureWriter writer;
    private final Runnable committed;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(QUEUE);
    private final Thread committer;
    private volatile boolean open = true;

    GroupCommit(Transactions transactions, CaptureWriter writer, Runnable committed) {
        this.transactions = transactions;
        this.writer = writer;
        this.committed = committed;
        this.committer = Thread.ofPlatform().name("capture-commit").daemon().start(this::run);
    }

    /** @throws Busy when too much waits already; @throws StorageException when the database cannot take it: in both cases nothing was stored */
    List<Capture.Receipt> accept(List<CaptureWriter.Incoming> rows) {
        var waiting = new Waiting(rows, new CompletableFuture<>());
        if (!open || !queue.offer(waiting)) {
            throw new Busy();
        }
        try {
            return waiting.answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException storage) {
                throw storage;
            }
            throw e;
        }
    }

    private void run() {
        while (open || !queue.isEmpty()) {
            try {
                Waiting first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    commit(gather(first));
                }
            } catch (InterruptedException e) {
                open = false;
            }
        }
    }

    private List<Waiting> gather(Waiting first) {
        List<Waiting> group = new ArrayList<>();
        group.add(first);
        int rows = first.rows.size();
        while (rows < ROWS) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            group.add(next);
            rows += next.rows.size();
        }
        return group;
    }

    private void commit(List<Waiting> group) {
        try {
            List<CaptureWriter.Incoming> rows =
                    group.stream().flatMap(w -> w.rows.stream()).toList();
            List<Capture.Receipt> receipts = transactions.run(connection -> writer.append(connection, rows));
            int from = 0;
            for (Waiting waiting : group) {
                waiting.answer.complete(receipts.subList(from, from + waiting.rows.size()));
                from += waiting.rows.size();
            }
            committed.run();
        } catch (RuntimeException failure) {
            answerAlone(group, failure);
        }
    }

    /** One request that the database refuses must not take the others of its group with it. */
    private void answerAlone(List<Waiting> group, RuntimeException failure) {
        if (group.size() == 1) {
            group.getFirst().answer.completeExceptionally(failure);
            return;
        }
        if (failure instanceof StorageException storage && storage.outage()) {
            group.forEach(w -> w.answer.completeExceptionally(failure));
            return;
        }
        group.forEach(w -> commit(List.of(w)));
    }

    @Override
    public void close() {
        open = false;
        try {
            committer.join(10_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
