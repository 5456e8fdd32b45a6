package dev.throughline.hub.outlook;

import dev.throughline.model.Contract;
import dev.throughline.model.Project;

/** What still runs. */
final class OutlookRules {
    private OutlookRules() {}

    static boolean runs(Project.Status status) {
        return switch (status) {
            case PLANNED, ACTIVE, ON_HOLD -> true;
            case COMPLETED, CANCELLED -> false;
        };
    }

    static boolean runs(Contract.Status status) {
        return switch (status) {
            case APPROVED, ACTIVE -> true;
            case DRAFT, CLOSED, CANCELLED -> false;
        };
    }
}
