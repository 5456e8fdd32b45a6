package dev.throughline.server;

import dev.throughline.server.command.BillCommand;
import dev.throughline.server.command.CheckCommand;
import dev.throughline.server.command.CorrectCommand;
import dev.throughline.server.command.ExceptionsCommand;
import dev.throughline.server.command.ExitCodes;
import dev.throughline.server.command.ExplainCommand;
import dev.throughline.server.command.ForecastCommand;
import dev.throughline.server.command.MarginsCommand;
import dev.throughline.server.command.ProjectCommand;
import dev.throughline.server.command.ReconcileCommand;
import dev.throughline.server.command.ReplayCommand;
import dev.throughline.server.command.SandboxCommand;
import dev.throughline.server.command.ShadowCommand;
import dev.throughline.server.command.ThreadCommand;
import dev.throughline.server.command.UpCommand;
import dev.throughline.server.command.VerifyCommand;
import dev.throughline.server.command.Version;
import dev.throughline.server.command.WhatIfCommand;
import dev.throughline.server.database.DatabaseTrouble;
import java.io.PrintWriter;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line behind {@code ./throughline}. */
@Command(
        name = "throughline",
        description = "One unbroken thread from sold work to delivered work to recognised revenue.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            UpCommand.class,
            CheckCommand.class,
            dev.throughline.server.demo.DemoCommand.class,
            SandboxCommand.class,
            ReplayCommand.class,
            ReconcileCommand.class,
            VerifyCommand.class,
            ExceptionsCommand.class,
            ThreadCommand.class,
            ExplainCommand.class,
            BillCommand.class,
            ShadowCommand.class,
            WhatIfCommand.class,
            CorrectCommand.class,
            MarginsCommand.class,
            ForecastCommand.class,
            ProjectCommand.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** @return the exit code, see {@link ExitCodes} */
    public static int run(PrintWriter out, PrintWriter err, String... arguments) {
        quieten();
        String[] words =
                arguments.length == 1 && arguments[0].equals("version") ? new String[] {"--version"} : arguments;
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Main::tell)
                .execute(words);
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    /** Until the server brings its own settings, libraries speak only of trouble. */
    private static void quieten() {
        if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof ch.qos.logback.classic.Logger root) {
            root.setLevel(ch.qos.logback.classic.Level.WARN);
            // What breaks in these is told by whoever used them; here it would be told once more, with its trace.
            List.of("com.zaxxer.hikari", "com.github.kagkarlsson.scheduler", "io.zonky")
                    .forEach(library ->
                            root.getLoggerContext().getLogger(library).setLevel(ch.qos.logback.classic.Level.OFF));
        }
    }

    /** What people can mend is told in two lines; everything else with its trace, since it is a fault of ours. */
    private static int tell(Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        switch (thrown) {
            case DatabaseTrouble trouble -> {
                err.println(trouble.getMessage() + ".");
                err.println(trouble.remedy() + ".");
                return ExitCodes.CANNOT_REACH;
            }
            case dev.throughline.hub.workspace.BadWorkspace bad -> {
                bad.mistakes().forEach(err::println);
                return ExitCodes.FINDINGS;
            }
            case dev.throughline.server.command.ClientTrouble trouble -> {
                err.println(trouble.getMessage());
                return trouble.exitCode();
            }
            case org.springframework.boot.web.server.PortInUseException taken -> {
                err.println("Port %d was taken while the hub started.".formatted(taken.getPort()));
                err.println("End what listens there, or give another with --port.");
                return ExitCodes.CANNOT_REACH;
            }
            case dev.throughline.hub.storage.StorageException storage
            when storage.outage() -> {
                err.println(storage.getMessage());
                return ExitCodes.CANNOT_REACH;
            }
            default -> {
                thrown.printStackTrace(err);
                return ExitCodes.FAILED;
            }
        }
    }
}
