package dev.throughline.server;

import dev.throughline.hub.Asks;
import dev.throughline.hub.Hub;
import dev.throughline.hub.audit.Audit;
import dev.throughline.hub.billing.BillingRuns;
import dev.throughline.hub.capture.Capture;
import dev.throughline.hub.deals.Deals;
import dev.throughline.hub.exceptions.Exceptions;
import dev.throughline.hub.explain.Explainer;
import dev.throughline.hub.observe.Observer;
import dev.throughline.hub.outlook.Outlook;
import dev.throughline.hub.reconcile.Reconciliation;
import dev.throughline.hub.shadow.Shadows;
import dev.throughline.hub.thread.Threads;
import dev.throughline.hub.whatif.WhatIf;

/** The hub, as people and programs reach it through the server. */
public record Rooms(
        Capture capture,
        Exceptions exceptions,
        Threads threads,
        Explainer explainer,
        Reconciliation reconciliation,
        Audit audit,
        Observer observer,
        Asks asks,
        BillingRuns billing,
        Shadows shadows,
        WhatIf whatIf,
        Outlook outlook,
        Deals deals) {
    public static Rooms of(Hub hub) {
        return new Rooms(
                hub.capture(),
                hub.exceptions(),
                hub.threads(),
                hub.explainer(),
                hub.reconciliation(),
                hub.audit(),
                hub.observer(),
                hub.asks(),
                hub.billing(),
                hub.shadows(),
                hub.whatIf(),
                hub.outlook(),
                hub.deals());
    }
}
