package dev.throughline.processes.ledger;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Ref;

/**
 * Names the ledger lines of a source that a cap has split. The first keeps the name of the source, the others are numbered from 2, {@code tim_1~2}: each lies whole in one
 * place and is billed at most once, as any line.
 */
public final class Parts {
    private static final char MARK = '~';

    private Parts() {}

    /** @param number of the part, from 1 */
    public static Ref<CanonicalObject> ref(Ref<?> source, int number) {
        return new Ref<>(number == 1 ? source.id() : source.id() + MARK + number);
    }

    /** The source that a ledger line is of. */
    public static Ref<CanonicalObject> source(Ref<?> line) {
        int mark = line.id().indexOf(MARK);
        return new Ref<>(mark < 0 ? line.id() : line.id().substring(0, mark));
    }
}
