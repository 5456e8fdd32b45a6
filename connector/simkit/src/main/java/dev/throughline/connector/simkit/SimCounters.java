package dev.throughline.connector.simkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a simulator saw. Thread-safe. */
public final class SimCounters {
    private final Map<String, Integer> requests = new TreeMap<>();
    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();
    private final List<String> crashes = new ArrayList<>();
    private int underWay;
    private int mostConcurrent;

    synchronized void began(String operation) {
        requests.merge(operation, 1, Integer::sum);
        underWay++;
        mostConcurrent = Math.max(mostConcurrent, underWay);
    }

    synchronized void ended(int status) {
        underWay--;
        answers.merge(status, 1, Integer::sum);
    }

    synchronized void crashed(String operation, Throwable cause) {
        crashes.add(operation + ": " + cause);
    }

    /** The client broke a limit that the vendor documents. @param what such as "11 requests at once, 10 are allowed" */
    public synchronized void violation(String what) {
        violations.add(what);
    }

    /** By method and path template; requests that no route knows are under {@code unknown}. */
    public synchronized Map<String, Integer> requests() {
        return new TreeMap<>(requests);
    }

    /** By HTTP status; 0 counts connections that were cut. */
    public synchronized Map<Integer, Integer> answers() {
        return new TreeMap<>(answers);
    }

    public synchronized int mostConcurrent() {
        return mostConcurrent;
    }

    public synchronized List<String> violations() {
        return List.copyOf(violations);
    }

    /** Handlers that threw: mistakes of the simulator itself, which no test should overlook. */
    public synchronized List<String> crashes() {
        return List.copyOf(crashes);
    }
}
