package dev.throughline.server;

import dev.throughline.hub.Hub;
import dev.throughline.hub.HubOptions;
import dev.throughline.hub.workspace.WorkspaceFile;
import dev.throughline.hub.workspace.WorkspaceFile.ApiKey;
import dev.throughline.server.database.Database;
import dev.throughline.server.security.ApiKeys;
import dev.throughline.server.security.Role;
import dev.throughline.server.security.Scope;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One node: a hub on a database with its server before it. Closing ends the server first, so that nobody is told that something was taken which was not. */
public final class Node implements AutoCloseable {
    private final Database database;
    private final Hub hub;
    private final ServerApp server;

    private Node(Database database, Hub hub, ServerApp server) {
        this.database = database;
        this.hub = hub;
        this.server = server;
    }

    /**
     * Takes over the database: it is closed with the node, also when starting fails.
     *
     * @throws IllegalArgumentException when a mapping or policy cannot be used
     */
    public static Node start(
            List<WorkspaceFile> files,
            Database database,
            ServerOptions server,
            HubOptions options,
            InstantSource clock) {
        var workspaces = files.stream().map(WorkspaceFile::workspace).toList();
        Hub hub = null;
        ServerApp app = null;
        try {
            hub = Hub.open(workspaces, database.source(), options, clock);
            app = ServerApp.start(server, workspaces, database.source(), Rooms.of(hub), clock);
            for (WorkspaceFile file : files) {
                declareKeys(app.keys(), file);
            }
            hub.start();
            return new Node(database, hub, app);
        } catch (RuntimeException failed) {
            if (app != null) {
                app.close();
            }
            if (hub != null) {
                hub.close();
            }
            database.close();
            throw failed;
        }
    }

    public Hub hub() {
        return hub;
    }

    public ServerApp server() {
        return server;
    }

    /** The password of the local administrator, drawn now; empty when there is one already. To be shown once. */
    public Optional<String> firstPassword(WorkspaceFile file) {
        return server.users().exists("admin") ? Optional.empty() : Optional.of(newPassword(file));
    }

    /** Draws a new password for the local administrator; the old one opens nothing any more. */
    public String newPassword(WorkspaceFile file) {
        return server.users().generate(file.workspace().tenant(), "admin", Set.of(Role.ADMIN));
    }

    @Override
    public void close() {
        server.close();
        hub.close();
        database.close();
    }

    private static void declareKeys(ApiKeys keys, WorkspaceFile file) {
        keys.declare(
                file.workspace().tenant(),
                file.apiKeys().stream()
                        .map(key -> new ApiKeys.Declared(key.name(), key.key(), scopes(key)))
                        .toList());
    }

    private static Set<Scope> scopes(ApiKey key) {
        var scopes = EnumSet.noneOf(Scope.class);
        key.scopes().forEach(text -> Scope.of(text).ifPresent(scopes::add));
        key.role().flatMap(Role::of).ifPresent(role -> scopes.addAll(role.scopes()));
        return scopes;
    }
}
