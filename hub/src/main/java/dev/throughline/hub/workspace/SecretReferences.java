package dev.throughline.hub.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Resolves {@code env:NAME}, {@code file:PATH} (relative to the workspace) and {@code generated:NAME} (drawn once, kept under the data folder, readable by its owner only). */
final class SecretReferences {
    private static final Pattern REFERENCE = Pattern.compile("(env|file|generated):.*", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,99}");
    private static final int FILE_BYTES_MAX = 65_536;

    private final Path folder;
    private final Path data;
    private final boolean mayWrite;
    private final Map<String, String> environment;
    private final SecureRandom random = new SecureRandom();

    /** @param mayWrite false while only checking: nothing is drawn then, and a stand-in is given */
    SecretReferences(Path folder, Path data, boolean mayWrite, Map<String, String> environment) {
        this.folder = folder;
        this.data = data;
        this.mayWrite = mayWrite;
        this.environment = environment;
    }

    static boolean isReference(String value) {
        return REFERENCE.matcher(value).matches();
    }

    /** The value behind a reference; empty, and told, when there is none. */
    Optional<String> resolve(YamlNode node, String reference) {
        int colon = reference.indexOf(':');
        String rest = reference.substring(colon + 1);
        return switch (reference.substring(0, colon)) {
            case "env" -> fromEnvironment(node, rest);
            case "file" -> fromFile(node, rest);
            default -> generated(node, rest);
        };
    }

    private Optional<String> fromEnvironment(YamlNode node, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            node.mistake(
                    "REFERENCE_EMPTY",
                    "'%s' refers to the environment variable %s, which is not set".formatted(node.path(), shown(name)),
                    "Set it before starting, such as: export %s=…".formatted(shown(name)));
            return Optional.empty();
        }
        return Optional.of(value);
    }

    private Optional<String> fromFile(YamlNode node, String path) {
        try {
            Path file = folder.resolve(path);
            if (Files.size(file) > FILE_BYTES_MAX) {
                node.mistake(
                        "REFERENCE_UNREADABLE",
                        "the file %s is too large for a secret".formatted(path),
                        "Name the right file");
                return Optional.empty();
            }
            String value = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (value.isEmpty()) {
                node.mistake("REFERENCE_EMPTY", "the file %s is empty".formatted(path), "Write the secret into it");
                return Optional.empty();
            }
            return Optional.of(value);
        } catch (IOException | java.nio.file.InvalidPathException unreadable) {
            node.mistake(
                    "REFERENCE_UNREADABLE",
                    "'%s' refers to the file %s, which cannot be read".formatted(node.path(), path),
                    "Create it, readable by the hub's user only; the path is relative to the workspace");
            return Optional.empty();
        }
    }

    private Optional<String> generated(YamlNode node, String name) {
        String file = name.isEmpty() ? node.path().replaceAll("[^A-Za-z0-9_.-]", "_") : name;
        if (!NAME.matcher(file).matches()) {
            node.mistake(
                    "REFERENCE_WRONG",
                    "'generated:%s' is no usable name".formatted(shown(name)),
                    "Use letters, digits, '.', '-' and '_', such as generated:kantata-webhook");
            return Optional.empty();
        }
        Path kept = data.resolve("secrets").resolve(file);
        try {
            if (Files.exists(kept)) {
                return Optional.of(
                        Files.readString(kept, StandardCharsets.UTF_8).strip());
            }
            return Optional.of(mayWrite ? draw(kept) : "to-be-generated");
        } catch (IOException failed) {
            node.mistake(
                    "REFERENCE_UNREADABLE",
                    "the generated secret %s cannot be kept under %s".formatted(file, data.resolve("secrets")),
                    "Make the data folder writable for the hub's user");
            return Optional.empty();
        }
    }

    private String draw(Path kept) throws IOException {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String secret = HexFormat.of().formatHex(bytes);
        Files.createDirectories(kept.getParent());
        Path draft = kept.resolveSibling(kept.getFileName() + ".new");
        Files.deleteIfExists(draft);
        if (Files.getFileStore(kept.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(draft, secret, StandardCharsets.UTF_8);
        Files.move(draft, kept, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        return secret;
    }

    private static String shown(String name) {
        return NAME.matcher(name).matches() ? name : "(unusable name)";
    }
}
