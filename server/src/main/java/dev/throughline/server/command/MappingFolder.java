package dev.throughline.server.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a workspace keeps its own mappings, without loading the rest of it, whose secrets need not be here. */
final class MappingFolder {
    private static final Pattern NAMED = Pattern.compile("(?m)^mappings:\\s*[\"']?([^\\s\"'#]+)");

    private MappingFolder() {}

    static Path of(Path workspace) {
        try {
            Matcher named = NAMED.matcher(Files.readString(workspace.resolve("throughline.yaml")));
            return workspace.resolve(named.find() ? named.group(1) : "no-mappings");
        } catch (IOException unreadable) {
            return workspace.resolve("no-mappings");
        }
    }
}
