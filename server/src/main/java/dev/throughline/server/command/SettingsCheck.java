package dev.throughline.server.command;

import dev.throughline.hub.ConnectedSystems;
import dev.throughline.hub.workspace.Mistake;
import dev.throughline.hub.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Lets each connector look at its own settings, which is all that opening one does: no system is called. */
final class SettingsCheck {
    private SettingsCheck() {}

    static List<Mistake> of(Workspace workspace, InstantSource clock) {
        return workspace.systems().stream()
                .flatMap(system -> wrong(workspace, system, clock).stream())
                .toList();
    }

    private static Optional<Mistake> wrong(Workspace workspace, Workspace.SystemConfig system, InstantSource clock) {
        var alone = new Workspace(
                workspace.tenant(),
                List.of(system),
                workspace.ownership(),
                workspace.policies(),
                workspace.mappings(),
                workspace.digest());
        try (var opened = new ConnectedSystems(List.of(alone), clock)) {
            return Optional.empty();
        } catch (IllegalArgumentException wrong) {
            return Optional.of(new Mistake(
                    "throughline.yaml",
                    0,
                    0,
                    "SETTING_WRONG",
                    String.valueOf(wrong.getMessage()),
                    "The README of the connector '%s' tells of each setting".formatted(system.kind())));
        }
    }
}
