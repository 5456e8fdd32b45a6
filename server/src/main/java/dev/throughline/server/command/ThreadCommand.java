package dev.throughline.server.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code thread}: one thing's way over all systems. */
@Command(
        name = "thread",
        description = "Find a thing by any id or name of any system, and tell its whole thread.",
        footer = {
            "",
            "Example:",
            "  THROUGHLINE_KEY=tl_… ./throughline thread INV-1042",
            "",
            "Exit code: 0 found, 1 not found, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class ThreadCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Parameters(paramLabel = "NAME", description = "an id, a number, or the beginning of a name")
    @SuppressWarnings("NullAway.Init")
    private String name;

    @Override
    public Integer call() {
        JsonNode hits = hub.get("/threads?q=" + HubClient.word(name)).path("hits");
        var out = spec.commandLine().getOut();
        if (hits.isEmpty()) {
            out.println("Nothing is called '%s' in any system that the hub has read.".formatted(name));
            out.flush();
            return ExitCodes.FINDINGS;
        }
        JsonNode story = hub.get(
                "/threads/" + HubClient.word(hits.get(0).path("canonicalId").asString()));
        out.println(hub.json() ? HubClient.pretty(story) : told(story));
        out.flush();
        return ExitCodes.FINE;
    }

    private static String told(JsonNode story) {
        var text = new StringBuilder();
        text.append(story.path("title").asString()).append('\n');
        text.append(story.path("stands").asString()).append("\n\n");
        for (JsonNode step : story.path("steps")) {
            text.append("%s  %-14s %-9s %s: %s%n"
                    .formatted(
                            step.path("at").asString(),
                            step.path("lane").asString(),
                            step.path("kind").asString(),
                            step.path("subject").asString(),
                            step.path("says").asString()));
        }
        return text.toString();
    }
}
