package dev.throughline.hub.capture;

import dev.throughline.connector.spi.Change;
import dev.throughline.connector.spi.Webhooks;
import dev.throughline.model.SystemId;
import dev.throughline.model.TenantId;
import java.util.List;

/** The doors. A call returns only when everything that it accepted is durable; calls that come together share one commit. Thread-safe. */
public interface Capture {
    /**
     * Takes changes from the API, a poll, a stream or a file.
     *
     * @return one answer per change, in order
     */
    List<Receipt> accept(TenantId tenant, SystemId system, Via via, List<Change> changes);

    /** Takes a webhook: verified and parsed by the system's connector, durable before the answer is returned. */
    Webhooks.Outcome webhook(TenantId tenant, SystemId system, Webhooks.Request request);

    /** How a change reached us. */
    enum Via {
        API,
        WEBHOOK,
        POLL,
        STREAM,
        BATCH,
        /** Read by itself, because something was said to have happened to it. */
        FETCH,
        REPLAY
    }

    /** What became of one change at the door. */
    sealed interface Receipt {
        /** @param position {@code partition:seq}, which the thread and the fate of the change are found by */
        record Stored(String position) implements Receipt {}

        /** The same version of the same record is here already; nothing was stored. */
        record Repeated() implements Receipt {}

        /** Will be fetched, since the notice carried no state. */
        record Noted() implements Receipt {}
    }
}
