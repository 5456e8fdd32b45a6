package dev.throughline.hub.workspace;

import java.util.List;
import java.util.stream.Collectors;

/** A workspace that cannot be used, with everything that is wrong in it. */
public final class BadWorkspace extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Mistake> mistakes;

    public BadWorkspace(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
        this.mistakes = mistakes.stream().sorted().toList();
    }

    /** In the order of the file. Never empty. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
