package dev.throughline.connector.spi;

import java.util.Optional;

/** One connected system. Holds no state between calls but its tokens; is given clock, HTTP, secrets and budget, and builds none of them. */
public interface Connector extends AutoCloseable {
    Capabilities capabilities();

    /** One cheap authenticated call that changes nothing: empty when the system answered, else why it did not. */
    Optional<Trouble> probe();

    default Optional<ChangeSource> changes() {
        return Optional.empty();
    }

    default Optional<ChangeStream> stream() {
        return Optional.empty();
    }

    default Optional<Webhooks> webhooks() {
        return Optional.empty();
    }

    default Optional<Reader> reader() {
        return Optional.empty();
    }

    default Optional<Writer> writer() {
        return Optional.empty();
    }

    default Optional<Inventory> inventory() {
        return Optional.empty();
    }

    default Optional<Describer> describer() {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
