package dev.throughline.hub.workspace;

import dev.throughline.hub.workspace.Workspace.SystemConfig;
import dev.throughline.model.TenantId;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a workspace folder. Nothing is guessed and nothing is passed over: every mistake is found in one go, each with its place and how to mend it. */
public final class WorkspaceLoader {
    public static final String FILE = "throughline.yaml";

    private static final Set<String> KEYS = Set.of(
            "tenant", "port", "database", "apiKeys", "systems", "ownership", "policies", "workflows", "mappings");
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int FILE_BYTES_MAX = 4 * 1024 * 1024;

    private final Path folder;
    private final WorkspaceRules rules;
    private final SecretReferences secrets;
    private final List<Mistake> mistakes = new ArrayList<>();

    private WorkspaceLoader(Path folder, Path data, WorkspaceRules rules, boolean mayWrite) {
        this.folder = folder;
        this.rules = rules;
        this.secrets = new SecretReferences(folder, data, mayWrite, rules.environment());
    }

    /**
     * Reads for use; secrets that are to be generated are drawn and kept.
     *
     * @param data where the hub keeps its own files
     * @throws BadWorkspace with everything that is wrong
     */
    public static WorkspaceFile load(Path folder, Path data, WorkspaceRules rules) {
        return new WorkspaceLoader(folder, data, rules, true).read();
    }

    /** Reads to be looked at: changes nothing, and draws no secret. @throws BadWorkspace with everything that is wrong */
    public static WorkspaceFile examine(Path folder, Path data, WorkspaceRules rules) {
        return new WorkspaceLoader(folder, data, rules, false).read();
    }

    /** Reads and changes nothing. @return everything that is wrong, in the order of the file; empty when it can be used */
    public static List<Mistake> check(Path folder, Path data, WorkspaceRules rules) {
        try {
            examine(folder, data, rules);
            return List.of();
        } catch (BadWorkspace bad) {
            return bad.mistakes();
        }
    }

    private WorkspaceFile read() {
        String text = text();
        YamlNode root = YamlNode.read(FILE, text, mistakes::add).orElseThrow(this::bad);
        Map<String, YamlNode> top = root.map();
        Keys.unknown(top, KEYS, "at the top of the file");
        TenantId tenant = tenant(root, top);
        List<SystemConfig> systems = systems(root, top);
        Set<String> ids =
                new HashSet<>(systems.stream().map(s -> s.id().value()).toList());
        var ownership = new OwnershipReader(ids).read(Optional.ofNullable(top.get("ownership")));
        var policies = new PolicyReader(rules.policies()).read(Optional.ofNullable(top.get("policies")));
        var workflows = WorkflowsReader.read(Optional.ofNullable(top.get("workflows")));
        WorkflowsReader.checkCutOver(workflows, policies, Optional.ofNullable(top.get("policies")));
        var mappings = Optional.ofNullable(top.get("mappings")).flatMap(this::mappings);
        var access = new AccessReader(rules, secrets);
        var port = Optional.ofNullable(top.get("port")).flatMap(node -> node.whole(0, 65_535));
        var database = Optional.ofNullable(top.get("database")).flatMap(access::database);
        var keys = access.apiKeys(Optional.ofNullable(top.get("apiKeys")));
        if (!mistakes.isEmpty()) {
            throw bad();
        }
        var workspace =
                new Workspace(tenant, systems, ownership, policies, workflows, mappings, digest(text, mappings));
        return new WorkspaceFile(workspace, port, database, keys);
    }

    private TenantId tenant(YamlNode root, Map<String, YamlNode> top) {
        YamlNode node = top.get("tenant");
        if (node == null) {
            root.mistake("MISSING", "'tenant' is missing", "Add 'tenant: yourfirm' at the top");
            return new TenantId("unknown");
        }
        String name = node.scalar().orElse("");
        if (!TENANT.matcher(name).matches()) {
            node.mistake(
                    "WRONG_VALUE",
                    "'tenant' must be 1 to 63 small letters, digits and '-'",
                    "Write it such as 'tenant: meridian'");
            return new TenantId("unknown");
        }
        return new TenantId(name);
    }

    private List<SystemConfig> systems(YamlNode root, Map<String, YamlNode> top) {
        YamlNode node = top.get("systems");
        if (node == null) {
            root.mistake("MISSING", "'systems' is missing", "Add 'systems:' with at least one system under it");
            return List.of();
        }
        return new SystemsReader(rules.factories(), secrets).read(node);
    }

    private Optional<Path> mappings(YamlNode node) {
        return node.scalar().map(folder::resolve).filter(path -> {
            boolean there = Files.isDirectory(path);
            if (!there) {
                node.mistake(
                        "FOLDER_MISSING",
                        "'mappings' names the folder %s, which is not there".formatted(path.getFileName()),
                        "Create it, or take the line out to use the connectors' own mappings");
            }
            return there;
        });
    }

    private String text() {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw whole(
                    "FILE_MISSING",
                    Files.isDirectory(folder)
                            ? "the folder %s holds no %s".formatted(folder, FILE)
                            : "there is no folder %s".formatted(folder),
                    "Name a workspace's folder; examples/meridian is one to copy");
        }
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw whole(
                        "FILE_TOO_LARGE", "the file is larger than 4 MiB", "A workspace is configuration, not data");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException notUtf8) {
            throw whole("NOT_UTF8", "the file is not UTF-8", "Save it as UTF-8");
        } catch (IOException unreadable) {
            throw whole("FILE_UNREADABLE", "the file cannot be read", "Check its permissions");
        }
    }

    private BadWorkspace whole(String code, String what, String remedy) {
        mistakes.add(new Mistake(FILE, 0, 0, code, what, remedy));
        return bad();
    }

    private BadWorkspace bad() {
        return new BadWorkspace(mistakes.stream().sorted().toList());
    }

    private static String digest(String text, Optional<Path> mappings) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(text.getBytes(StandardCharsets.UTF_8));
            if (mappings.isPresent()) {
                try (Stream<Path> files = Files.walk(mappings.get())) {
                    for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                        sha.update(mappings.get().relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                        sha.update(Files.readAllBytes(file));
                    }
                }
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException("a mapping document cannot be read", unreadable);
        }
    }
}
