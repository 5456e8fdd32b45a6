package dev.throughline.server.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code correct}: what becomes of work that changed after it was billed, of invoices that are taken back, and of work that is given up. */
@Command(
        name = "correct",
        description = "Decide on corrections of billed work, credit invoices, and write off open work.",
        footer = {
            "",
            "Examples:",
            "  THROUGHLINE_KEY=tl_… ./throughline correct adjust prj_… --reason 'agreed with the client'",
            "  THROUGHLINE_KEY=tl_… ./throughline correct keep prj_… --source tim_… --reason goodwill",
            "  THROUGHLINE_KEY=tl_… ./throughline correct credit inv_… --rebill --reason 'wrong address'",
            "  THROUGHLINE_KEY=tl_… ./throughline correct write-off prj_… --reason 'project cancelled'",
            "  THROUGHLINE_KEY=tl_… ./throughline correct approve-write-off prj_… 7",
            "",
            "Exit code: 0 asked, 1 refused, 2 usage, 3 cannot reach. What came of it: ./throughline explain ID, ./throughline exceptions."
        },
        mixinStandardHelpOptions = true)
public final class CorrectCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: adjust, keep, credit, bill-again, write-off, approve-write-off, reject-write-off or take-back-write-off");
    }

    /** Why, for whoever reads the ledger later. */
    static final class Why {
        @Option(names = "--reason", required = true, description = "stands in the ledger and the audit")
        private String reason = "";
    }

    /** One piece of work, or all. */
    static final class Work {
        @Parameters(paramLabel = "PROJECT", description = "canonical id of the project")
        private String project = "";

        @Option(
                names = "--source",
                paramLabel = "ID",
                description = "canonical id of the one entry, expense or milestone; all when absent")
        private @Nullable String source;

        private Map<String, Object> body(Why why) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("project", project);
            if (source != null) {
                body.put("source", source);
            }
            body.put("reason", why.reason);
            return body;
        }
    }

    @Command(name = "adjust", description = "Bill what work that was changed after it was billed comes to by now.")
    int adjust(@Mixin HubClient hub, @Mixin Work work, @Mixin Why why) {
        return decide(hub, work.body(why), "adjust");
    }

    @Command(name = "keep", description = "Keep what was billed; the difference is written off.")
    int keep(@Mixin HubClient hub, @Mixin Work work, @Mixin Why why) {
        return decide(hub, work.body(why), "keep");
    }

    private int decide(HubClient hub, Map<String, Object> body, String decision) {
        body.put("decision", decision);
        return asked(hub, "/billing/corrections/decide", body);
    }

    @Command(name = "credit", description = "Have finance credit an invoice, whole.")
    int credit(
            @Mixin HubClient hub,
            @Parameters(paramLabel = "INVOICE", description = "canonical id of the invoice") String invoice,
            @Option(names = "--rebill", description = "its work is to be billed again") boolean rebill,
            @Mixin Why why) {
        return asked(hub, "/billing/credits", Map.of("invoice", invoice, "rebill", rebill, "reason", why.reason));
    }

    @Command(name = "bill-again", description = "Bill work again that was credited on an invoice.")
    int billAgain(
            @Mixin HubClient hub,
            @Parameters(paramLabel = "INVOICE", description = "canonical id of the invoice") String invoice,
            @Mixin Why why) {
        return asked(hub, "/billing/credits/bill-again", Map.of("invoice", invoice, "reason", why.reason));
    }

    @Command(name = "write-off", description = "Ask that open work be written off; by policy a second person approves.")
    int writeOff(@Mixin HubClient hub, @Mixin Work work, @Mixin Why why) {
        return asked(hub, "/billing/write-offs", work.body(why));
    }

    @Command(name = "approve-write-off", description = "Approve a write-off that somebody else asked for.")
    int approve(
            @Mixin HubClient hub,
            @Parameters(index = "0", paramLabel = "PROJECT") String project,
            @Parameters(index = "1", paramLabel = "NUMBER", description = "as its exception tells") int number) {
        return decide(hub, project, number, "approve");
    }

    @Command(name = "reject-write-off", description = "Reject a write-off that waits; nothing is written off.")
    int reject(
            @Mixin HubClient hub,
            @Parameters(index = "0", paramLabel = "PROJECT") String project,
            @Parameters(index = "1", paramLabel = "NUMBER", description = "as its exception tells") int number) {
        return decide(hub, project, number, "reject");
    }

    private int decide(HubClient hub, String project, int number, String decision) {
        return asked(
                hub, "/billing/write-offs/decide", Map.of("project", project, "number", number, "decision", decision));
    }

    @Command(name = "take-back-write-off", description = "What was written off is open again.")
    int takeBack(@Mixin HubClient hub, @Mixin Work work, @Mixin Why why) {
        return asked(hub, "/billing/write-offs/take-back", work.body(why));
    }

    private int asked(HubClient hub, String path, Map<String, Object> body) {
        JsonNode told = hub.post(path, body);
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                hub.json()
                        ? HubClient.pretty(told)
                        : "Asked for, as event %s; ./throughline explain and the exception desk tell what came of it."
                                .formatted(told.path("event").asString("")));
        out.flush();
        return ExitCodes.FINE;
    }
}
