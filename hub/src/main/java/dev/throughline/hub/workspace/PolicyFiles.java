package dev.throughline.hub.workspace;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The workspace's policies: a map in the file itself, or the name of a folder whose {@code *.yaml} files each hold such a map. */
final class PolicyFiles {
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private final Path workspace;
    private final PolicyReader reader;
    private final Consumer<Mistake> sink;
    private final Map<String, Map<String, Object>> all = new LinkedHashMap<>();
    private Optional<Path> folder = Optional.empty();

    PolicyFiles(Path workspace, List<Record> policies, Consumer<Mistake> sink) {
        this.workspace = workspace;
        this.reader = new PolicyReader(policies);
        this.sink = sink;
    }

    void read(YamlNode node) {
        if (node.isText()) {
            node.scalar().ifPresent(name -> folder(node, name));
        } else {
            all.putAll(reader.read(node));
        }
    }

    Map<String, Map<String, Object>> all() {
        return Map.copyOf(all);
    }

    /** Where they lie, when they have a folder of their own. */
    Optional<Path> folder() {
        return folder;
    }

    private void folder(YamlNode node, String name) {
        Path found = workspace.resolve(name);
        if (!Files.isDirectory(found)) {
            node.mistake(
                    "FOLDER_MISSING",
                    "'policies' names the folder %s, which is not there".formatted(name),
                    "Create it, or write the policies here");
            return;
        }
        folder = Optional.of(found);
        try (Stream<Path> files = Files.list(found)) {
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(this::file);
        } catch (IOException unreadable) {
            node.mistake("FOLDER_UNREADABLE", "the folder %s cannot be read".formatted(name), "Check its permissions");
        }
    }

    private void file(Path file) {
        String name = workspace.relativize(file).toString();
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                refuse(name, "FILE_TOO_LARGE", "the file is larger than 1 MiB", "A policy is configuration, not data");
                return;
            }
            YamlNode.read(name, Files.readString(file, StandardCharsets.UTF_8), sink)
                    .ifPresent(node -> all.putAll(reader.read(node)));
        } catch (CharacterCodingException notUtf8) {
            refuse(name, "NOT_UTF8", "the file is not UTF-8", "Save it as UTF-8");
        } catch (IOException unreadable) {
            refuse(name, "FILE_UNREADABLE", "the file cannot be read", "Check its permissions");
        }
    }

    private void refuse(String file, String code, String what, String remedy) {
        sink.accept(new Mistake(file, 0, 0, code, what, remedy));
    }
}
