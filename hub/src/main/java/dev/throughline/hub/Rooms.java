package dev.throughline.hub;

import dev.throughline.hub.billing.BillingRuns;
import dev.throughline.hub.billing.PostgresBillingRuns;
import dev.throughline.hub.deals.Deals;
import dev.throughline.hub.deals.PostgresDeals;
import dev.throughline.hub.decide.EventLog;
import dev.throughline.hub.decide.Policies;
import dev.throughline.hub.decide.Rehearsal;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.exceptions.PostgresExceptions;
import dev.throughline.hub.explain.Explainer;
import dev.throughline.hub.explain.PostgresExplainer;
import dev.throughline.hub.observe.Observer;
import dev.throughline.hub.observe.PostgresObserver;
import dev.throughline.hub.outlook.Outlook;
import dev.throughline.hub.outlook.PostgresOutlook;
import dev.throughline.hub.reconcile.PostgresReconciliation;
import dev.throughline.hub.reconcile.Reconciliation;
import dev.throughline.hub.shadow.PostgresShadows;
import dev.throughline.hub.shadow.Shadows;
import dev.throughline.hub.storage.Transactions;
import dev.throughline.hub.thread.PostgresThreads;
import dev.throughline.hub.thread.Threads;
import dev.throughline.hub.translate.Mappings;
import java.time.InstantSource;

/** The rooms beside the way of the data, put together. */
final class Rooms {
    private final Exceptions exceptions;
    private final Threads threads;
    private final Explainer explainer;
    private final Reconciliation reconciliation;
    private final Observer observer;
    private final BillingRuns billing;
    private final Shadows shadows;
    private final Outlook outlook;
    private final Deals deals;

    Rooms(
            Transactions transactions,
            ConnectedSystems systems,
            Mappings mappings,
            Policies policies,
            EventLog events,
            Asks asks,
            InstantSource clock,
            Runnable wake) {
        exceptions = new PostgresExceptions(transactions, clock, new LogReplayer(clock), events::append);
        threads = new PostgresThreads(transactions);
        explainer = new PostgresExplainer(transactions, threads, mappings);
        reconciliation = new PostgresReconciliation(transactions, systems, new MappedReader(mappings), clock);
        observer = new PostgresObserver(transactions, systems, clock);
        var rehearsal = new Rehearsal(systems, policies);
        billing = new PostgresBillingRuns(transactions, rehearsal, policies, events::append, clock, wake);
        shadows = new PostgresShadows(transactions, policies);
        outlook = new PostgresOutlook(transactions, policies, asks, clock);
        deals = new PostgresDeals(transactions, rehearsal);
    }

    Exceptions exceptions() {
        return exceptions;
    }

    Threads threads() {
        return threads;
    }

    Explainer explainer() {
        return explainer;
    }

    Reconciliation reconciliation() {
        return reconciliation;
    }

    Observer observer() {
        return observer;
    }

    Deals deals() {
        return deals;
    }

    BillingRuns billing() {
        return billing;
    }

    Shadows shadows() {
        return shadows;
    }

    Outlook outlook() {
        return outlook;
    }
}
