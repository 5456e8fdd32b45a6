package dev.throughline.processes.timetobilling;

import dev.throughline.model.Ref;
import dev.throughline.model.WbsElement;
import dev.throughline.processes.Facts;
import java.util.Optional;

/** Finds the phase of a task. */
final class Phases {
    /** A structure nested deeper than this is a circle. */
    private static final int DEPTH_MAX = 20;

    private Phases() {}

    /** The name of the phase that a task lies in, however deep. */
    static String of(Optional<Ref<WbsElement>> task, Facts facts) {
        var element = task.flatMap(facts::get);
        for (int depth = 0; depth < DEPTH_MAX && element.isPresent(); depth++) {
            if (element.get().kind() == WbsElement.Kind.PHASE) {
                return element.get().name();
            }
            element = element.get().parent().flatMap(facts::get);
        }
        return "";
    }
}
