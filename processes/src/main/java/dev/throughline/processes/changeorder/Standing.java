package dev.throughline.processes.changeorder;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Ref;
import java.util.Optional;

/**
 * What each system holds, so that half of a change is never a surprise.
 *
 * @param carried  the version that every system holds, but for what follows
 * @param ordered  the version that finance's order stands for
 * @param forecast whether finance expects the revenue of another version than the one carried
 * @param former   what delivery had when the version carried was in force; empty while it has just that
 * @param attempts how often anything was sent, so that no step name is used twice
 */
public record Standing(
        Agreed carried, Ref<ContractVersion> ordered, boolean forecast, Optional<Plan> former, int attempts) {
    static Standing all(Agreed carried, int attempts) {
        return new Standing(carried, carried.ref(), false, Optional.empty(), attempts);
    }

    boolean whole() {
        return !forecast && ordered.equals(carried.ref()) && former.isEmpty();
    }

    Standing again() {
        return new Standing(carried, ordered, forecast, former, attempts + 1);
    }

    Standing ordered(Ref<ContractVersion> version) {
        return new Standing(carried, version, forecast, former, attempts);
    }

    Standing forecast(boolean another) {
        return new Standing(carried, ordered, another, former, attempts);
    }

    /** What delivery had before the first of several changes is what it had. */
    Standing delivered(Plan before) {
        return new Standing(carried, ordered, forecast, former.or(() -> Optional.of(before)), attempts);
    }

    Standing deliveredBack() {
        return new Standing(carried, ordered, forecast, Optional.empty(), attempts);
    }
}
