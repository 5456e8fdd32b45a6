package dev.throughline.model;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part of a contract's work that a term holds for. What is not stated does not limit it.
 *
 * @param project code of the project, or its name where it has no code
 * @param phase   name of the phase, on whatever level the work's task lies below it
 * @param role    under which the work is billed
 */
public record Scope(Optional<String> project, Optional<String> phase, Optional<String> role) {
    public static final Scope ALL = new Scope(Optional.empty(), Optional.empty(), Optional.empty());

    /** How narrow it is: of two scopes that hold for the same work, the one with more conditions is the narrower. */
    public int conditions() {
        return (int) Stream.of(project, phase, role).filter(Optional::isPresent).count();
    }

    /** Whether work of this phase and role lies within, on a project that does. @param phase empty text for none, as {@code role} */
    public boolean holdsFor(String phase, String role) {
        return this.phase.stream().allMatch(phase::equals) && this.role.stream().allMatch(role::equals);
    }
}
