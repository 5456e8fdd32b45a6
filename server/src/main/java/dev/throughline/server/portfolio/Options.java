package dev.throughline.server.portfolio;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a run over files is shown.
 *
 * @param json     where the summary is written for machines; empty for nowhere
 * @param out      what people read
 * @param patience after how long without any movement the run is summed up as it stands
 */
public record Options(Optional<Path> json, PrintWriter out, Duration patience) {
    public Options(Optional<Path> json, PrintWriter out) {
        this(json, out, FileRun.PATIENCE);
    }
}
