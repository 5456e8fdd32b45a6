package dev.throughline.server.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code verify}: proves the audit chain. */
@Command(
        name = "verify",
        description = "Recompute every hash of the audit chain of a running hub.",
        footer = {
            "",
            "Example:",
            "  THROUGHLINE_KEY=tl_… ./throughline verify",
            "",
            "Exit code: 0 it holds, 1 broken, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class VerifyCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Override
    public Integer call() {
        JsonNode verdict = hub.get("/audit/verification");
        var out = spec.commandLine().getOut();
        boolean broken = verdict.hasNonNull("brokenAt");
        if (hub.json()) {
            out.println(HubClient.pretty(verdict));
        } else if (broken) {
            out.println(
                    "BROKEN: entry %s of %s does not hold. Keep a copy of the database, and find who could write to it."
                            .formatted(
                                    verdict.path("brokenAt").asString(),
                                    verdict.path("entries").asString()));
        } else {
            out.println("The chain of %s entries holds. Head: %s"
                    .formatted(
                            verdict.path("entries").asString(),
                            verdict.path("headHash").asString()));
        }
        out.flush();
        return broken ? ExitCodes.FINDINGS : ExitCodes.FINE;
    }
}
