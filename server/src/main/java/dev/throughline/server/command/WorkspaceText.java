package dev.throughline.server.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A workspace's file with the policies in its place that lie in a folder beside it, for a hub that must not read the asker's folders. */
final class WorkspaceText {
    private static final Pattern NAMED = Pattern.compile("(?m)^policies:[ \\t]*[\"']?([^\\s\"'#{]+).*$");

    private WorkspaceText() {}

    /** @throws UncheckedIOException when a file cannot be read */
    static String of(Path workspace) {
        try {
            String text = Files.readString(workspace.resolve("throughline.yaml"));
            Matcher named = NAMED.matcher(text);
            return named.find() && Files.isDirectory(workspace.resolve(named.group(1)))
                    ? named.replaceFirst(
                            Matcher.quoteReplacement("policies:\n" + policies(workspace.resolve(named.group(1)))))
                    : text;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String policies(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .flatMap(WorkspaceText::lines)
                    .map(line -> "  " + line)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
