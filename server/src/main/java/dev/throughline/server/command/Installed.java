package dev.throughline.server.command;

import dev.throughline.hub.workspace.WorkspaceRules;
import dev.throughline.processes.Processes;
import dev.throughline.server.security.Role;
import dev.throughline.server.security.Scope;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a workspace may speak of on this installation: the connectors and workflows that came with it. */
public final class Installed {
    private Installed() {}

    public static WorkspaceRules rules() {
        return WorkspaceRules.installed(
                Processes.policies(),
                Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.toUnmodifiableSet()),
                Arrays.stream(Role.values()).map(Role::text).collect(Collectors.toUnmodifiableSet()));
    }
}
