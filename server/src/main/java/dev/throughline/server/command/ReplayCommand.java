package dev.throughline.server.command;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code replay}: translates captured changes again, with the mapping in force now or an older one. */
@Command(
        name = "replay",
        description =
                "Translate captured changes again, with the mapping and lookups in force now or an older one. Effects are not doubled.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --position 3:1042 --reason 'lookup added'",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --system crm --object Opportunity --fate held --reason 'lookup added'",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --system crm --object Opportunity --mapping salesforce/opportunity@2 --reason 'version 3 was wrong'",
            "",
            "Exit code: 0 queued, 1 there was nothing to queue, 2 usage, 3 cannot reach."
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Option(names = "--position", description = "of one change, as the API gave it, such as 3:1042")
    private @Nullable String position;

    @Option(names = "--system", description = "all changes of this system, with --object")
    private @Nullable String system;

    @Option(names = "--object", description = "the vendor's object type, such as Opportunity")
    private @Nullable String object;

    @Option(names = "--fate", description = "only those that ended so, such as held")
    private @Nullable String fate;

    @Option(
            names = "--mapping",
            description =
                    "kind/name@version, the beginning of a mapping set's digest as the audit shows it, or as-then for the one that each change was translated with last; that in force when absent")
    private @Nullable String mapping;

    @Option(names = "--reason", required = true, description = "stands in the audit")
    @SuppressWarnings("NullAway.Init")
    private String reason;

    @Override
    public Integer call() {
        var body = new LinkedHashMap<String, Object>();
        body.put("reason", reason);
        if (mapping != null) {
            body.put("mapping", mapping);
        }
        if (position != null) {
            body.put("position", position);
        } else if (system != null && object != null) {
            body.put("system", system);
            body.put("objectType", object);
            if (fate != null) {
                body.put("fate", fate);
            }
        } else {
            throw new ParameterException(spec.commandLine(), "give --position, or --system with --object");
        }
        JsonNode answer = hub.post("/replays", body);
        var out = spec.commandLine().getOut();
        out.println(
                hub.json()
                        ? HubClient.pretty(answer)
                        : answer.path("count").asString() + " changes will be translated again");
        out.flush();
        return answer.path("count").asLong() > 0 ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }
}
