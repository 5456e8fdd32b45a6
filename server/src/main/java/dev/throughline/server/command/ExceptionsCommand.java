package dev.throughline.server.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code exceptions}: the desk on a terminal. */
@Command(
        name = "exceptions",
        description = "What waits for a person: alike ones together, or each with its remedy.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline exceptions",
            "  THROUGHLINE_KEY=tl_… ./throughline exceptions --list --code LOOKUP_MISSING",
            "",
            "Exit code: 0 none open, 1 some open, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class ExceptionsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Option(names = "--list", description = "each one instead of groups")
    private boolean list;

    @Option(names = "--code", description = "only this kind, such as LOOKUP_MISSING")
    private @Nullable String code;

    @Override
    public Integer call() {
        String filter = code == null ? "" : "?code=" + HubClient.word(code);
        JsonNode answer = hub.get(list ? "/exceptions" + filter : "/exceptions/groups" + filter);
        JsonNode items = answer.path(list ? "items" : "groups");
        var out = spec.commandLine().getOut();
        if (hub.json()) {
            out.println(HubClient.pretty(answer));
        } else if (items.isEmpty()) {
            out.println("No exception is open.");
        } else {
            for (JsonNode item : items) {
                out.println(list ? one(item) : group(item));
            }
        }
        out.flush();
        return items.isEmpty() ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }

    private static String one(JsonNode item) {
        return "%6s %-24s %-14s %s: %s%n       → %s"
                .formatted(
                        item.path("id").asString(),
                        item.path("code").asString(),
                        item.path("owner").asString(),
                        item.path("subject").asString(),
                        item.path("says").asString(),
                        item.path("remedy").asString());
    }

    private static String group(JsonNode group) {
        return "%6s × %-24s %-14s %s  → %s"
                .formatted(
                        group.path("count").asString(),
                        group.path("code").asString(),
                        group.path("owner").asString(),
                        group.path("atStakeByCurrency"),
                        group.path("remedy").asString());
    }
}
