package dev.throughline.server.command;

import dev.throughline.server.portfolio.Options;
import dev.throughline.server.portfolio.PipelineDemo;
import dev.throughline.server.portfolio.PortfolioDemo;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code files}: real files through the whole hub. */
@Command(
        name = "files",
        hidden = true,
        description = "Play a folder of files through the hub: contracts by quarter, or a sales pipeline.",
        mixinStandardHelpOptions = true)
public final class FilesCommand implements Callable<Integer> {
    /** What the folder holds. */
    enum What {
        PIPELINE,
        PORTFOLIO
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", description = "pipeline or portfolio")
    @SuppressWarnings("NullAway.Init")
    private What what;

    @Parameters(index = "1", paramLabel = "DIR")
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Option(names = "--json", paramLabel = "FILE", description = "where the summary is written for machines")
    private @Nullable Path json;

    @Override
    public Integer call() {
        var options = new Options(Optional.ofNullable(json), spec.commandLine().getOut());
        return switch (what) {
            case PIPELINE -> PipelineDemo.run(folder, options);
            case PORTFOLIO -> PortfolioDemo.run(folder, options);
        };
    }
}
