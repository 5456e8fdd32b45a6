package dev.throughline.mapping;

import java.util.Optional;

/** Whose records are mapped: what decides which layers are in force. */
public record Scope(Optional<String> region, Optional<String> legalEntity) {
    /** The whole firm: no region's or entity's layer. */
    public static final Scope FIRM = new Scope(Optional.empty(), Optional.empty());

    boolean sees(Layer layer) {
        return switch (layer) {
            case Layer.Default _, Layer.Tenant _, Layer.Edited _ -> true;
            case Layer.Region(var name) -> region.filter(name::equals).isPresent();
            case Layer.Entity(var code) -> legalEntity.filter(code::equals).isPresent();
        };
    }
}
