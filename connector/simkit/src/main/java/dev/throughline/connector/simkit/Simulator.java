package dev.throughline.connector.simkit;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A vendor on loopback, written from the vendor's documented protocol and from nothing else: it shares no code with the connector, so that a misreading on
 * one side shows on the other. Holds its records in memory for as long as it runs. Thread-safe.
 */
public interface Simulator extends AutoCloseable {
    /** The vendor's word, such as {@code salesforce}; the same as its connector factory's. */
    String kind();

    /**
     * Starts to listen on 127.0.0.1.
     *
     * @param port  0 for any free port
     * @param clock what the vendor takes for the present: stamps, token lives, retention
     */
    void start(int port, InstantSource clock);

    /** What a client must know to talk to it. Only after {@link #start}. */
    Access access();

    /** Fills an empty simulator with the small firm that every sandbox shares; returns ids of a few seeded records by a speaking name. */
    Map<String, String> seedSmallFirm();

    /** The vendor's own screen: what people there do and see, beside and beneath the API. */
    Screen screen();

    /** The misbehaviour that this simulator can be told to show. */
    Faults faults();

    /** What it saw; empty where it is no HTTP server. The conformance suite looks here for broken limits and for mistakes of the simulator itself. */
    default Optional<SimCounters> counters() {
        return Optional.empty();
    }

    /** Ends all connections at once, as a crash would. */
    @Override
    void close();

    /**
     * @param baseUrl  where the API begins, as the vendor's documentation writes it
     * @param tokenUrl where tokens are given, or the base URL where there is no token service
     * @param settings what our own connector would be given to reach it, as a workspace states it (secrets in the clear: they open nothing but this simulator)
     */
    record Access(URI baseUrl, URI tokenUrl, List<Credential> credentials, Map<String, String> settings) {}

    /** One way to sign in. @param method such as {@code oauth2-client-credentials}; @param values by the vendor's own parameter names */
    record Credential(String method, Map<String, String> values) {}

    /**
     * What a person at the vendor's own screen can do. Fields carry the vendor's API names and JSON shapes (text, {@link java.math.BigDecimal}, {@link Boolean},
     * maps, lists). Changes made here are stamped, evented and visible to the API exactly like any other.
     */
    interface Screen {
        /** @return the new record's id */
        String insert(String object, Map<String, Object> fields);

        /** Changes the named fields; a null clears. @throws java.util.NoSuchElementException when there is no such record */
        void update(String object, String id, Map<String, Object> fields);

        void delete(String object, String id);

        /** Copies of all records that are not deleted, in order of creation, for judging what the vendor holds at the end. */
        List<Map<String, Object>> records(String object);
    }
}
