package dev.throughline.server.portfolio;

/**
 * Trouble with a file as a whole, or with the run.
 *
 * @param code stable, counted among the reasons
 * @param says which file, what happened, what to do
 * @param fatal whether the run cannot be called complete because of it
 */
record FileProblem(String code, String says, boolean fatal) {
    static FileProblem empty(String file) {
        return new FileProblem("FILE_EMPTY", file + " holds no rows", false);
    }

    static FileProblem unreadable(String file, String why) {
        return new FileProblem(
                "FILE_UNREADABLE",
                "%s could not be read (%s); the other files were. Mend it and run again".formatted(file, why),
                true);
    }

    static FileProblem notReached(String file) {
        return new FileProblem("FILE_NOT_REACHED", file + " was not read, since the run ended before it", true);
    }

    static FileProblem stalled(String waiting) {
        return new FileProblem("STILL_UNDER_WAY", "the run ended before everything was done: " + waiting, true);
    }
}
