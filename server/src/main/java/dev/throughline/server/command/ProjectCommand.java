package dev.throughline.server.command;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code project}: puts a project on hold, releases, cancels, closes and reopens it in every system that has it. */
@Command(
        name = "project",
        description = "Hold, release, cancel, close or reopen a project in every system, or approve that.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline project hold prj_… --reason 'no purchase order yet'",
            "  THROUGHLINE_KEY=tl_… ./throughline project cancel prj_… --reason 'the customer withdrew'",
            "  THROUGHLINE_KEY=tl_… ./throughline project approve prj_… cancel",
            "",
            "Each is decided right after; `./throughline thread prj_…` tells what came of it.",
            "Exit code: 0 asked for, 1 refused, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class ProjectCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do: hold, release, cancel, close, reopen or approve");
    }

    @Command(name = "hold", description = "Put it on hold: nothing of it bills until it is released.")
    int hold(@Mixin HubClient hub, @Mixin What what) {
        return move(hub, "hold", what);
    }

    @Command(name = "release", description = "Let it go on; held work bills again by itself.")
    int release(@Mixin HubClient hub, @Mixin What what) {
        return move(hub, "release", what);
    }

    @Command(name = "cancel", description = "Cancel it; policy says what becomes of unbilled work.")
    int cancel(@Mixin HubClient hub, @Mixin What what) {
        return move(hub, "cancel", what);
    }

    @Command(name = "close", description = "Close it once nothing of it stands open.")
    int close(@Mixin HubClient hub, @Mixin What what) {
        return move(hub, "close", what);
    }

    @Command(name = "reopen", description = "Take a cancelled or closed project up again.")
    int reopen(@Mixin HubClient hub, @Mixin What what) {
        return move(hub, "reopen", what);
    }

    @Command(name = "approve", description = "Let a move go on that somebody else asked for.")
    int approve(
            @Mixin HubClient hub,
            @Parameters(paramLabel = "PROJECT", description = "canonical id") String project,
            @Parameters(paramLabel = "MOVE", description = "such as cancel") String move) {
        return say(
                hub,
                hub.post(
                        "/processes/approve",
                        Map.of("processType", "project-lifecycle", "processKey", project, "what", move)));
    }

    private int move(HubClient hub, String move, What what) {
        return say(
                hub,
                hub.post("/processes/" + move + "-project", Map.of("project", what.project, "reason", what.reason)));
    }

    private int say(HubClient hub, JsonNode told) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                hub.json()
                        ? HubClient.pretty(told)
                        : "Asked for as %s.".formatted(told.path("event").asString("")));
        out.flush();
        return ExitCodes.FINE;
    }

    /** Which project, and why. */
    static final class What {
        @Parameters(paramLabel = "PROJECT", description = "canonical id")
        private String project = "";

        @Option(names = "--reason", required = true, description = "stands with the project and in the audit")
        private String reason = "";
    }
}
