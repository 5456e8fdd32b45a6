package dev.throughline.server.portfolio;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a run over files is shown.
 *
 * @param json where the summary is written for machines; empty for nowhere
 * @param out  what people read
 */
public record Options(Optional<Path> json, PrintWriter out) {}
