package dev.throughline.processes.ledger;

import dev.throughline.model.CanonicalObject;
import dev.throughline.model.Ref;

/**
 * Names the ledger lines that correct what was billed of a source: numbered from 1, {@code tim_1.1}. Each holds what the work comes to beyond what is settled of it, less than zero
 * when it comes to less, and is billed at most once, as any line. A cap may split it into {@link Parts} of its own.
 */
public final class Corrections {
    private static final char MARK = '.';

    private Corrections() {}

    /** @param number of the correction, from 1 */
    public static Ref<CanonicalObject> ref(Ref<?> source, int number) {
        return new Ref<>(source.id() + MARK + number);
    }

    public static boolean is(Ref<?> line) {
        return line.id().indexOf(MARK) >= 0;
    }

    /** The work that a line of the ledger, or a correction or part of it, is of. */
    public static Ref<CanonicalObject> source(Ref<?> line) {
        var whole = Parts.source(line).id();
        int mark = whole.indexOf(MARK);
        return new Ref<>(mark < 0 ? whole : whole.substring(0, mark));
    }

    /** Which correction of its source the line is or is a part of. */
    public static int number(Ref<?> correction) {
        var whole = Parts.source(correction).id();
        return Integer.parseInt(whole.substring(whole.indexOf(MARK) + 1));
    }
}
