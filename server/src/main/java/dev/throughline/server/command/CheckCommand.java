package dev.throughline.server.command;

import dev.throughline.hub.workspace.BadWorkspace;
import dev.throughline.hub.workspace.Mistake;
import dev.throughline.hub.workspace.WorkspaceFile;
import dev.throughline.hub.workspace.WorkspaceLoader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code check}: says everything that is wrong in a workspace, and changes nothing. */
@Command(
        name = "check",
        description =
                "Validate a workspace and its mappings, run their examples; say what is wrong, where, and how to mend it. Changes nothing, calls no system.",
        footer = {
            "",
            "Example:",
            "  ./throughline check --workspace examples/meridian",
            "",
            "Exit code: 0 usable, 1 mistakes, 2 usage."
        },
        mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
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

    @Option(names = "--json", description = "write the mistakes as JSON")
    private boolean json;

    @Override
    public Integer call() {
        List<Mistake> mistakes = mistakes();
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(JsonMapper.shared()
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(Map.of("usable", mistakes.isEmpty(), "mistakes", mistakes)));
        } else if (mistakes.isEmpty()) {
            out.println(workspace + ": the workspace can be used");
        } else {
            mistakes.forEach(out::println);
            out.println("%d %s. Nothing was started."
                    .formatted(mistakes.size(), mistakes.size() == 1 ? "mistake" : "mistakes"));
        }
        out.flush();
        return mistakes.isEmpty() ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }

    /** Mapping documents are looked at once it is known which systems there are. */
    private List<Mistake> mistakes() {
        try {
            WorkspaceFile file = WorkspaceLoader.examine(workspace, workspace.resolve("data"), Installed.rules());
            var all = new ArrayList<>(SettingsCheck.of(file.workspace(), InstantSource.system()));
            all.addAll(MappingCheck.of(workspace, file));
            return all;
        } catch (BadWorkspace bad) {
            return bad.mistakes();
        }
    }
}
