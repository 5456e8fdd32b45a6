package dev.throughline.processes.margin;

import dev.throughline.model.command.MarginSums;
import java.util.List;

/** A margin, or what is missing to say it. */
public sealed interface Figure {
    /** @param people whose hours lie behind the cost; none behind a standard cost */
    record Known(MarginSums sums, int people) implements Figure {}

    /** @param lacks each once, in the order of their codes and of what they are about */
    record Unknown(List<Lack> lacks) implements Figure {
        public Unknown {
            lacks = List.copyOf(lacks);
        }
    }
}
