package dev.throughline.hub.workspace;

import dev.throughline.processes.Processes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A workspace as it would be with other policies or another ownership. Its systems and secrets stay those in force: nothing is connected anew. */
public final class WorkspaceVariant {
    private WorkspaceVariant() {}

    /**
     * With policies and ownership of another workspace's file; what else stands in it is not looked at.
     *
     * @throws BadWorkspace with everything that is wrong in those two
     */
    public static Workspace other(Workspace present, String text) {
        var mistakes = new ArrayList<Mistake>();
        Map<String, YamlNode> top = top(WorkspaceLoader.FILE, text, mistakes);
        Set<String> ids = new HashSet<>(
                present.systems().stream().map(s -> s.id().value()).toList());
        var ownership = new OwnershipReader(ids).read(Optional.ofNullable(top.get("ownership")));
        var reader = new PolicyReader(Processes.policies());
        // A folder of policies is refused as no map: files of this machine are none of an asker's business.
        var policies =
                Optional.ofNullable(top.get("policies")).map(reader::read).orElse(Map.of());
        refuse(mistakes);
        return with(present, ownership, policies);
    }

    /**
     * With some policies other than they are.
     *
     * @param text     YAML of policies, below {@code policies:} or by themselves
     * @param standard each policy as it is where a workspace says nothing
     * @throws BadWorkspace with everything that is wrong
     */
    public static Workspace with(Workspace present, String text, List<Record> standard) {
        var mistakes = new ArrayList<Mistake>();
        Optional<YamlNode> root = YamlNode.read("policies", text, mistakes::add);
        Optional<YamlNode> node = root.map(r -> r.map().getOrDefault("policies", r));
        Map<String, Map<String, Object>> given =
                node.map(new PolicyReader(standard)::read).orElse(Map.of());
        refuse(mistakes);
        var policies = new LinkedHashMap<>(present.policies());
        given.forEach((name, attributes) -> {
            var merged = new LinkedHashMap<>(policies.getOrDefault(name, Map.of()));
            merged.putAll(attributes);
            policies.put(name, Map.copyOf(merged));
        });
        return with(present, present.ownership(), Map.copyOf(policies));
    }

    private static Map<String, YamlNode> top(String file, String text, List<Mistake> mistakes) {
        return YamlNode.read(file, text, mistakes::add).map(YamlNode::map).orElse(Map.of());
    }

    private static void refuse(List<Mistake> mistakes) {
        if (!mistakes.isEmpty()) {
            throw new BadWorkspace(mistakes.stream().sorted().toList());
        }
    }

    private static Workspace with(
            Workspace present, Workspace.Ownership ownership, Map<String, Map<String, Object>> policies) {
        return new Workspace(
                present.tenant(),
                present.systems(),
                ownership,
                policies,
                present.workflows(),
                present.mappings(),
                present.digest());
    }
}
