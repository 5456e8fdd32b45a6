package dev.throughline.server.demo;

import dev.throughline.server.Rooms;
import dev.throughline.server.ServerApp;
import dev.throughline.server.ServerOptions;
import dev.throughline.server.command.ClientTrouble;
import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.database.EmbeddedDatabase;
import dev.throughline.server.portfolio.Options;
import dev.throughline.server.portfolio.PipelineDemo;
import dev.throughline.server.portfolio.PortfolioDemo;
import dev.throughline.server.security.Role;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code demo}: the whole product on one machine, with nothing to set up. */
@Command(
        name = "demo",
        description =
                "Play eight weeks of a firm of three legal entities on four simulated vendors, then stay up with the console.",
        footer = {
            "",
            "The vendors are simulated in this process and begin empty, so the data folder must be a new one.",
            "Exit code: 0 nothing lost, doubled or unexplained; 1 something was; 3 no port or folder could be had."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofSeconds(2);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--seed", defaultValue = "1", description = "another seed gives another firm")
    private long seed;

    @Option(names = "--weeks", defaultValue = "8", description = "how many to play, 1 to 50")
    private int weeks;

    @Option(names = "--json", paramLabel = "FILE", description = "write what came of it for machines")
    private @Nullable Path json;

    @Option(names = "--exit", description = "end after the summary instead of staying up")
    private boolean exit;

    @Option(
            names = "--port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "of the console; a free one when absent")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where to keep the database; a temporary folder when absent")
    private @Nullable Path data;

    @Option(names = "--portfolio", paramLabel = "DIR", description = "play a folder of contracts by quarter instead")
    private @Nullable Path portfolio;

    @Option(names = "--pipeline", paramLabel = "DIR", description = "play a folder of a sales pipeline instead")
    private @Nullable Path pipeline;

    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (weeks < 1 || weeks > 50) {
            throw new ClientTrouble(ExitCodes.USAGE, "--weeks is %d; give 1 to 50.".formatted(weeks));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (portfolio != null) {
            return PortfolioDemo.run(portfolio, new Options(Optional.ofNullable(json), out));
        }
        if (pipeline != null) {
            return PipelineDemo.run(pipeline, new Options(Optional.ofNullable(json), out));
        }
        return play(out);
    }

    private int play(PrintWriter out) throws IOException, InterruptedException {
        Path folder = folder();
        var clock = InstantSource.system();
        var progress =
                new Progress(out, System.console() != null && System.console().isTerminal(), clock);
        progress.tell("starting PostgreSQL and four vendors");
        try (var database = EmbeddedDatabase.open(folder);
                var world = World.open(
                        FirmMaker.make(seed, weeks), database.source(), folder.resolve("mappings"), POLL, clock);
                var server = console(world, database, clock)) {
            String password = server.users().generate(world.tenant(), "admin", Set.of(Role.ADMIN));
            progress.tell("console: %s (user admin, password %s)".formatted(server.url(), password));
            var play = new Play(world, seed, weeks, progress);
            boolean rested = play.run();
            var verdict = new Judge(world, database.source()).judge(rested, progress.seconds());
            new Summary(world, out).print(verdict, play.shown());
            write(verdict.outcome());
            if (!exit) {
                out.printf("%nConsole: %s, user admin, password %s. Ctrl-C ends it.%n", server.url(), password);
                out.flush();
                stay();
            }
            return verdict.outcome().good() ? ExitCodes.FINE : ExitCodes.FINDINGS;
        } finally {
            if (data == null) {
                remove(folder);
            }
        }
    }

    private ServerApp console(World world, EmbeddedDatabase database, InstantSource clock) {
        var hub = world.hub();
        var rooms = new Rooms(
                hub.capture(),
                hub.exceptions(),
                hub.threads(),
                hub.reconciliation(),
                hub.audit(),
                hub.observer(),
                hub.asks());
        try {
            return ServerApp.start(
                    ServerOptions.onLoopback(port), List.of(world.workspace()), database.source(), rooms, clock);
        } catch (org.springframework.boot.web.server.PortInUseException taken) {
            throw new ClientTrouble(
                    ExitCodes.CANNOT_REACH,
                    "Port %d is in use. Give another --port, or none for a free one.".formatted(taken.getPort()));
        }
    }

    /** Vendors in memory cannot go on where an earlier demo ended: its folder would speak of records that no vendor has. */
    private Path folder() throws IOException {
        if (data == null) {
            return Files.createTempDirectory("throughline-demo");
        }
        if (Files.exists(data.resolve("postgres"))) {
            throw new ClientTrouble(
                    ExitCodes.CANNOT_REACH,
                    "%s holds the data of an earlier demo, whose simulated vendors are gone. Give a new folder, or none."
                            .formatted(data));
        }
        return data;
    }

    /** Whole or not at all: whoever waits for the file never reads half of it. */
    private void write(Outcome outcome) throws IOException {
        if (json == null) {
            return;
        }
        Path target = json.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".part");
        Files.writeString(
                draft,
                JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(outcome));
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void stay() throws InterruptedException {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ended.countDown();
            try {
                main.join(Duration.ofSeconds(30));
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }));
        ended.await();
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
