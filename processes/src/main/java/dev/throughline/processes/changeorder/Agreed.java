package dev.throughline.processes.changeorder;

import dev.throughline.model.ContractVersion;
import dev.throughline.model.Ref;

/** A version as it was approved. Kept in the state, so that a later edit of it neither mixes two contents in one step nor takes away what an undoing needs. */
public record Agreed(Ref<ContractVersion> ref, ContractVersion body) {
    int number() {
        return body.number();
    }

    /** As people name it. */
    String name() {
        return "version " + number();
    }

    @Override
    public String toString() {
        return "version %d (%s)".formatted(number(), body.value());
    }
}
