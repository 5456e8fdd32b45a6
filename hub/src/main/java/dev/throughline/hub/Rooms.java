package dev.throughline.hub;

import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.exceptions.PostgresExceptions;
import dev.throughline.hub.observe.Observer;
import dev.throughline.hub.observe.PostgresObserver;
import dev.throughline.hub.reconcile.PostgresReconciliation;
import dev.throughline.hub.reconcile.Reconciliation;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.thread.PostgresThreads;
import dev.throughline.hub.thread.Threads;
import dev.throughline.hub.translate.RecordMapper;
import java.time.InstantSource;

/** The rooms beside the way of the data, put together. */
final class Rooms {
    private final Exceptions exceptions;
    private final Threads threads;
    private final Reconciliation reconciliation;
    private final Observer observer;

    Rooms(
            Transactions transactions,
            ConnectedSystems systems,
            RecordMapper mapper,
            EventLog events,
            InstantSource clock) {
        exceptions = new PostgresExceptions(transactions, clock, new LogReplayer(clock), events::append);
        threads = new PostgresThreads(transactions);
        reconciliation = new PostgresReconciliation(transactions, systems, new MappedReader(mapper), clock);
        observer = new PostgresObserver(transactions, systems, clock);
    }

    Exceptions exceptions() {
        return exceptions;
    }

    Threads threads() {
        return threads;
    }

    Reconciliation reconciliation() {
        return reconciliation;
    }

    Observer observer() {
        return observer;
    }
}
