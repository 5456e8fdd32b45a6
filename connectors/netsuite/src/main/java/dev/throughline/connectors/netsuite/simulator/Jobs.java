package dev.throughline.connectors.netsuite.simulator;

import dev.throughline.connector.simkit.Fault;
import dev.throughline.connector.simkit.Faults;
import dev.throughline.connector.simkit.SimRequest;
import dev.throughline.connector.simkit.SimResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Asynchronous jobs: each record of a request is a task whose result is what the synchronous call would have answered. */
final class Jobs implements AutoCloseable {
    private static final int KEPT = 10_000;
    private static final String PATH = "/services/rest/async/v1/job/";

    private record Task(SimResponse answer, Instant start, Instant end) {}

    private static final class Job {
        private final String id;
        private final AtomicReferenceArray<Task> tasks;

        Job(String id, int size) {
            this.id = id;
            this.tasks = new AtomicReferenceArray<>(size);
        }

        boolean completed() {
            return done() == tasks.length();
        }

        int done() {
            int done = 0;
            for (int i = 0; i < tasks.length(); i++) {
                done += tasks.get(i) == null ? 0 : 1;
            }
            return done;
        }

        String progress() {
            return completed() ? "succeeded" : done() == 0 ? "pending" : "processing";
        }
    }

    private final Account account;
    private final Faults faults;
    private final java.util.function.Supplier<String> base;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<String, String> byKey = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(70_000);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    Jobs(Account account, Faults faults, java.util.function.Supplier<String> base) {
        this.account = account;
        this.faults = faults;
        this.base = base;
    }

    /** @param work one supplier a record; a {@link Problem} is an answer too */
    SimResponse submit(SimRequest request, List<Supplier<SimResponse>> work) {
        Optional<String> key = request.header("X-NetSuite-Idempotency-Key");
        Job job = new Job(String.valueOf(ids.incrementAndGet()), work.size());
        if (key.isPresent()) {
            String earlier = byKey.putIfAbsent(key.get(), job.id);
            if (earlier != null) {
                throw Problem.repeatedKey(PATH + earlier);
            }
        }
        jobs.put(job.id, job);
        jobs.remove(String.valueOf(ids.get() - KEPT));
        var _ = workers.submit(() -> run(job, request.operation(), work));
        return SimResponse.empty(202)
                .withHeader("Preference-Applied", "respond-async")
                .withHeader("Location", PATH + job.id);
    }

    private void run(Job job, String operation, List<Supplier<SimResponse>> work) {
        for (int i = 0; i < work.size(); i++) {
            Instant start = account.now();
            job.tasks.set(i, new Task(answer(operation, work.get(i)), start, account.now()));
        }
    }

    private SimResponse answer(String operation, Supplier<SimResponse> work) {
        try {
            if (faults.strikes(Fault.PARTIAL_FAILURE, operation)) {
                throw Problem.user("A script of this account refuses the record.");
            }
            return work.get();
        } catch (Problem problem) {
            return Answers.error(problem);
        } catch (RuntimeException e) {
            return Answers.error(Problem.of(500, "UNEXPECTED_ERROR", "An unexpected error occurred. Error ID: " + e));
        }
    }

    SimResponse job(SimRequest request) {
        Job job = find(request);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("links", link(PATH + job.id));
        body.put("completed", job.completed());
        body.put("id", job.id);
        body.put("progress", job.progress());
        body.put("task", Map.of("links", link(PATH + job.id + "/task")));
        return Answers.resource(body, "singular");
    }

    SimResponse tasks(SimRequest request) {
        Job job = find(request);
        List<Map<String, Object>> items = java.util.stream.IntStream.rangeClosed(1, job.tasks.length())
                .mapToObj(n ->
                        Map.<String, Object>of("id", String.valueOf(n), "links", link(PATH + job.id + "/task/" + n)))
                .toList();
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("links", link(PATH + job.id + "/task"));
        body.put("count", items.size());
        body.put("hasMore", false);
        body.put("items", items);
        body.put("offset", 0);
        body.put("totalResults", items.size());
        return Answers.resource(body, "collection");
    }

    SimResponse task(SimRequest request) {
        Task task = findTask(request);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("links", link(request.path()));
        body.put("completed", task != null);
        body.put("id", request.variable("task"));
        body.put("progress", task == null ? "pending" : task.answer().status() < 400 ? "succeeded" : "failed");
        if (task != null) {
            body.put("startTime", task.start().toString());
            body.put("endTime", task.end().toString());
            body.put("result", Map.of("links", link(request.path() + "/result")));
        }
        return Answers.resource(body, "singular");
    }

    SimResponse result(SimRequest request) {
        Task task = findTask(request);
        if (task == null) {
            throw Problem.request("The task is not completed.");
        }
        return task.answer();
    }

    private Job find(SimRequest request) {
        return Optional.ofNullable(jobs.get(request.variable("job")))
                .orElseThrow(() -> Problem.nowhere(request.path()));
    }

    private Task findTask(SimRequest request) {
        Job job = find(request);
        String number = request.variable("task");
        int at = Store.digits(number) && number.length() < 6 ? Integer.parseInt(number) - 1 : -1;
        if (at < 0 || at >= job.tasks.length()) {
            throw Problem.nowhere(request.path());
        }
        return job.tasks.get(at);
    }

    private List<Map<String, String>> link(String path) {
        return List.of(Map.of("rel", "self", "href", base.get() + path));
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
