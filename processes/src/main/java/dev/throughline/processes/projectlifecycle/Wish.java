package dev.throughline.processes.projectlifecycle;

import dev.throughline.model.Lifecycle.Stage;
import dev.throughline.model.ProjectMove;
import java.util.Locale;

/**
 * A move that somebody wants.
 *
 * @param delivery whether delivery made it in its own system already
 */
public record Wish(ProjectMove move, String by, String reason, boolean delivery) {
    /** What people call the move when they approve it. */
    String name() {
        return move.name().toLowerCase(Locale.ROOT);
    }

    Stage to() {
        return switch (move) {
            case HOLD -> Stage.ON_HOLD;
            case RELEASE, REOPEN -> Stage.OPEN;
            case CANCEL -> Stage.CANCELLED;
            case CLOSE -> Stage.CLOSED;
        };
    }

    /** Whether the move begins where the project stands. */
    boolean from(Stage stage) {
        return switch (move) {
            case HOLD -> stage == Stage.OPEN;
            case RELEASE -> stage == Stage.ON_HOLD;
            case CANCEL, CLOSE -> stage == Stage.OPEN || stage == Stage.ON_HOLD;
            case REOPEN -> stage == Stage.CANCELLED || stage == Stage.CLOSED;
        };
    }
}
