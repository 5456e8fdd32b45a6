package dev.throughline.hub;

import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.exceptions.PostgresExceptions;
import dev.throughline.hub.storage.Transactions;
import java.time.InstantSource;

/** The rooms beside the way of the data, put together. */
final class Rooms {
    private final Exceptions exceptions;

    Rooms(Transactions transactions, ConnectedSystems systems, EventLog events, InstantSource clock) {
        exceptions = new PostgresExceptions(transactions, clock, new LogReplayer(clock), events::append);
    }

    Exceptions exceptions() {
        return exceptions;
    }
}
