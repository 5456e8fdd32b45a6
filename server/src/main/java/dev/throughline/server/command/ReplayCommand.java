package dev.throughline.server.command;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code replay}: translates captured changes again, with the mapping in force now or an older one, or gives events to the deciders again. */
@Command(
        name = "replay",
        description = {
            "Translate captured changes again, with the mapping and lookups in force now or an older one; or, with --from decide, give events to the deciders again,"
                    + " with what is known now. Effects are not doubled.",
            "A single command is sent again by POST /api/v1/commands/{key}/resend, or by a retry on the desk."
        },
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --position 3:1042 --reason 'lookup added'",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --system crm --object Opportunity --fate held --dry-run",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --system crm --object Opportunity --mapping salesforce/opportunity@2 --reason 'version 3 was wrong'",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --from decide --exception 17 --reason 'rate card mended'",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --from decide --object TimeEntry --since 2026-03-01T00:00:00Z --wait --reason 'policy changed'",
            "  THROUGHLINE_KEY=tl_… ./throughline replay --from decide --fate dead --reason 'process mended'",
            "",
            "Exit code: 0 queued, 1 there was nothing to queue, 2 usage, 3 cannot reach, or --wait took longer than its --limit."
        },
        mixinStandardHelpOptions = true)
public final class ReplayCommand implements Callable<Integer> {
    /** The stage from which a replay goes on. */
    enum From {
        TRANSLATE,
        DECIDE
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final HubClient hub = new HubClient();

    @Option(names = "--from", description = "translate (as when absent): captured changes; decide: events")
    private From from = From.TRANSLATE;

    @Option(names = "--position", description = "of one change or event, as the API gave it, such as 3:1042")
    private @Nullable String position;

    @Option(names = "--system", description = "translate: all changes of this system, with --object")
    private @Nullable String system;

    @Option(
            names = "--object",
            description =
                    "translate: the vendor's object type, such as Opportunity; decide: changes of this canonical type, such as TimeEntry")
    private @Nullable String object;

    @Option(
            names = "--fate",
            description = "only those that ended so, such as held; decide: dead, what could not be decided")
    private @Nullable String fate;

    @Option(
            names = "--mapping",
            description =
                    "translate: kind/name@version, the beginning of a mapping set's digest as the audit shows it, or as-then for the one that each change was translated with last; that in force when absent")
    private @Nullable String mapping;

    @Option(names = "--exception", paramLabel = "NUMBER", description = "decide: the event that it is about")
    private @Nullable Long exception;

    @Option(
            names = "--record",
            paramLabel = "ID",
            description = "decide: events about this record, by any id of any system")
    private @Nullable String record;

    @Option(
            names = "--event",
            description =
                    "decide: ObjectChanged or CommandSettled; TimerFired and Asked only where they could not be decided")
    private @Nullable String event;

    @Option(
            names = "--since",
            paramLabel = "INSTANT",
            description = "decide: learned then or later, such as 2026-03-01T00:00:00Z")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "INSTANT", description = "decide: learned before")
    private @Nullable String until;

    @Option(names = "--dry-run", description = "only tell how many it would be")
    private boolean dryRun;

    @Option(names = "--wait", description = "until all of it is done, telling how much is left")
    private boolean wait;

    @Option(
            names = "--limit",
            paramLabel = "DURATION",
            description = "of --wait, such as PT10M, which it is when absent",
            defaultValue = "PT10M")
    private Duration limit = Duration.ofMinutes(10);

    @Option(names = "--reason", description = "stands in the audit; needed unless --dry-run")
    private @Nullable String reason;

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = hub.post("/replays", body());
        PrintWriter out = spec.commandLine().getOut();
        long count = answer.path("count").asLong();
        if (hub.json()) {
            out.println(HubClient.pretty(answer));
        } else {
            out.println(told(count));
        }
        out.flush();
        if (wait && !dryRun && count > 0 && !done()) {
            return ExitCodes.CANNOT_REACH;
        }
        return count > 0 ? ExitCodes.FINE : ExitCodes.FINDINGS;
    }

    private String told(long count) {
        String what = (from == From.DECIDE ? "event" : "change") + (count == 1 ? "" : "s");
        String done = from == From.DECIDE ? "decided" : "translated";
        return "%d %s %s be %s again".formatted(count, what, dryRun ? "would" : "will", done);
    }

    private Map<String, Object> body() {
        var body = new LinkedHashMap<String, Object>();
        if (reason != null) {
            body.put("reason", reason);
        } else if (!dryRun) {
            throw wrong("--reason is missing: it stands in the audit (or count only, with --dry-run)");
        }
        if (dryRun) {
            body.put("dryRun", true);
        }
        switch (from) {
            case TRANSLATE -> changes(body);
            case DECIDE -> events(body);
        }
        return body;
    }

    private void changes(Map<String, Object> body) {
        if (exception != null || record != null || event != null || since != null || until != null) {
            throw wrong(
                    "--exception, --record, --event, --since and --until choose events: give --from decide with them");
        }
        put(body, "mapping", mapping);
        if (position != null) {
            put(body, "position", position);
        } else if (system != null && object != null) {
            put(body, "system", system);
            put(body, "objectType", object);
            put(body, "fate", fate);
        } else {
            throw wrong("give --position, or --system with --object");
        }
    }

    private void events(Map<String, Object> body) {
        if (mapping != null || system != null) {
            throw wrong("--mapping and --system are of changes: events are decided again, not mapped");
        }
        put(body, "from", "decide");
        put(body, "position", position);
        put(body, "exception", exception);
        put(body, "record", record);
        put(body, "event", event);
        put(body, "objectType", object);
        put(body, "since", since);
        put(body, "until", until);
        put(body, "fate", fate);
    }

    private static void put(Map<String, Object> body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value);
        }
    }

    private ParameterException wrong(String says) {
        return new ParameterException(spec.commandLine(), says);
    }

    /** Progress goes beside the answer, which may be read by a program. @return false when the time is over before the work is */
    private boolean done() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        String stage = from == From.DECIDE ? "decide" : "translate";
        long until = System.nanoTime() + limit.toNanos();
        long told = -1;
        while (true) {
            long left = hub.get("/replays").path(stage).asLong();
            if (left != told) {
                err.println(left == 0 ? "done" : "%d left to %s".formatted(left, stage));
                err.flush();
                told = left;
            }
            if (left == 0) {
                return true;
            }
            if (System.nanoTime() > until) {
                err.println("%s are over; the replay goes on in the hub".formatted(limit));
                return false;
            }
            var unused = new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS);
        }
    }
}
