package dev.throughline.mapping;

import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends an evaluation that loops, recurses or swells. Counts steps and characters, not time, so that the same record always ends the same way, however busy the machine is.
 */
final class Bounds {
    private static final int STEPS_MAX = 1_000_000;
    private static final int DEPTH_MAX = 150;
    private static final int LENGTH_MAX = 4_000_000;
    private static final long CHARACTERS_MAX = 64_000_000;
    private static final int ELEMENTS_MAX = 100_000;

    private int steps;
    private int depth;
    private long characters;

    void guard(Jsonata.Frame frame) {
        frame.setEvaluateEntryCallback((_, _, _) -> enter());
        frame.setEvaluateExitCallback((_, _, _, result) -> leave(result));
    }

    private void enter() {
        if (++steps > STEPS_MAX) {
            throw refusal("it takes more than %d steps; does it loop?".formatted(STEPS_MAX));
        }
        if (++depth > DEPTH_MAX) {
            throw refusal("it nests more than %d deep; does it call itself?".formatted(DEPTH_MAX));
        }
    }

    private void leave(@Nullable Object result) {
        depth--;
        if (result instanceof String text) {
            characters += text.length();
            if (text.length() > LENGTH_MAX || characters > CHARACTERS_MAX) {
                throw refusal("it makes too long a text");
            }
        } else if (result instanceof List<?> list && list.size() > ELEMENTS_MAX) {
            throw refusal("it makes a list of more than %d elements".formatted(ELEMENTS_MAX));
        }
    }

    private static MappingFailure refusal(String says) {
        return Expression.failed(says);
    }
}
