package dev.throughline.server.command;

import dev.throughline.hub.HubOptions;
import dev.throughline.hub.translate.EditedRelease;
import dev.throughline.hub.workspace.BadWorkspace;
import dev.throughline.hub.workspace.Mistake;
import dev.throughline.hub.workspace.WorkspaceFile;
import dev.throughline.hub.workspace.WorkspaceLoader;
import dev.throughline.server.Node;
import dev.throughline.server.ServerOptions;
import dev.throughline.server.database.Database;
import dev.throughline.server.database.DatabaseTrouble;
import dev.throughline.server.database.EmbeddedDatabase;
import dev.throughline.server.database.ExternalDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code up}: runs the hub on a firm's own configuration until Ctrl-C. */
@Command(
        name = "up",
        description = "Run the hub on a firm's own configuration, until Ctrl-C.",
        footer = {
            "",
            "Examples:",
            "  ./throughline up --workspace examples/meridian",
            "  ./throughline up --workspace /srv/firm --port 8443 --database jdbc:postgresql://db:5432/throughline",
            "",
            "Exit code: 0 ended by Ctrl-C, 1 the workspace is wrong, 2 usage, 3 port or database cannot be had."
        },
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final int PORT = 8080;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--workspace",
            required = true,
            paramLabel = "DIR",
            description = "folder that holds throughline.yaml")
    @SuppressWarnings("NullAway.Init")
    private Path workspace;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "where to listen, 0 for any free one; else the workspace's, else 8080")
    private @Nullable Integer port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "address to bind, ${DEFAULT-VALUE} when absent; put TLS in front before you open it")
    private String host = "127.0.0.1";

    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "an external PostgreSQL; user and password from THROUGHLINE_DATABASE_USER and THROUGHLINE_DATABASE_PASSWORD")
    private @Nullable String database;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the hub's own files; DIR/data of the workspace when absent")
    private @Nullable Path data;

    @Option(names = "--log-json", description = "log one JSON object per line")
    private boolean logJson;

    @Option(
            names = "--reset-password",
            description = "draw a new password for the local administrator and show it once")
    private boolean resetPassword;

    @Override
    public Integer call() throws InterruptedException {
        Path own = data == null ? workspace.resolve("data") : data;
        WorkspaceFile file = WorkspaceLoader.load(workspace, own, Installed.rules());
        requireUsable(file);
        int wished = port != null ? port : file.port().orElse(PORT);
        requireFree(wished);
        var options = ServerOptions.onLoopback(wished).on(host, logJson);
        try (var stopping = Stopping.onSignal()) {
            Database store = stopping.opening(() -> open(own, file));
            Node node = stopping.opening(() ->
                    Node.start(List.of(file), store, options, HubOptions.defaults(nodeName()), InstantSource.system()));
            tell(node, file, stopping.step(() -> password(node, file)));
            stopping.await();
            return ExitCodes.FINE;
        } catch (EditedRelease edited) {
            throw new BadWorkspace(MappingCheck.edited(workspace, file, edited));
        }
    }

    /** A mapping that cannot be read, or does not do what its own examples say, never meets a real record; nor does a connector whose settings cannot be used. */
    private void requireUsable(WorkspaceFile file) {
        List<Mistake> mistakes = new ArrayList<>(SettingsCheck.of(file.workspace(), InstantSource.system()));
        mistakes.addAll(MappingCheck.of(workspace, file));
        if (!mistakes.isEmpty()) {
            throw new BadWorkspace(mistakes);
        }
    }

    private Optional<String> password(Node node, WorkspaceFile file) {
        return resetPassword ? Optional.of(node.newPassword(file)) : node.firstPassword(file);
    }

    private void tell(Node node, WorkspaceFile file, Optional<String> password) {
        var out = spec.commandLine().getOut();
        out.println("Throughline runs for " + file.workspace().tenant() + " at "
                + node.server().url());
        password.ifPresent(p -> {
            out.println("Sign in as 'admin' with the password " + p);
            out.println("It is shown this once; only its hash is kept. 'up --reset-password' draws a new one.");
        });
        out.println("Ctrl-C ends it; nothing is lost by that, nor by a crash.");
        out.flush();
    }

    private Database open(Path own, WorkspaceFile file) {
        if (database != null) {
            return ExternalDatabase.open(
                    database,
                    environment("THROUGHLINE_DATABASE_USER").orElse("throughline"),
                    environment("THROUGHLINE_DATABASE_PASSWORD").orElse(""));
        }
        return file.database()
                .<Database>map(d -> ExternalDatabase.open(
                        d.url(),
                        d.user()
                                .or(() -> environment("THROUGHLINE_DATABASE_USER"))
                                .orElse("throughline"),
                        d.password()
                                .or(() -> environment("THROUGHLINE_DATABASE_PASSWORD"))
                                .orElse("")))
                .orElseGet(() -> EmbeddedDatabase.open(own));
    }

    /** Looked at before the database is started: the usual mistake is a hub that runs already. */
    private void requireFree(int wished) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), wished));
        } catch (IOException taken) {
            throw new DatabaseTrouble(
                    "Cannot listen on %s:%d: %s".formatted(host, wished, taken.getMessage()),
                    "End what listens there, or give another with --port",
                    taken);
        }
    }

    private static Optional<String> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
    }

    private static String nodeName() {
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException unnamed) {
            return "node-" + ProcessHandle.current().pid();
        }
    }
}
