package dev.throughline.connector.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;

/** Does pieces of work on virtual threads, so many at a time; how many requests that makes at once is still the budget's to bound. Stateless. */
public final class SideBySide {
    private SideBySide() {}

    /**
     * Does every piece, the earlier ones first.
     *
     * @param width the most pieces under way at once
     * @return one result per piece, in the same order
     * @throws RuntimeException what a piece threw, after all others have ended
     */
    public static <T, R> List<R> each(List<T> pieces, int width, Function<? super T, ? extends R> work) {
        if (pieces.size() < 2 || width < 2) {
            List<R> results = new ArrayList<>(pieces.size());
            pieces.forEach(piece -> results.add(work.apply(piece)));
            return results;
        }
        var results = new AtomicReferenceArray<R>(pieces.size());
        var next = new AtomicInteger();
        Runnable worker = () -> {
            for (int i = next.getAndIncrement(); i < pieces.size(); i = next.getAndIncrement()) {
                results.set(i, work.apply(pieces.get(i)));
            }
        };
        run(worker, Math.min(width, pieces.size()));
        List<R> list = new ArrayList<>(pieces.size());
        for (int i = 0; i < pieces.size(); i++) {
            list.add(results.get(i));
        }
        return list;
    }

    /**
     * Writes every item by itself. Once the system has said that it takes nothing now, the items that have not been sent are not sent, and are answered alike: to go
     * on asking would only prolong it.
     */
    public static List<WriteResult> writes(List<WriteItem> items, int width, Function<WriteItem, WriteResult> write) {
        var stop = new AtomicReference<Optional<WriteResult>>(Optional.empty());
        return each(items, width, item -> {
            Optional<WriteResult> stopped = stop.get();
            if (stopped.isPresent()) {
                return stopped.get();
            }
            WriteResult result = write.apply(item);
            if (closes(result)) {
                stop.set(Optional.of(result));
            }
            return result;
        });
    }

    private static boolean closes(WriteResult result) {
        return switch (result) {
            case WriteResult.Throttled _, WriteResult.Unavailable _, WriteResult.Unauthorised _ -> true;
            case WriteResult.Applied _,
                    WriteResult.Duplicate _,
                    WriteResult.Rejected _,
                    WriteResult.Conflict _,
                    WriteResult.Accepted _,
                    WriteResult.Unknown _ -> false;
        };
    }

    private static void run(Runnable worker, int workers) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> under = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                under.add(threads.submit(worker));
            }
            for (Future<?> one : under) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while work was under way", e);
        }
    }

    private static RuntimeException rethrown(Throwable cause) {
        return switch (cause) {
            case RuntimeException failure -> failure;
            case Error error -> throw error;
            default -> new IllegalStateException(cause);
        };
    }
}
