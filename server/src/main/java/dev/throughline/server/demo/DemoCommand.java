package dev.throughline.server.demo;

import dev.throughline.server.command.ClientTrouble;
import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.command.Stopping;
import dev.throughline.server.portfolio.Options;
import dev.throughline.server.portfolio.PipelineDemo;
import dev.throughline.server.portfolio.PortfolioDemo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
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
            "The vendors are simulated in a process of their own. When the hub is killed, start the same demo again within",
            "three minutes: it goes on where it was and ends the same. Later nothing of it is left but the folder of --data.",
            "Exit code: 0 nothing lost, doubled or unexplained; 1 something was; 3 no port or folder could be had; 130 Ctrl-C."
        },
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final Duration READ_EVERY = Duration.ofSeconds(5);

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
            description = "where to keep the database; when absent, in a folder that goes with the demo")
    private @Nullable Path data;

    @Option(names = "--portfolio", paramLabel = "DIR", description = "play a folder of contracts by quarter instead")
    private @Nullable Path portfolio;

    @Option(names = "--pipeline", paramLabel = "DIR", description = "play a folder of a sales pipeline instead")
    private @Nullable Path pipeline;

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
        var clock = InstantSource.system();
        boolean terminal = System.console() != null && System.console().isTerminal();
        var progress = new Progress(out, terminal, clock);
        var wish = new Demo.Wish(seed, weeks, Optional.ofNullable(data), port);
        try (var stopping = Stopping.brokenOffBySignal()) {
            try {
                var ended = new Demo(wish, stopping, progress, clock).run();
                new Summary(ended.world(), out).print(ended);
                Outcome outcome = ended.verdict().outcome();
                write(outcome);
                if (!exit) {
                    stay(out, ended, stopping);
                }
                return outcome.good() ? ExitCodes.FINE : ExitCodes.FINDINGS;
            } catch (RuntimeException failed) {
                if (stopping.stopped()) {
                    // Everything is being closed under our feet; the process ends from within its hook.
                    stopping.await();
                }
                throw failed;
            }
        }
    }

    /** The vendors are read on and on, so that what is mended at the desk is seen. */
    private static void stay(PrintWriter out, Demo.Ended ended, Stopping stopping) throws InterruptedException {
        var console = ended.console();
        out.printf("%nConsole: %s, user admin, password %s%n", console.url(), console.password());
        out.println("Ctrl-C ends it.");
        out.flush();
        while (!stopping.await(READ_EVERY)) {
            ended.world().poll();
        }
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
}
